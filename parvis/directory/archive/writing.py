"""Writes staged posts and comments, batch by batch, each batch whole with its heads."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction

from parvis.directory.archive.reading import EARLIEST, moment
from parvis.directory.bulk import insert
from parvis.directory.console import Steps
from parvis.directory.report import Report
from parvis.journal.models import Entry
from parvis.kernel.console import said
from parvis.kernel.errors import Refused
from parvis.kernel.ids import SEQUENCE, SEQUENCE_BITS, moment_of
from parvis.people.models import Person
from parvis.posts import text
from parvis.posts.models import Mention, Post
from parvis.posts.verbs.mentioning import Names, names_in
from parvis.spaces.models import Space

BATCH: Final = 500
_NEXT: Final = """
SELECT s.n, s.level, s.key, s.created, s.number, s.data,
       coalesce(s.thread, r.id), coalesce(s.space_id, r.space_id), coalesce(s.top_id, t.id)
FROM import_post s
LEFT JOIN import_post r ON s.level > 0 AND r.key = s.root AND r.level = 0
LEFT JOIN import_post t ON s.level = 2 AND t.key = s.top
WHERE s.id IS NULL AND s.level = %s AND s.n > %s ORDER BY s.n LIMIT %s
"""
_DONE: Final = """
UPDATE import_post i SET id = x.id, space_id = x.space
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS x (n, id, space) WHERE i.n = x.n
"""
_THREADS: Final = """
UPDATE posts_post p SET comments_count = p.comments_count + x.more, version = p.version + x.every,
  last_activity = greatest(p.last_activity, x.at)
FROM unnest(%s::bigint[], %s::int[], %s::int[], %s::timestamptz[]) AS x (id, more, every, at)
WHERE p.id = x.id
"""
_SPACES: Final = """
UPDATE spaces_space s SET posts_count = s.posts_count + x.more,
  last_activity = greatest(s.last_activity, x.at)
FROM unnest(%s::bigint[], %s::int[], %s::timestamptz[]) AS x (id, more, at) WHERE s.id = x.id
"""
# Whoever wrote in a community is in it; who is in it already, in whatever state, stays so.
_MEMBERS: Final = """
WITH joined AS (
  INSERT INTO spaces_subscription
    (person_id, space_id, state, role, level, source, comes_home, created_at)
  SELECT x.person, x.space, 'active', 'member', 'mentions', 'hand', true, x.at
  FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[]) AS x (person, space, at)
  JOIN spaces_space s ON s.id = x.space AND s.kind = 'community'
  ON CONFLICT (person_id, space_id) DO NOTHING RETURNING person_id, space_id),
counted AS (
  UPDATE spaces_space s SET members_count = s.members_count + j.more
  FROM (SELECT space_id, count(*) AS more FROM joined JOIN people_person p ON p.id = person_id
        AND p.is_active GROUP BY space_id) j
  WHERE s.id = j.space_id)
