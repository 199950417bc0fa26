"""People from a directory or an archive: matched, taken in, kept up to date, set by set."""
