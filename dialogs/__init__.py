"""What we say and ask: pages of named lines, which a housing officer can read aloud."""
