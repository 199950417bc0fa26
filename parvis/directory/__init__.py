"""The IT department's door: people and archives in, everything out."""
