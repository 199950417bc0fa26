"""From content to message: HTML with its style inlined, and plain text."""

from functools import cache
from pathlib import Path
from typing import Any, Final

import css_inline
from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse

from parvis.mail import addresses
from parvis.mail.letters import threading
from parvis.mail.letters.content import Content
from parvis.mail.letters.message import Message
from parvis.mail.letters.readers import Reader

_STYLES: Final = Path(__file__).parent
INLINED: Final = (_STYLES / "inlined.css").read_text()
# What cannot be inlined: night, phones, Outlook.com's own way to turn colours round.
KEPT: Final = (_STYLES / "kept.css").read_text()
_INLINER: Final = css_inline.CSSInliner(
    inline_style_tags=False,
    keep_style_tags=True,
    load_remote_stylesheets=False,
    extra_css=INLINED,
)


def message(content: Content, reader: Reader) -> Message:
    """Return the message for a reader, in the language that is active."""
    words = {
        "content": content,
        "company": reader.company,
        "language": reader.language,
        "site": settings.SITE_URL,
        "preferences": settings.SITE_URL + reverse("mail:preferences"),
    }
    sender = reader.company.name
    if content.from_name:
        sender = f"{content.from_name} ({reader.company.name})"
    return Message(
        content.subject,
        text(words),
        html(words),
        sender=(sender, addresses.sender()),
        to=(reader.person.name, reader.person.email),
        reply_to=content.reply_to,
        headers={**content.headers, **threading.AUTOMATIC},
        pictures=list(content.pictures.values()),
    )


def html(words: dict[str, Any]) -> str:
    """Return the HTML, its style inlined; what mail programs drop from the head is not missed."""
    made = _template("mail/letter.html").render({**words, "kept": KEPT})
    return str(_INLINER.inline(made))


def text(words: dict[str, Any]) -> str:
    """Return the plain text."""
    made: str = _template("mail/letter.txt").render(words)
    return made.strip() + "\n"


@cache
def _template(name: str) -> Any:
    return get_template(name, using="jinja2")
