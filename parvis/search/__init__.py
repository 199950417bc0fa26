"""Search: one box over people, communities and posts, asked through access."""
