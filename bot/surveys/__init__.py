"""How it went: whom we ask and when, what they answer, what follows from it, and what it all adds up to."""
