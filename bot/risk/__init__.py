"""How worried we must be: what is asked, how it weighs, and when it is looked at again."""
