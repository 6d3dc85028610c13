"""Benchmarks that anyone can run: `make bench`. Speed is a ratio within one run, never a timed test."""
