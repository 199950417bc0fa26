"""Deeds on posts. Each checks the rule, changes rows in one transaction and journals it.

Rows are locked in one order everywhere: thread, comment, space. Locks leave the key alone
(``no_key``), since whoever writes beside them holds a share of the key.
"""

from parvis.posts.verbs.answering import accept
from parvis.posts.verbs.keeping import pin, save, unpin, unsave
from parvis.posts.verbs.reacting import react
from parvis.posts.verbs.removing import remove
from parvis.posts.verbs.sharing import share
from parvis.posts.verbs.writing import ATTACHERS, History, comment, edit, publish

__all__ = [
    "ATTACHERS",
    "History",
    "accept",
    "comment",
    "edit",
    "pin",
    "publish",
    "react",
    "remove",
    "save",
    "share",
    "unpin",
    "unsave",
]
