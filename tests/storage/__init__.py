"""Tests of what we remember: each runs on SQLite and on a real PostgreSQL."""
