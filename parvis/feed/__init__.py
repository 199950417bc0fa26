"""Feeds: home, merged at read time from the spaces one follows."""
