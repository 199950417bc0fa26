"""A message as it was read, with names for what is asked of it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parvis.mail.addresses import bare
from parvis.mail.incoming import secrets
from parvis.mail.incoming.attachment import Attachment
from parvis.mail.incoming.parsing.child import RESULT
from parvis.mail.incoming.reader import readers
from parvis.mail.incoming.reasons import Turned
from parvis.posts.models import Post


@dataclass(frozen=True)
class Message:
    """What a message says; headers by their names in small letters."""

    headers: dict[str, Any]
    text: str
    whole: str
    cut: bool
    markup: str
    attachments: list[Attachment]
    failures: list[dict[str, str]]
    returned: dict[str, Any]
    is_report: bool

    def header(self, name: str) -> str:
        """Return a header's value in one line, or nothing."""
        return str(self.headers.get(name, ""))

    @property
    def subject(self) -> str:
        """The subject as it was typed."""
        return secrets.without(self.header("subject"))

    @property
    def message_id(self) -> str:
        """Its Message-ID, or nothing."""
        return self.header("message-id")[:300]

    @property
    def sender(self) -> str:
        """The one address it says it is from; empty for none or several."""
        found = {bare(address) for _name, address in self.headers.get("from", [])}
        return found.pop() if len(found) == 1 else ""

    def addressed(self, *names: str) -> list[str]:
        """Return the addresses in some headers."""
        return [address for name in names for _n, address in self.headers.get(name, [])]


def read(raw: Path, desk: Path) -> Message:
    """Have a message read; its files lie on the desk. Raises Turned with the reason."""
    error = readers.read(raw, desk)
    if error:
        raise Turned(error)
    found = json.loads((desk / RESULT).read_text(encoding="utf-8"))
    markup = Post.Format.MARKDOWN if found["markdown"] else Post.Format.PLAIN
    return Message(
        headers=found["headers"],
        text=secrets.without(found["text"]),
        whole=secrets.without(found["whole"]),
        cut=found["cut"],
        markup=markup.value,
        attachments=[
            Attachment(desk / file["path"], file["name"], file["size"], file["content_type"])
            for file in found["files"]
        ],
        failures=found["failures"],
        returned=found["returned"],
        is_report=found["is_report"],
    )
