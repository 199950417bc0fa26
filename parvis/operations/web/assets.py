"""Static files: gathered and compressed once per build, served for ever under its digest.

An address with another build's digest, in a page that was open during an update, gets today's
file, which may not be kept.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import find, get_finders
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from parvis.operations.locks import locked

TOP = "/static/"
TODAY = "/static/today/"
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def gather() -> Path:
    """The folder with all static files of this build and their compressed forms.

    Made when it is not there yet, by one process alone. What did not change is taken over from
    the newest former build, whose files a process that is still running may need; older ones go.
    """
    folder = Path(settings.STATIC_ROOT) / settings.STATIC_URL.strip("/").split("/")[-1]
    folder.parent.mkdir(parents=True, exist_ok=True)
    with locked(folder.parent / "gather.lock"):
        if not folder.is_dir():
            builds = [path for path in folder.parent.glob("*") if path.is_dir()]
            former = sorted(builds, key=lambda path: path.stat().st_mtime, reverse=True)
            _gather_into(folder, former[:1])
            for path in former[1:]:
                shutil.rmtree(path, ignore_errors=True)
    return folder


def _gather_into(folder: Path, former: list[Path]) -> None:
    draft = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    compressor = Compressor(quiet=True)
    for relative, source in _sources():
        target = draft / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        if compressor.should_compress(target.name) and not _take_over(former, relative, target):
            list(compressor.compress(str(target)))
    draft.rename(folder)


class Assets(WhiteNoise):  # type: ignore[misc]
    """A WSGI application that answers for static files, and hands on everything else."""

    def __init__(self, application: Wsgi) -> None:
        super().__init__(
            application,
            autorefresh=settings.DEBUG,
            allow_all_origins=False,
            max_age=0,
            immutable_file_test=_is_of_this_build,
            add_headers_function=_add_headers,
        )
        if not settings.DEBUG:
            folder = gather()
            self.add_files(folder, settings.STATIC_URL)
            self.add_files(folder, TODAY)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """Serve a file of this build, or today's file for another build's address."""
        path = environ.get("PATH_INFO", "")
        if path.startswith(TOP) and not path.startswith(settings.STATIC_URL):
            environ["PATH_INFO"] = TODAY + path.removeprefix(TOP).partition("/")[2]
        return super().__call__(environ, start_response)

    def candidate_paths_for_url(self, url: str) -> Iterator[str]:
        """While developing: the file where it is edited."""
        if url.startswith(TOP):
            found = find(url.removeprefix(TOP).partition("/")[2])
            if found:
                yield str(found)


def _sources() -> Iterator[tuple[str, str]]:
    seen = set()
    for finder in get_finders():
        for relative, storage in finder.list([".*", "*~"]):
            if relative not in seen:
                seen.add(relative)
                yield relative, storage.path(relative)


def _take_over(former: list[Path], relative: str, target: Path) -> bool:
    """Copy the compressed forms that a former build made of the very same file."""
    for folder in former:
        same = folder / relative
        if same.is_file() and same.read_bytes() == target.read_bytes():
            for suffix in (".gz", ".br"):
                compressed = same.with_name(same.name + suffix)
                if compressed.exists():
                    shutil.copyfile(compressed, target.with_name(compressed.name))
            return True
    return False


def _is_of_this_build(path: str, url: str) -> bool:
    return not settings.DEBUG and url.startswith(settings.STATIC_URL)


def _add_headers(headers: Any, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
