"""Where letters are written: a batch at a time, each for its reader, in their language."""

import logging
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone, translation

from parvis import access
from parvis.mail.letters import digest, news, rendering, whole
from parvis.mail.letters.content import Content
from parvis.mail.letters.message import Message
from parvis.mail.letters.readers import Reader, reader
from parvis.mail.models import Letter, Preferences
from parvis.mail.outgoing import hours
from parvis.people import house
from parvis.people.models import Person
from parvis.posts.models import Post

log = logging.getLogger(__name__)

WHOLE: Final = (Letter.Kind.POST, Letter.Kind.ANNOUNCEMENT)
MOST_ATTEMPTS: Final = 5

type Key = tuple[int, int, str, str]


class Desk:
    """Composes letters for one run of sending; remembers what many readers share."""

    def __init__(self) -> None:
        self.company = house.current()
        self._shared: dict[Key, Content] = {}

    def write(self, letters: list[Letter]) -> Iterator[tuple[Letter, Message | None]]:
        """Return each letter with its message; None where it is not sent now, which is noted.

        Who may read what is asked once a batch, just before. A letter that cannot be composed
        does not stop the others.
        """
        chosen = Preferences.objects.in_bulk([letter.person_id for letter in letters])
        posts, readers = self._posts(letters)
        for letter in letters:
            preferences = chosen.get(letter.person_id) or Preferences(person=letter.person)
            who = reader(letter.person, preferences, self.company)
            if not self._arrives(letter, who):
                yield letter, None
                continue
            try:
                with translation.override(who.language), timezone.override(who.zone):
                    content = self._content(letter, who, posts, readers)
                    message = rendering.message(content, who) if content else None
            except Exception:  # whatever it is, the other letters must go out
                log.exception("letter %s cannot be written", letter.pk)
                _later(letter)
                yield letter, None
                continue
            if message is None:
                _close(letter, Letter.State.DROPPED)
            yield letter, message

    def _content(
        self,
        letter: Letter,
        who: Reader,
        posts: dict[int, Post],
        readers: dict[int, set[int]],
    ) -> Content | None:
        if letter.kind == Letter.Kind.NEWS:
            return news.write(letter, who)
        if letter.kind == Letter.Kind.DIGEST:
            return digest.write(letter, who)
        post = posts.get(letter.post_id or 0)
        if post is None or who.person.pk not in readers[post.pk]:
            return None
        key = (post.pk, post.version, who.language, str(who.zone))
        if key not in self._shared:
            self._shared[key] = whole.shared(post, who)
        may = access.can(who.person, "comment", post)
        return whole.write(letter, post, who, self._shared[key], may=may)

    def _posts(self, letters: list[Letter]) -> tuple[dict[int, Post], dict[int, set[int]]]:
        """Return the posts that go out whole, and for each who may read it now."""
        people: defaultdict[int, set[int]] = defaultdict(set)
        for letter in letters:
            if letter.kind in WHOLE and letter.post_id is not None:
                people[letter.post_id].add(letter.person_id)
        if not people:
            return {}, {}
        shown = Q(thread__isnull=True) | Q(thread__removed_at__isnull=True)
        posts = (
            Post.objects.filter(shown, pk__in=people, removed_at__isnull=True)
            .select_related("space", "space__owner", "author", "author__photo", "thread__author")
            .in_bulk()
        )
        readers = {key: _reading(post, people[key]) for key, post in posts.items()}
        return posts, readers

    def _arrives(self, letter: Letter, who: Reader) -> bool:
        """Tell whether a letter may arrive now; else have it wait for the morning, or drop it."""
        if not _takes_mail(who):
            _close(letter, Letter.State.DROPPED)
            return False
        if letter.urgent:
            return True
        later = hours.postponed(who.preferences, who.zone, timezone.now())
        if later is None:
            return True
        Letter.objects.filter(pk=letter.pk).update(due_at=later, claim=None, claimed_until=None)
        return False


def _takes_mail(who: Reader) -> bool:
    person = who.person
    return bool(
        person.is_active
        and person.email
        and person.kind != Person.Kind.BOT
        and who.preferences.refused_at is None
    )


def _reading(post: Post, people: set[int]) -> set[int]:
    found = access.audience(post.space, among=people)
    return set(found.values_list("pk", flat=True))


def _close(letter: Letter, state: str) -> None:
    Letter.objects.filter(pk=letter.pk).update(state=state, sent_at=timezone.now())


def _later(letter: Letter) -> None:
    attempts = letter.attempts + 1
    state = Letter.State.FAILED if attempts >= MOST_ATTEMPTS else Letter.State.WAITING
    Letter.objects.filter(pk=letter.pk).update(
        attempts=attempts,
        state=state,
        due_at=timezone.now() + timedelta(minutes=2**attempts),
        claim=None,
        claimed_until=None,
        note="could not be written; see the log",
    )
