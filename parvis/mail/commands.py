"""What `parvis mail …` does; each returns the exit code."""

import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Final

from parvis.mail.trim import trim

HEADER: Final = re.compile(rb"^[A-Za-z][A-Za-z0-9-]{1,60}:")
MAILS_OWN: Final = re.compile(
    rb"^(return-path|received|message-id|mime-version|content-type|from|to|subject|date|x-[\w-]+):",
    re.IGNORECASE,
)


def trim_message(source: BinaryIO) -> int:
    """Print what would be kept of a plain text or a message; 1 where it cannot be read."""
    raw = source.read()
    if not looks_like_message(raw):
        _print(trim(raw.decode("utf-8", "replace")).kept)
        return 0
    from parvis.mail.incoming.parsing.child import RESULT
    from parvis.mail.incoming.reader import readers

    with tempfile.TemporaryDirectory() as folder:
        path, desk = Path(folder) / "message", Path(folder) / "desk"
        desk.mkdir()
        path.write_bytes(raw)
        error = readers.read(path, desk)
        if error:
            print(f"parvis: the message cannot be read ({error}).", file=sys.stderr)
            return 1
        import json

        _print(json.loads((desk / RESULT).read_text(encoding="utf-8"))["text"])
    return 0


def receive_message(
    source: BinaryIO, recipients: Sequence[str] = (), sender: str | None = None
) -> int:
    """Take a message in and say what became of it; 1 where nothing was taken in.

    The exit code is 75 (try again later) where the database cannot be reached.
    """
    from django.db import DatabaseError, InterfaceError

    from parvis.mail.incoming.receiving import receive

    try:
        outcomes = receive(
            source, envelope_sender=sender, envelope_recipients=list(recipients), door="command"
        )
    except (DatabaseError, InterfaceError) as error:
        print(f"parvis: not now: {type(error).__name__}", file=sys.stderr)
        return 75
    for outcome in outcomes:
        place = f" {outcome.recipient}" if outcome.recipient else ""
        again = " (it had come before)" if outcome.again else ""
        print(f"{outcome.state}{place}: {outcome.reason}{again}")
        if outcome.words:
            print(f"  {outcome.words}")
    return 1 if any(outcome.state == "refused" for outcome in outcomes) else 0


def looks_like_message(raw: bytes) -> bool:
    """Tell a message from a plain text: it begins with headers, two of them a mail's own."""
    head = re.split(rb"\r?\n\r?\n", raw[:65_536].lstrip(b"\r\n"), maxsplit=1)[0]
    lines = head.splitlines()
    if lines and lines[0].startswith(b"From "):
        lines = lines[1:]
    if not lines or not HEADER.match(lines[0]):
        return False
    own = {found.group(1).lower() for line in lines if (found := MAILS_OWN.match(line))}
    fields = [line for line in lines if line[:1] not in b" \t"]
    broken = sum(not HEADER.match(line) for line in fields)
    return broken * 4 <= len(fields) and len(own) >= 2 and bool(own - QUOTED_HEAD)


# Fields that a quoted head in a plain text has as well.
QUOTED_HEAD: Final = frozenset({b"to", b"subject", b"date", b"from"})


def _print(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()
