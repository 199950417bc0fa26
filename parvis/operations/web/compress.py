"""Pages go out compressed where the browser asks for it: a tenth of the bytes, for a phone's sake.

At the fastest level, since a page is made for one reader. A header of random length hides the
exact size, from which an eavesdropper might guess parts of a page (BREACH, CVE-2013-3587).
"""

from __future__ import annotations

import gzip
import secrets
from collections.abc import Callable, Iterable
from typing import Any

import brotli

WORTH_IT = 1400  # bytes that fit into one packet anyway
KINDS = ("text/html", "application/json", "text/vnd.", "application/manifest+json")
PADDING = "x" * 120
Headers = list[tuple[str, str]]


class Compressed:
    """A WSGI application whose short-lived texts are compressed; files and streams are not."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer the request, compressed where that is wanted and pays."""
        started: list[tuple[str, Headers]] = []

        def note(status: str, headers: Headers, exc_info: Any = None) -> None:
            started.append((status, headers))

        parts = self.application(environ, note)
        status, headers = started[-1]
        encoding = _encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        if environ["REQUEST_METHOD"] == "HEAD" or not (encoding and _pays(headers)):
            start_response(status, headers)
            return parts
        try:
            body = _compress(b"".join(parts), encoding)
        finally:
            getattr(parts, "close", lambda: None)()
        start_response(status, _adapted(headers, encoding, len(body)))
        return [body]


def _encoding(accepted: str) -> str:
    names = {part.split(";")[0].strip() for part in accepted.split(",") if "q=0" not in part}
    return next((name for name in ("br", "gzip") if name in names), "")


def _pays(headers: Headers) -> bool:
    """A text of known and worthwhile length that nobody has compressed yet."""
    found = {name.lower(): value for name, value in headers}
    return (
        found.get("content-type", "").startswith(KINDS)
        and "content-encoding" not in found
        and int(found.get("content-length", 0)) > WORTH_IT
    )


def _compress(body: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(body, quality=1))
    return gzip.compress(body, compresslevel=1)


def _adapted(headers: Headers, encoding: str, length: int) -> Headers:
    kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
    vary = [value for name, value in kept if name.lower() == "vary"]
    kept = [
        (name, f"W/{value}" if name.lower() == "etag" and value.startswith('"') else value)
        for name, value in kept
        if name.lower() != "vary"
    ]
    return [
        *kept,
        ("Vary", ", ".join([*vary, "Accept-Encoding"])),
        ("Content-Encoding", encoding),
        ("Content-Length", str(length)),
        ("X-Padding", PADDING[: secrets.randbelow(len(PADDING)) + 1]),
    ]
