"""Ids, clock, text, errors: what every feature stands on; knows nobody."""
