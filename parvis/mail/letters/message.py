"""One message as bytes: multipart, plain text first, pictures beside the HTML.

Django's own way folds and encodes each header and body anew, which takes four times as long as
everything else a letter needs. The parts here are encoded in one call each, and the standard
library puts them together.
"""

import binascii
import email.policy
from collections.abc import Sequence
from dataclasses import dataclass
from email.header import Header
from email.message import EmailMessage as MimeMessage
from email.message import MIMEPart
from email.utils import format_datetime, formataddr
from typing import Any, Final

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

# Header lines are ours and short enough (RFC 5322 allows 998), so nothing needs folding.
POLICY: Final = email.policy.compat32.clone(linesep="\r\n", max_line_length=0)


@dataclass(frozen=True)
class Picture:
    """A small picture that goes with the message; ``cid`` is its name there."""

    cid: str
    data: bytes
    subtype: str
    name: str = ""


class Message(EmailMultiAlternatives):
    """A message as Django's backends take it, with our own way to bytes."""

    def __init__(
        self,
        subject: str,
        text: str,
        html: str,
        *,
        sender: tuple[str, str],
        to: tuple[str, str],
        reply_to: tuple[str, str] | None = None,
        headers: dict[str, str] | None = None,
        pictures: list[Picture] | None = None,
    ) -> None:
        """Take names and bare addresses in pairs; line breaks in any of them become spaces."""
        super().__init__(
            subject=_line(subject),
            body=text,
            from_email=_address(sender),
            to=[_address(to)],
            reply_to=[_address(reply_to)] if reply_to else None,
            headers={name: _line(value) for name, value in (headers or {}).items()},
        )
        self.attach_alternative(html, "text/html")
        self.html = html
        self.pictures = pictures or []

    def message(self, *, policy: Any = None) -> MimeMessage:
        """Return the message; ``policy`` is ours whatever is asked for, so that all are alike."""
        made = MimeMessage(POLICY)
        made["Subject"] = _encoded(str(self.subject))
        made["From"] = self.from_email
        made["To"] = self.to[0]
        if self.reply_to:
            made["Reply-To"] = self.reply_to[0]
        made["Date"] = format_datetime(timezone.now())
        for name, value in self.extra_headers.items():
            made[name] = value if value.isascii() else _encoded(value)
        made["MIME-Version"] = "1.0"
        html = _text("html", self.html)
        if self.pictures:
            pictures = [_picture(picture) for picture in self.pictures]
            html = _multi("related", [html, *pictures], '; type="text/html"')
        _fill(made, "alternative", [_text("plain", str(self.body)), html])
        return made


def _line(value: str) -> str:
    return " ".join(value.split())


def _encoded(value: str) -> str:
    return value if value.isascii() else Header(value, "utf-8", maxlinelen=990).encode()


def _address(pair: tuple[str, str]) -> str:
    name, address = pair
    return formataddr((_line(name), address.strip()))


def _text(subtype: str, words: str) -> MIMEPart:
    part = MIMEPart(POLICY)
    part["Content-Type"] = f'text/{subtype}; charset="utf-8"'
    part["Content-Transfer-Encoding"] = "quoted-printable"
    lines = words.replace("\r\n", "\n").encode()
    part.set_payload(binascii.b2a_qp(lines, istext=True).decode("ascii"))
    return part


def _picture(picture: Picture) -> MIMEPart:
    part = MIMEPart(POLICY)
    part["Content-Type"] = f"image/{picture.subtype}"
    part["Content-Transfer-Encoding"] = "base64"
    part["Content-ID"] = f"<{picture.cid}>"
    part["Content-Disposition"] = "inline"
    coded = binascii.b2a_base64(picture.data, newline=False).decode("ascii")
    part.set_payload("\n".join(coded[at : at + 76] for at in range(0, len(coded), 76)))
    return part


def _multi(subtype: str, parts: Sequence[MIMEPart], more: str = "") -> MIMEPart:
    made = MIMEPart(POLICY)
    _fill(made, subtype, parts, more)
    return made


def _fill(made: MIMEPart, subtype: str, parts: Sequence[MIMEPart], more: str = "") -> None:
    # Quoted-printable and base64 never hold "=_", so no boundary can occur in a part.
    made["Content-Type"] = f'multipart/{subtype}; boundary="=_{subtype}"{more}'
    made.set_payload([*parts])
