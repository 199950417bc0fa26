"""The first five minutes: photo, skills, communities, people, a first hello."""
