"""What it is about: the kind of anti-social behaviour, and the sort of noise (REQUIREMENTS R4, R5)."""
