"""The one rule: who may see and do what. Every door asks here.

``visible(queryset, viewer)`` narrows a list, ``can(actor, action, thing)`` answers yes or no,
``require`` raises, ``audience(space)`` turns the question round. All four derive from the two
tables in ``rule.py``, so that they cannot disagree.
"""

from parvis.access.asked import audience, can, require, rights
from parvis.access.conditions import visible
from parvis.access.errors import Forbidden, NotVisible

__all__ = ["Forbidden", "NotVisible", "audience", "can", "require", "rights", "visible"]
