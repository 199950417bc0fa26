"""Who is told what, by verb: the whole table of it, in plain functions.

Each returns what to tell to whom; telling is ``verbs.tell``. A person hears of one deed once, in
its most particular form: a mention rather than a reply, a reply rather than a comment.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from parvis import access
from parvis.journal.models import Entry
from parvis.notifications.models import Muted, Notification
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.spaces.models import Subscription

Kind = Notification.Kind
Level = Subscription.Level


@dataclass(frozen=True)
class Letter:
    """One thing to be told to some people (by key)."""

    kind: str
    subject: str
    to: frozenset[int]
    post: int | None = None
    ref: int = 0


def of(entry: Entry) -> list[Letter]:
    """Return the letters that an entry of the journal gives rise to."""
    write = LETTERS.get(entry.verb)
    return [letter for letter in write(entry) if letter.to] if write else []


def _published(entry: Entry) -> Iterable[Letter]:
    post = _post(entry)
    if post is None or post.space.is_conversation:
        return
    heard = _Heard(post)
    yield heard.letter(Kind.MENTION, f"mention:{post.pk}", _mentioned(post))
    if post.space.is_wall and post.space.owner_id:
        yield heard.letter(Kind.WALL, f"wall:{post.space_id}", {post.space.owner_id})
    everything = Subscription.objects.filter(
        space=post.space, state=Subscription.State.ACTIVE, level=Level.ALL
    )
    watching = set(everything.values_list("person", flat=True))
    yield heard.letter(Kind.POST, f"post:{post.space_id}", watching)


def _commented(entry: Entry) -> Iterable[Letter]:
    post = _post(entry)
    if post is None or post.thread is None or post.space.is_conversation:
        return
    heard = _Heard(post)
    yield heard.letter(Kind.MENTION, f"mention:{post.pk}", _mentioned(post))
    if post.reply_to is not None:
        answered = {post.reply_to.author_id}
        yield heard.letter(Kind.REPLY, f"reply:{post.reply_to_id}", answered)
    yield heard.letter(Kind.COMMENT, f"comment:{post.thread_id}", {post.thread.author_id})


def _reacted(entry: Entry) -> Iterable[Letter]:
    post = _post(entry)
    if post is None or post.space.is_conversation:
        return
    # The same person's next reaction to the same post is no news, hence no ``ref``.
    heard = _Heard(post, ref=0)
    yield heard.letter(Kind.REACTION, f"reaction:{post.pk}", {post.author_id}, entry.actor_id)


def _invited(entry: Entry) -> Iterable[Letter]:
    yield Letter(
        Kind.INVITATION, f"invitation:{entry.space_id}", _one(entry.person_id), ref=entry.pk
    )


def _asked(entry: Entry) -> Iterable[Letter]:
    managers = Subscription.objects.filter(
        space=entry.space_id,
        state=Subscription.State.ACTIVE,
        role=Subscription.Role.MANAGER,
    )
    to = frozenset(managers.values_list("person", flat=True))
    yield Letter(Kind.REQUEST, f"request:{entry.space_id}", to, ref=entry.pk)


def _accepted(entry: Entry) -> Iterable[Letter]:
    yield Letter(Kind.ACCEPTED, f"accepted:{entry.space_id}", _one(entry.person_id), ref=entry.pk)


def _role(entry: Entry) -> Iterable[Letter]:
    if entry.person_id != entry.actor_id:
        yield Letter(Kind.ROLE, f"role:{entry.space_id}", _one(entry.person_id), ref=entry.pk)


LETTERS: Final[dict[str, Callable[[Entry], Iterable[Letter]]]] = {
    "post.published": _published,
    "post.commented": _commented,
    "post.reacted": _reacted,
    "space.invited": _invited,
    "space.asked_to_join": _asked,
    "space.request_accepted": _accepted,
    "space.role_changed": _role,
}


class _Heard:
    """Addresses the letters about one post: never to its author, to nobody twice."""

    def __init__(self, post: Post, ref: int | None = None) -> None:
        self.post = post
        self.ref = post.pk if ref is None else ref
        self.already: set[int] = set()

    def letter(self, kind: str, subject: str, to: set[int], actor: int | None = None) -> Letter:
        """Keep those who may read the post, want to hear of its space, and have not yet."""
        wanted = to - self.already - {actor or self.post.author_id}
        readers = access.audience(self.post.space, among=wanted)
        silent = Subscription.objects.filter(
            space=self.post.space, level=Level.NOTHING, person__in=wanted
        )
        readers = readers.exclude(Q(pk__in=silent.values("person")))
        if kind != Kind.MENTION:
            thread = self.post.thread_id or self.post.pk
            muting = Muted.objects.filter(thread=thread, person__in=wanted)
            readers = readers.exclude(Q(pk__in=muting.values("person")))
        found = frozenset(readers.values_list("pk", flat=True))
        self.already |= found
        return Letter(kind, subject, found, self.post.pk, self.ref)


def _post(entry: Entry) -> Post | None:
    """Return the entry's post, unless it was removed in the meantime."""
    if entry.post_id is None:
        return None
    return (
        Post.objects.filter(pk=entry.post_id, removed_at__isnull=True)
        .select_related("space", "thread", "reply_to")
        .first()
    )


def _mentioned(post: Post) -> set[int]:
    people = Person.objects.filter(mentions__post=post, is_active=True)
    return set(people.values_list("pk", flat=True))


def _one(person: int | None) -> frozenset[int]:
    return frozenset() if person is None else frozenset({person})
