"""Mails as programs write them, for the tests of what comes in."""

import io
from collections.abc import Sequence
from email.message import EmailMessage
from typing import Any

from PIL import Image

from parvis.mail.incoming.receiving import Outcome, receive


def png() -> bytes:
    """Return a small picture."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    return out.getvalue()


PNG = png()


def mail(
    sender: str,
    to: str,
    text: str = "",
    *,
    subject: str = "Re: news",
    html: str = "",
    message_id: str = "",
    files: Sequence[tuple[str, str, bytes]] = (),
    headers: dict[str, str] | None = None,
) -> bytes:
    """Return a message; ``files`` are names, types and bytes."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, subject
    made["Message-ID"] = message_id or f"<{abs(hash((sender, to, text, subject, html)))}@pc>"
    for name, value in (headers or {}).items():
        made[name] = value
    if text or not html:
        made.set_content(text)
    if html and text:
        made.add_alternative(html, subtype="html")
    elif html:
        made.set_content(html, subtype="html")
    for name, kind, data in files:
        main, sub = kind.split("/")
        made.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return made.as_bytes()


def came(raw: bytes, **options: Any) -> Outcome:
    """Take a message in; returns the one outcome it must have."""
    (outcome,) = receive(io.BytesIO(raw), **options)
    return outcome
