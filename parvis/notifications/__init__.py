"""Notifications: who is told what, merged and never repeated."""
