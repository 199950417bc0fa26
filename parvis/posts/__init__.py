"""Posts: messages, questions, comments, chat lines; reactions to them."""
