"""Sending stored bytes over HTTP: caching, parts of large files (RFC 9110), nothing that runs."""

import re
from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header, parse_etags

from parvis.files.models import File
from parvis.files.queries import Stored

# No script, no form, no frame: even a browser that shows it shows a dead page.
LOCKED = "default-src 'none'; sandbox"
FOR_EVER = "private, max-age=31536000, immutable"
# What follows from a post's or a space's readers is asked for anew each time (304 as a rule), so
# that it is gone for those who leave.
ASK_AGAIN = "private, no-cache"

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


class Part:
    """A stretch of an open file, to be read by whoever sends it."""

    def __init__(self, file: IO[bytes], start: int, length: int) -> None:
        file.seek(start)
        self._file = file
        self._left = length

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes of the stretch; empty at its end."""
        size = self._left if size < 0 else min(size, self._left)
        data = self._file.read(size)
        self._left -= len(data)
        return data

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def respond(request: HttpRequest, file: File, stored: Stored) -> HttpResponseBase:
    """Answer with the stored bytes: 200, 206 for one range, 304 when known, 416 beyond its end."""
    if _is_known(request, stored.etag):
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        response = _body(request, stored)
        shown = file.is_image and stored.content_type.startswith("image/")
        response.headers["Content-Disposition"] = (
            content_disposition_header(as_attachment=not shown, filename=file.name) or "attachment"
        )
    response.headers["ETag"] = stored.etag
    response.headers["Cache-Control"] = (
        FOR_EVER if file.purpose == File.Purpose.PUBLIC else ASK_AGAIN
    )
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = LOCKED
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _is_known(request: HttpRequest, etag: str) -> bool:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in known or etag in [tag.removeprefix("W/") for tag in known]


def _body(request: HttpRequest, stored: Stored) -> HttpResponseBase:
    size = stored.path.stat().st_size
    stretch = _stretch(request, stored.etag, size)
    if stretch is None:
        start, length, status = 0, size, 200
    elif stretch == (0, 0):
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    else:
        (start, length), status = stretch, 206
    part = Part(stored.path.open("rb"), start, length)
    response = FileResponse(part, status=status, content_type=stored.content_type)
    response.headers["Content-Length"] = str(length)
    if status == 206:
        response.headers["Content-Range"] = f"bytes {start}-{start + length - 1}/{size}"
    return response


def _stretch(request: HttpRequest, etag: str, size: int) -> tuple[int, int] | None:
    """Read the Range header: start and length, (0, 0) beyond the end, None for the whole.

    Several ranges, a range that makes no sense and one of an older version get the whole, which
    RFC 9110 allows.
    """
    match = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if not match or match.groups() == ("", "") or request.method != "GET":
        return None
    if request.headers.get("If-Range", etag) != etag:
        return None
    first, last = match.groups()
    if not first:
        length = min(int(last), size)
        return (size - length, length) if length else (0, 0)
    start = int(first)
    end = min(int(last), size - 1) if last else size - 1
    if last and int(last) < start:
        return None
    return (start, end - start + 1) if start < size else (0, 0)
