"""Pages of administration; for others than administrators they do not exist."""
