"""What a resident's words mean: danger first, then answers, kinds, places, times and languages."""
