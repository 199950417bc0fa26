"""The company: its name, logo, colours, and its first setting-up."""
