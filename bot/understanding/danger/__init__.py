"""Danger, at any point of any conversation: found before anything else is read (REQUIREMENTS R1)."""
