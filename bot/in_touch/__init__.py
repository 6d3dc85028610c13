"""Keeping people informed: what is agreed with them, who hears of what, and when."""
