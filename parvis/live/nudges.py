"""Nudges: small words to open pages and processes, sent when the transaction commits.

A nudge says where there is news and of which kind, never the content: each page fetches that
under its own rights. It travels by PostgreSQL's NOTIFY (delivered at commit, dropped on
rollback, merged when repeated), so that every process hears it.
"""

import json
from collections.abc import Iterable
from typing import Final

from django.db import connection

from parvis.journal.models import Entry
from parvis.kernel.hot import run
from parvis.spaces.models import Subscription

CHANNEL: Final = "parvis_live"


def nudge(topic: str, **words: str) -> None:
    """Tell everyone who watches a topic ("space:42", "person:7"); ``words`` are small strings."""
    payload = json.dumps({"topic": topic, **words}, separators=(",", ":"))
    run("SELECT pg_notify(%(channel)s, %(payload)s)", {"channel": CHANNEL, "payload": payload})


def nudge_many(topics: Iterable[str], **words: str) -> None:
    """Tell everyone who watches any of these topics, in one statement."""
    payloads = [json.dumps({"topic": t, **words}, separators=(",", ":")) for t in topics]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_notify(%s, payload) FROM unnest(%s::text[]) AS payload", [CHANNEL, payloads]
        )


def nudge_space(entry: Entry) -> None:
    """Tell the open pages of a space what happened there; listens to the verbs on posts."""
    if entry.space_id is None:
        return
    words = {"what": entry.verb}
    if entry.post_id is not None:
        words["post"] = str(entry.post_id)
        words["thread"] = str(entry.data.get("thread") or entry.post_id)
    nudge(f"space:{entry.space_id}", **words)


def nudge_rights(entry: Entry) -> None:
    """Have a person's streams and cached rights worked out anew, at once, in every process."""
    for person in {entry.person_id, entry.actor_id} - {None}:
        nudge(f"person:{person}", what="rights")


def nudge_rights_of_members(entry: Entry) -> None:
    """The same for everyone in a space, say a conversation just opened with them."""
    inside = Subscription.objects.filter(space=entry.space_id, state=Subscription.State.ACTIVE)
    for person in inside.values_list("person", flat=True):
        nudge(f"person:{person}", what="rights")


def nudge_rights_in_space(entry: Entry) -> None:
    """The same for all who watch a space, which has become more or less open."""
    nudge(f"space:{entry.space_id}", what="rights")


def nudge_rights_of_all(entry: Entry) -> None:
    """The same for everybody: a rule has moved who knows how many people."""
    nudge("everybody", what="rights")
