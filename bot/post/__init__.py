"""How words travel: what leaves, what comes, what became of it, and the worker that sees to it."""