SELECT count(*) FROM joined
"""


@dataclass(slots=True)
class Staged:
    """One row that is ready to be written."""

    n: int
    level: int
    key: str
    created: datetime
    number: int | None
    data: dict[str, Any]
    thread: int | None
    space: int
    reply_to: int | None
    id: int = 0


@dataclass
class Writer:
    """Writes what is staged. ``told`` (our own exports): members and mentions come by themselves.

    The bulk form of the verbs ``publish`` and ``comment`` with a history: the same reading of the
    text, the same names, heads, journal. As in ``take_in`` it is the system that acts: what was
    written elsewhere is brought in by the IT department, and whoever wrote becomes a member first.
    """

    people: dict[str, int]
    spaces: dict[str, int]
    walls: dict[int, int]
    report: Report
    steps: Steps
    told: bool
    links: dict[str, int] = field(default_factory=dict)

    def run(self) -> None:
        """Write everything: posts, then comments, then what answers them, each level by line."""
        for level in (0, 1, 2):
            last: int | None = 0
            while last is not None:
                last = self._step(level, last)

    def _step(self, level: int, last: int) -> int | None:
        """Write the next batch of a level, all or none; returns its last line, None at the end."""
        with transaction.atomic():
            batch = list(self._next(level, last))
            if not batch:
                return None
            self._write(batch)
        self.steps.advance(len(batch))
        return batch[-1].n

    def _next(self, level: int, last: int) -> Iterator[Staged]:
        with connection.cursor() as cursor:
            cursor.execute(_NEXT, [level, last, BATCH])
            rows = cursor.fetchall()
        for n, _level, key, created, number, data, thread, space, reply_to in rows:
            facts = json.loads(data)
            yield Staged(
                n, level, key, created, number, facts, thread, space or self._place(facts), reply_to
            )

    def _place(self, facts: dict[str, Any]) -> int:
        kind, key = facts["p"]
        return self.spaces[key] if kind == "s" else self.walls[self.people[key]]

    def _write(self, batch: list[Staged]) -> None:
        _number(batch)
        if not self.told:
            self._join(batch)
        authors = Person.objects.in_bulk([self.people[one.data["a"]] for one in batch])
        posts, mentions = [], []
        naming = _naming(batch)
        for one in batch:
            author = authors[self.people[one.data["a"]]]
            names = names_in(author, one.data["b"]) if one.n in naming else Names()
            written = self._read(one, names)
            posts.append(self._row(one, author, written))
            if not self.told:
                mentions += _mentions(one.id, names, written.handles)
        insert(Post, posts)
        insert(Mention, mentions)
        _lift(batch)
        _journal(batch, posts)
        with connection.cursor() as cursor:
            ids = [one.id for one in batch]
            cursor.execute(_DONE, [[one.n for one in batch], ids, [one.space for one in batch]])
        self.report.count("posts", "created", sum(one.level == 0 for one in batch))
        self.report.count("comments", "created", sum(one.level > 0 for one in batch))

    def _read(self, one: Staged, names: Names) -> text.Written:
        """Read a body; one that defeats the reading is kept as plain text."""
        source, markup = one.data.get("b", ""), one.data["f"]
        kind = "comments" if one.level else "posts"
        if not source.strip():
            self.report.note(kind, said("nothing written in it: brought in empty"), one.key)
        try:
            return text.read(source, markup, names.addresses, with_files=True, imported=True)
        except Refused:
            self.report.note(kind, said("more than two million letters: cut"), one.key)
            source = source[: text.LONGEST_IMPORTED]
        except (ValueError, RecursionError):
            self.report.note(
                kind, said("markup that cannot be read: taken for plain text"), one.key
            )
        return text.read(source, "text/plain", {}, with_files=True, imported=True)

    def _row(self, one: Staged, author: Person, written: text.Written) -> dict[str, Any]:
        data = one.data
        tags = data.get("g", [])
        row: dict[str, Any] = {
            "id": one.id,
            "space_id": one.space,
            "author_id": author.pk,
            "thread_id": one.thread,
            "reply_to_id": one.reply_to,
            "title": data.get("t", ""),
            "source": written.source,
            "format": data["f"],
            "html": written.html,
            "language": written.language,
            "tags": tags if self.told else list(dict.fromkeys([*tags, *written.tags]))[:30],
            "reactions": data.get("r", {}),
            "accepted": one.level > 0 and bool(data.get("x")),
            "last_activity": one.created,
            "origin": one.key,
        }
        if data.get("kind") in Post.Kind.values:
            row["kind"] = data["kind"]
        if self.told:
            row |= self._own(data)
        return row

    def _own(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return what only our own exports tell of a post."""
        return {
            "language": str(data.get("language", ""))[:8],
            "edited_at": moment(data.get("edited")),
            "removed_at": moment(data.get("removed")),
            "removed_by_id": self.people.get(str(data.get("removed_by"))),
            "pinned_at": moment(data.get("pinned")),
            "link_id": self.links.get(str(data.get("link"))),
        }

    def _join(self, batch: list[Staged]) -> None:
        first: dict[tuple[int, int], datetime] = {}
        for one in batch:
            pair = (self.people[one.data["a"]], one.space)
            first[pair] = min(first.get(pair, one.created), one.created)
        people = [person for person, _space in first]
        with connection.cursor() as cursor:
            places = [space for _person, space in first]
            cursor.execute(_MEMBERS, [people, places, list(first.values())])
            (joined,) = cursor.fetchone() or (0,)
        if joined:
            self.report.count("members", "created", joined)


