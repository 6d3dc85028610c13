"""Who may work here: accounts, passwords, and the wait after wrong ones."""
