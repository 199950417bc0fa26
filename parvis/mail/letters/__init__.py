"""What a letter says and how it looks: composed when it is sent, for one reader."""
