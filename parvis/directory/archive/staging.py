"""Posts and comments, read once into a temporary table, where they are put in order.

The table is gone with the connection: a killed import leaves nothing of it, and the next run
reads the archive anew and goes on with what is not yet here.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import connection
from psycopg import Copy

from parvis.directory.archive import reading
from parvis.directory.archive.reading import id_of
from parvis.directory.archive.source import Archive
from parvis.directory.reading.words import one_line, storable, words
from parvis.directory.report import Report
from parvis.kernel.console import said

_TABLE: Final = """
DROP TABLE IF EXISTS import_post;
CREATE TEMP TABLE import_post (
  n bigint NOT NULL, level smallint NOT NULL, key text NOT NULL, own bigint, root text,
  parent text, created timestamptz, number bigint, data text NOT NULL,
  id bigint, space_id bigint, thread bigint, top text, top_id bigint)
"""
_COLUMNS: Final = "n, level, key, own, root, parent, created, number, data"
_KEYS: Final = words(
    "id author created body format title tags reactions message_id number kind "
    "language link edited removed removed_by pinned accepted shares"
)
_PLACES: Final = frozenset({"community", "wall", "conversation"})
_LINKS: Final = frozenset({"post", "parent"})


@dataclass
class Staging:
    """Fills the table; remembers who and which places are spoken of and not known."""

    archive: Archive
    people: dict[str, int]
    spaces: dict[str, int]
    report: Report
    own: str
    authors: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    _count: int = 0
    _answered: set[str] = field(default_factory=set)

    def make(self) -> None:
        """Make the empty table."""
        with connection.cursor() as cursor:
            cursor.execute(_TABLE)

    def posts(self, lines: Iterable[tuple[int, dict[str, Any]]], file: str, last: datetime) -> None:
        """Take in the lines of posts.jsonl."""
        with _copy() as copy:
            for number, line in lines:
                id_ = self._id(line, file, number, "posts", _KEYS | _PLACES)
                if id_ is None:
                    continue
                note = self._noter("posts", f"{file} line {number}")
                last = reading.past(line.get("created"), last, note)
                place = self._place(line)
                data = self._data(line, note) | {"p": place}
                key = self.archive.key("post", id_)
                self._write(copy, 0, key, None, None, last, line, data)

    def comments(self, lines: Iterable[tuple[int, dict[str, Any]]], file: str) -> None:
        """Take in the lines of comments.jsonl; what they answer is looked up afterwards."""
        with _copy() as copy:
            for number, line in lines:
                id_ = self._id(line, file, number, "comments", _KEYS | _LINKS)
                if id_ is None:
                    continue
                note = self._noter("comments", f"{file} line {number}")
                at = None
                if reading.moment(line.get("created")) is None:
                    note(said("no time that can be read: that of what it answers taken"), "")
                else:
                    at = reading.past(line.get("created"), reading.EARLIEST, note)
                post, parent = id_of(line.get("post")), id_of(line.get("parent"))
                if parent == post:
                    parent = None
                root = self.archive.key("post", post) if post else None
                data = self._data(line, note)
                if data.get("x"):
                    self._accept_once(root, data, note)
                above = self.archive.key("comment", parent) if parent else None
                key = self.archive.key("comment", id_)
                self._write(copy, 1, key, root, above, at, line, data)

    def _accept_once(self, root: str | None, data: dict[str, Any], note: reading.Note) -> None:
        """A question has one accepted answer: the first that says so."""
        if root is None or root in self._answered:
            note(said("a second accepted answer: the first one counts"), "")
            del data["x"]
        else:
            self._answered.add(root)

    def _id(
        self, line: dict[str, Any], file: str, number: int, kind: str, known: frozenset[str]
    ) -> str | None:
        id_ = id_of(line.get("id"))
        if id_ is None:
            self.report.skip(kind, said("no id"), f"{file} line {number}")
            return None
        for unknown in line.keys() - known:
            self.report.note("unknown keys", f"{file}: {unknown}", f"line {number}")
        return id_

    def _noter(self, kind: str, where: str) -> reading.Note:
        def note(reason: str, example: object) -> None:
            self.report.note(kind, reason, f"{where}: {example}" if example else where)

        return note

    def _place(self, line: dict[str, Any]) -> list[str]:
        """Return where a post stands: a community's or a conversation's key, a wall's person.

        Without a word about it, its author's wall.
        """
        for kind in ("community", "conversation"):
            if id_ := id_of(line.get(kind)):
                key = self.archive.key(kind, id_)
                if key not in self.spaces:
                    self.places.setdefault(key, id_)
                return ["s", key]
        person = id_of(line.get("wall"))
        if person is None:
            self.report.note("posts", said("no place named: put on its author's wall"))
            return ["w", self._author(line)]
        return ["w", self._person(person)]

    def _author(self, line: dict[str, Any]) -> str:
        return self._person(id_of(line.get("author")) or "")

    def _person(self, id_: str) -> str:
        key = self.archive.key("person", id_) if id_ else f"{self.archive.source}:person:"
        if key not in self.people:
            self.authors.setdefault(key, id_)
        return key

    def _data(self, line: dict[str, Any], note: reading.Note) -> dict[str, Any]:
        """Return what is needed to write a post, compact."""
        body, title = line.get("body"), line.get("title")
        if body is not None and not isinstance(body, str):
            note(said("a body that is no text: left empty"), "")
        data = {
            "a": self._author(line),
            "b": storable(body) if isinstance(body, str) else "",
            "f": reading.markup(line.get("format"), note),
            "t": one_line(title, 300) if isinstance(title, str) else "",
            "g": reading.tags(line.get("tags")),
            "r": reading.reactions(line.get("reactions"), note),
            "x": line.get("accepted") is True,
        }
        if isinstance(title, str) and len(title.strip()) > 300:
            note(said("a title of more than 300 letters, cut"), title)
        if self.archive.ours:
            data |= {name: line[name] for name in _OURS if name in line}
        return {name: value for name, value in data.items() if value}

    def _write(
        self,
        copy: Copy,
        level: int,
        key: str,
        root: str | None,
        parent: str | None,
        at: datetime | None,
        line: dict[str, Any],
        data: dict[str, Any],
    ) -> None:
        self._count += 1
        number = _number(line.get("number")) if self.archive.ours else None
        own = _number(key.rpartition(":")[2]) if key.startswith(f"{self.own}:") else None
        told = json.dumps(data, ensure_ascii=False)
        copy.write_row((self._count, level, key, own, root, parent, at, number, told))


_OURS: Final = ("kind", "language", "link", "edited", "removed", "removed_by", "pinned", "shares")


def _number(value: object) -> int | None:
    text = str(value)
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        return None
    return int(text) if int(text) < 2**63 else None


@contextmanager
def _copy() -> Iterator[Copy]:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY import_post ({_COLUMNS}) FROM STDIN") as copy,
    ):
        yield copy
