"""What is kept apart, and from whom: contact details, names, code words, counted answers."""
