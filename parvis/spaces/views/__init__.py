"""Pages of communities: the directory, one of them, its people, its settings."""
