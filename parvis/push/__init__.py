"""Web push: what one is told reaches one's phone, encrypted, by no vendor's account."""
