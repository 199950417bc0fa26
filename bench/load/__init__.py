"""A large company at work: thousands of people over HTTP, and what that costs."""
