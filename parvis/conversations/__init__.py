"""Conversations: private messages, as pages over spaces and posts."""
