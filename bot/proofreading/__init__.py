"""Proof-reads every page that could be said to somebody, and reads it aloud."""
