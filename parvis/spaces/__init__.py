"""Spaces, where people write: walls, communities, conversations; who is in them and why."""
