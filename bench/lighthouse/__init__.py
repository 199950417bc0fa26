"""Lighthouse on the pages that people see most, as somebody of the sample company, on a phone."""
