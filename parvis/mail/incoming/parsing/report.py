"""Delivery reports: which address failed, and why (RFC 3464); others by their words."""

import re
from dataclasses import dataclass
from typing import Final

from parvis.mail.incoming.parsing.headers import Headers

MOST: Final = 50
BLANK: Final = re.compile(rb"\r?\n[ \t]*\r?\n")


@dataclass(frozen=True)
class Failure:
    """What became of one address."""

    address: str
    action: str  # failed, delayed, delivered, relayed, expanded
    status: str  # 5.1.1
    why: str


def read(raw: bytes) -> list[Failure]:
    """Read a message/delivery-status part: blocks of fields, one an address."""
    found: list[Failure] = []
    for block in BLANK.split(raw.strip())[:MOST]:
        fields = Headers(block)
        address = _value(fields.get("Final-Recipient")) or _value(fields.get("Original-Recipient"))
        if "@" not in address:
            continue
        status = re.search(r"\b[245]\.\d{1,3}\.\d{1,3}\b", fields.get("Status"))
        why = _value(fields.get("Diagnostic-Code"))
        found.append(
            Failure(
                address.strip("<> ").lower(),
                fields.get("Action").split(" ")[0].lower(),
                status.group() if status else "",
                why[:300],
            )
        )
    return found


def _value(field: str) -> str:
    """Return what follows the type in "rfc822; ann@corp.example"."""
    kind, semicolon, value = field.partition(";")
    return (value if semicolon else kind).strip()
