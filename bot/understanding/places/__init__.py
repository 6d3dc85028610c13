"""Where it is: homes, streets and blocks of the landlord's register, as people write them (REQUIREMENTS R6)."""
