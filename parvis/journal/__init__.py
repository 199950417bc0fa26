"""The journal: what happened, append only, written by each verb in its own transaction."""

from parvis.journal.record import Listener, as_of, connect, record

__all__ = ["Listener", "as_of", "connect", "record"]