def _number(batch: list[Staged]) -> None:
    """Give each its time-ordered id: its own of before where that is free, else a fresh one.

    Of the same millisecond, the order of the file is kept.
    """
    for one in batch:
        kept = one.number is not None and one.number >> SEQUENCE_BITS == _milliseconds(one)
        one.id = one.number or 0 if kept else 0
    waiting = [one for one in batch if one.id == 0]
    taken = _taken([one.id for one in batch])
    waiting += [one for one in batch if one.id in taken]
    while waiting:
        for one, number in zip(waiting, _sequence(len(waiting)), strict=True):
            one.id = _milliseconds(one) << SEQUENCE_BITS | number
        taken = _taken([one.id for one in waiting])
        waiting = [one for one in waiting if one.id in taken]
    for one in batch:
        one.created = moment_of(one.id)


def _milliseconds(one: Staged) -> int:
    return (one.created - EARLIEST) // timedelta(milliseconds=1)


def _sequence(count: int) -> list[int]:
    """Return so many numbers in rising order; the sequence begins anew after a million."""
    while True:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(%s) FROM generate_series(1, %s)", [SEQUENCE, count])
            numbers = [int(number) for (number,) in cursor.fetchall()]
        if numbers == sorted(numbers):
            return numbers


def _taken(ids: list[int]) -> set[int]:
    return set(Post.objects.filter(pk__in=ids).values_list("pk", flat=True))


def _naming(batch: list[Staged]) -> set[int]:
    """Tell which of a batch name someone or some place that is here, asked for all at once."""
    wanted = {
        one.n: set(text.look(body)) for one in batch if "@" in (body := one.data.get("b", ""))
    }
    names = list(set().union(*wanted.values()))
    there = set(Person.objects.filter(handle__in=names).values_list("handle", flat=True))
    places = Space.objects.filter(slug__in=names).values_list("slug", flat=True)
    there.update(slug for slug in places if slug)
    return {n for n, named in wanted.items() if named & there}


def _mentions(post: int, names: Names, handles: list[str]) -> list[dict[str, Any]]:
    """Return rows for whom and what a post names; a person comes before a place."""
    people = {names.people[name].pk for name in handles if name in names.people}
    places = {n for n in handles if n in names.spaces and n not in names.people}
    return [
        *({"post_id": post, "person_id": pk} for pk in sorted(people)),
        *({"post_id": post, "space_id": pk} for pk in sorted(names.spaces[n].pk for n in places)),
    ]


def _lift(batch: list[Staged]) -> None:
    """Move the heads of threads, then of spaces, to what the batch brought; removed ones aside."""
    threads: defaultdict[int, list[Staged]] = defaultdict(list)
    spaces: defaultdict[int, list[Staged]] = defaultdict(list)
    gone = _removed({one.thread for one in batch if one.thread is not None})
    for one in batch:
        if one.thread is not None:
            threads[one.thread].append(one)
        if not one.data.get("removed") and one.thread not in gone:
            spaces[one.space].append(one)
    counts = {pk: [c for c in ones if not c.data.get("removed")] for pk, ones in threads.items()}
    latest = [max((c.created for c in shown), default=None) for shown in counts.values()]
    shown = [len(ones) for ones in counts.values()]
    every = [len(ones) for ones in threads.values()]
    roots = Counter(one.space for ones in spaces.values() for one in ones if one.thread is None)
    newest = [max(one.created for one in ones) for ones in spaces.values()]
    with connection.cursor() as cursor:
        if threads:
            cursor.execute(_THREADS, [list(threads), shown, every, latest])
        if spaces:
            cursor.execute(_SPACES, [list(spaces), [roots[pk] for pk in spaces], newest])


def _removed(threads: set[int]) -> set[int]:
    gone = Post.objects.filter(pk__in=threads, removed_at__isnull=False)
    return set(gone.values_list("pk", flat=True))


def _journal(batch: list[Staged], posts: list[dict[str, Any]]) -> None:
    """Write what happened when, one quiet entry a post: history is told to nobody."""
    insert(
        Entry,
        [
            {
                "at": one.created,
                "actor_id": post["author_id"],
                "verb": "post.commented" if one.thread else "post.published",
                "space_id": one.space,
                "post_id": one.id,
                "data": {"thread": str(one.thread)} if one.thread else {},
                "quiet": True,
            }
            for one, post in zip(batch, posts, strict=True)
        ],
    )
