"""Files as other programs write them, read leniently: encodings, LDIF, spreadsheets, words."""
