"""Links: what the server finds behind the first outside link of a post, shown as one quiet card."""
