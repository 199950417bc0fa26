"""Files: kept, checked, previewed, served through the access rule."""
