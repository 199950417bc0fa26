"""An archive on disk: a zip or a folder of JSON lines, read as streams."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from parvis.directory.people.fields import key
from parvis.directory.report import Unfit
from parvis.kernel.console import said

MANIFEST: Final = "archive.json"
_PRINTED: Final = (
    *("people.jsonl", "communities.jsonl", "posts.jsonl", "comments.jsonl"),
    *("subscriptions.jsonl", "reactions.jsonl", "revisions.jsonl", "files.jsonl", "walls.jsonl"),
    *("conversations/conversations.jsonl", "conversations/posts.jsonl"),
    *("conversations/comments.jsonl", "conversations/reactions.jsonl"),
)
OURS: Final = "parvis"
LONGEST_LINE: Final = 32 * 1024 * 1024

type Complain = Callable[[str, int, str], None]
type Line = tuple[int, dict[str, Any]]


class Archive:
    """Names and opens the files of an archive; knows how its ids become keys of ours.

    Raises Unfit for what is no archive, OSError for what cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._zip = None if path.is_dir() else _open_zip(path)
        self._root = path
        self._prefix = self._find_prefix()
        if not any(self.has(f"{name}.jsonl") for name in ("people", "posts", "communities")):
            raise Unfit(
                said(
                    "%(name)s is no archive: it holds neither people.jsonl, communities.jsonl "
                    "nor posts.jsonl.",
                    name=path.name,
                )
            )
        manifest = self._manifest()
        # Written by our own export, whose ids are unique everywhere.
        self.ours = manifest.get("format") == OURS
        self.source = str(manifest.get("source") or manifest.get("name") or path.stem)[:80]
        self.named = bool(manifest.get("source") or manifest.get("name")) or self.ours

    def key(self, kind: str, id_: object) -> str:
        """Return the origin key of a thing: the id itself of ours, else with source and kind."""
        return str(id_) if self.ours else key(f"{self.source}:{kind}", str(id_))

    def has(self, name: str) -> bool:
        """Tell whether there is a file of this name."""
        if self._zip is None:
            return (self._root / name).is_file()
        return self._prefix + name in self._zip.NameToInfo

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """Open a file of the archive for reading; raises KeyError where there is none."""
        if self._zip is not None:
            with self._zip.open(self._prefix + name) as file:
                yield file
        elif self.has(name) and ".." not in PurePosixPath(name).parts:
            with (self._root / name).open("rb") as file:
                yield file
        else:
            raise KeyError(name)

    def size(self, name: str) -> int:
        """Return how many bytes a file has; 0 where there is none."""
        if not self.has(name):
            return 0
        if self._zip is not None:
            return self._zip.getinfo(self._prefix + name).file_size
        return (self._root / name).stat().st_size

    def lines(
        self, name: str, complain: Complain, advance: Callable[[int], None] | None = None
    ) -> Iterator[Line]:
        """Yield the objects of a file of JSON lines with their line numbers.

        What cannot be read is told to ``complain`` and left out; a missing file has no lines.
        ``advance`` hears how many bytes were read.
        """
        if not self.has(name):
            return
        with self.open(name) as file:
            number = 0
            try:
                while raw := file.readline(LONGEST_LINE):
                    number += 1
                    if advance is not None:
                        advance(len(raw))
                    if (found := _object(raw, number, complain)) is not None:
                        yield number, found
            except (zipfile.BadZipFile, EOFError, OSError) as error:
                complain(said("the file breaks off (%(error)s)", error=error), number, "")

    def written(self, name: str) -> datetime:
        """Return when a file was written, the moment of what has no time of its own."""
        if self._zip is not None:
            when = self._zip.getinfo(self._prefix + name).date_time
            try:
                return datetime(*when, tzinfo=UTC)
            except ValueError:
                return datetime(1980, 1, 1, tzinfo=UTC)
        return datetime.fromtimestamp((self._root / name).stat().st_mtime, tz=UTC)

    def fingerprint(self) -> str:
        """Return a digest of what is in it, by which it is known again under another name."""
        digest = hashlib.sha256()
        for file in _PRINTED:
            digest.update(f"{file} {self.size(file)} ".encode())
            if self.has(file):
                with self.open(file) as opened:
                    digest.update(opened.read(1 << 20))
        return digest.hexdigest()

    def close(self) -> None:
        """Close the zip."""
        if self._zip is not None:
            self._zip.close()

    def _find_prefix(self) -> str:
        """Return the folder of a zip in which everything lies, as zips of a folder have."""
        if self._zip is None:
            return ""
        for name in sorted(self._zip.namelist(), key=len):
            if PurePosixPath(name).name in (MANIFEST, "people.jsonl", "posts.jsonl"):
                return name[: len(name) - len(PurePosixPath(name).name)]
        return ""

    def _manifest(self) -> dict[str, Any]:
        if not self.has(MANIFEST):
            return {}
        with self.open(MANIFEST) as file:
            found = _object(file.read(1 << 20), 1, lambda *_told: None)
        return found or {}


def _open_zip(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise Unfit(
            said(
                "%(name)s is neither a folder nor a readable zip: %(error)s.",
                name=path.name,
                error=error,
            )
        ) from error


def _object(raw: bytes, number: int, complain: Complain) -> dict[str, Any] | None:
    """Read one line; None for a blank one or one that is no JSON object."""
    raw = raw.strip().removeprefix(b"\xef\xbb\xbf")
    if not raw:
        return None
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError) as error:
        complain(said("a line that is no JSON"), number, str(error))
        return None
    if not isinstance(found, dict):
        complain(said("a line that is no JSON object"), number, raw[:60].decode(errors="replace"))
        return None
    return found
