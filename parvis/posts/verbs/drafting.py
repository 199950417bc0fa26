"""Drafts: what is being written, kept for its writer until it is sent. Told to nobody, and not
journalled: a word half written has not happened.
"""

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis import access
from parvis.files.verbs import MOST_PER_POST, describe
from parvis.kernel.errors import Refused, TooFast
from parvis.people.models import Person
from parvis.posts import text
from parvis.posts.models import Draft

FIELDS: Final = ("title", "text", "question", "space")
MOST: Final = 50
KEPT_FOR: Final = timedelta(days=90)
# One person saves once a second at most, whatever the number of windows.
PAUSE: Final = timedelta(seconds=1)
_PLACE: Final = re.compile(r"composer-(?:home|[0-9]{1,19})|comment-[0-9]{1,19}")

# In one statement, so that two windows cannot both be in time. Only one's own uploads that no post
# carries yet wait in it.
_KEEP: Final = """
WITH kept AS (
    INSERT INTO posts_draft (person_id, place, words, at)
    SELECT %(person)s, %(place)s, %(words)s, %(now)s
    WHERE NOT EXISTS (SELECT 1 FROM posts_draft WHERE person_id = %(person)s AND at > %(since)s)
    ON CONFLICT (person_id, place) DO UPDATE SET words = EXCLUDED.words, at = EXCLUDED.at
    RETURNING id, xmax = 0 AS is_new
), taken_off AS (
    DELETE FROM posts_draftfile USING kept
    WHERE draft_id = kept.id AND file_id <> ALL(%(files)s::bigint[])
), put_on AS (
    INSERT INTO posts_draftfile (draft_id, file_id)
    SELECT kept.id, file.id FROM kept, files_file AS file
    WHERE file.id = ANY(%(files)s::bigint[]) AND file.owner_id = %(person)s
        AND file.post_id IS NULL AND file.purpose = 'attachment'
    ORDER BY array_position(%(files)s::bigint[], file.id)
    ON CONFLICT DO NOTHING
)
SELECT is_new FROM kept
"""

_FORGET: Final = """
WITH gone AS (
    DELETE FROM posts_draft WHERE person_id = %(person)s AND place = %(place)s RETURNING id
)
DELETE FROM posts_draftfile USING gone WHERE draft_id = gone.id
"""


def is_place(place: str) -> bool:
    """Tell whether a form of that name keeps its draft here."""
    return bool(_PLACE.fullmatch(place))


def keep_draft(
    actor: Person, place: str, words: Mapping[str, str], files: Mapping[int, str] | None = None
) -> None:
    """Keep what a form holds: the FIELDS of ``words``, and the actor's uploads that wait in it,
    by id, with what is to be seen in each. Nothing written and no file is nothing kept.

    Raises Refused for a place that keeps none or words that no post could hold, TooFast for a
    second saving within a second.
    """
    access.require(actor, "see", None)
    kept = {name: words[name] for name in FIELDS if words.get(name)}
    if not is_place(place):
        raise Refused(_("There is no draft to keep here."))
    if sum(len(value) for value in kept.values()) > text.LONGEST + 1_000:
        raise Refused(
            _("That is too long for one post: %(most)s characters fit.") % {"most": text.LONGEST}
        )
    waiting = dict(list((files or {}).items())[:MOST_PER_POST])
    if not (kept.get("text", "").strip() or kept.get("title", "").strip() or waiting):
        forget_draft(actor, place)
        return
    now = timezone.now()
    params: dict[str, Any] = {
        "person": actor.pk,
        "place": place,
        "words": json.dumps(kept).replace("\\u0000", ""),
        "now": now,
        "since": now - PAUSE,
        "files": list(waiting),
    }
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, params)
        row: tuple[Any, ...] | None = cursor.fetchone()
    if row is None:
        raise TooFast(_("That was a little fast. Please wait a minute and try again."))
    if waiting:
        describe(actor, waiting)
    if row[0]:
        _keep_few(actor)


def forget_draft(actor: Person, place: str) -> None:
    """Let go of a draft: it was sent, or emptied. Files that no post carries go within days."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, {"person": actor.pk, "place": place})


def forget_old_drafts() -> None:
    """Let go of what nobody has touched for a season."""
    Draft.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()


def _keep_few(actor: Person) -> None:
    oldest = Draft.objects.filter(person=actor).order_by("-at").values("pk")[MOST:]
    Draft.objects.filter(pk__in=list(oldest.values_list("pk", flat=True))).delete()
