"""Everything out: the archive format and more, the same bytes for the same network."""
