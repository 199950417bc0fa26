"""Pages about people: the doors, the directory, a profile, one's own settings."""
