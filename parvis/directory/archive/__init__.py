"""Archives in: a zip or a folder of JSON lines, staged, resolved and written batch by batch."""
