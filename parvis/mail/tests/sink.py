"""A real SMTP server that keeps what it is given."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from django.test import override_settings


class Sink:
    """What arrived, in order; ``answer`` may say no (per recipient)."""

    def __init__(self) -> None:
        self.raw: list[bytes] = []
        self.to: list[str] = []
        self.answer: dict[str, str] = {}

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Take a recipient, or answer what the test wants."""
        if address in self.answer:
            return self.answer[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep a message."""
        self.raw.append(envelope.content)
        self.to += envelope.rcpt_tos
        return self.answer.get("DATA", "250 OK")

    @property
    def messages(self) -> list[EmailMessage]:
        """Return what arrived, read as a mail program does."""
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw]


@contextmanager
def sink() -> Iterator[Sink]:
    """Listen at a free port; letters go there meanwhile."""
    kept = Sink()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        mailers = {
            "default": {
                "BACKEND": "parvis.mail.outgoing.relay.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 20},
            }
        }
        with override_settings(MAILERS=mailers, MAIL_RATE=0.0):
            yield kept
    finally:
        controller.stop()


def body(message: EmailMessage, kind: str) -> str:
    """Return a message's text or HTML."""
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")
