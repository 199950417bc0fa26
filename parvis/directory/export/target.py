"""Where an export goes: a zip or a folder, written beside its place and put there at the end."""

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

from parvis.directory.report import Unfit
from parvis.kernel.console import said

# The same bytes whenever it is written.
MOMENT: Final = (1980, 1, 1, 0, 0, 0)
BLOCK: Final = 1 << 20

type Write = Callable[[dict[str, Any]], None]


class Target:
    """Takes the files of an export one after the other. Raises Unfit where there is one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        if path.exists() and not (path.is_dir() and not any(path.iterdir())):
            raise Unfit(said("%(path)s is there already; nothing is overwritten.", path=path))
        path.parent.mkdir(parents=True, exist_ok=True)
        self._making = path.with_name(f".{path.name}.part")
        self._discard()
        self._zip = None
        if path.suffix.lower() == ".zip":
            self._zip = zipfile.ZipFile(self._making, "w", compresslevel=6)
        else:
            self._making.mkdir(mode=0o700)

    @contextmanager
    def open(self, name: str, *, packed: bool = True) -> Iterator[IO[bytes]]:
        """Open the next file for writing; ``packed`` for what compresses well."""
        if self._zip is None:
            path = self._making / name
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with path.open("wb") as file:
                yield file
            return
        info = zipfile.ZipInfo(name, MOMENT)
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info.external_attr = 0o600 << 16
        with self._zip.open(info, "w", force_zip64=True) as file:
            yield file

    @contextmanager
    def lines(self, name: str) -> Iterator[Write]:
        """Offer a function that writes one object on a line of the next file."""
        with self.open(name) as file:

            def write(row: dict[str, Any]) -> None:
                file.write(as_line(row))

            yield write

    def copy(self, name: str, source: Path) -> None:
        """Copy a file's bytes."""
        with source.open("rb") as read, self.open(name, packed=False) as file:
            shutil.copyfileobj(read, file, BLOCK)

    def finish(self) -> None:
        """Put what was written into its place."""
        if self._zip is not None:
            self._zip.close()
        if self._path.is_dir():
            self._path.rmdir()
        self._making.rename(self._path)

    def abandon(self) -> None:
        """Throw away what was written."""
        if self._zip is not None:
            self._zip.close()
        self._discard()

    def _discard(self) -> None:
        if self._making.is_dir():
            shutil.rmtree(self._making)
        else:
            self._making.unlink(missing_ok=True)


def as_line(row: dict[str, Any]) -> bytes:
    """Return an object as one line: keys in the order given, without what is empty or false."""
    full = {
        name: value
        for name, value in row.items()
        if value is not False and value not in (None, "", [], {})
    }
    return json.dumps(full, ensure_ascii=False, separators=(", ", ": ")).encode() + b"\n"
