"""Reading a message as it arrived, in a process of its own with little time and memory.

Nothing here knows Django or the database: ``child.py`` runs in a bare Python. The standard
library's parser holds a message several times in memory and takes seconds for some of 0.3 MB, so
a message is cut into parts by its lines alone (``structure.py``), and each part is decoded in
blocks. Its headers go through the standard library.
"""
