"""A company as large as one likes, made here: its people, places, words and two years of life.

Everything is drawn with numpy from one seed, worked out in memory with exact counters, and
written with COPY; nothing in it was ever real.
"""
