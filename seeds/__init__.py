"""The sample company: what its people look like, say to each other, and how it is loaded."""
