"""The door for a mail server on the same machine or network: LMTP (RFC 2033).

Unlike SMTP it answers for each recipient after the message. What was taken in, or turned down
with a notice to its sender, is done with (250); what cannot even be read is for the mail server to
send back (554); where the database is away, it is to try again (451), so nothing is lost.
"""

import asyncio
import io
import logging
import os
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope, Session
from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections

from parvis.mail.incoming import recipients
from parvis.mail.incoming.models import Received
from parvis.mail.incoming.reasons import UNREADABLE
from parvis.mail.incoming.receiving import Outcome, receive

AT_ONCE: Final = 4
MOST_RECIPIENTS: Final = 100
TRY_AGAIN: Final = "451 4.3.0 Try again later"
logger = logging.getLogger(__name__)


class Handler:
    """Answers the mail server; all that touches the database is done in threads."""

    def __init__(self) -> None:
        self.threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="lmtp")

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take addresses of ours alone."""
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        try:
            known = await self._in_thread(lambda: recipients.recognise(address))
        except (DatabaseError, InterfaceError):
            return TRY_AGAIN
        if known is None:
            return "550 5.1.1 No such address here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802
        self, server: Any, session: Session, envelope: Envelope
    ) -> str:
        """Take the message in; one line of answer for each recipient."""
        content = envelope.content or b""
        raw = content.encode() if isinstance(content, str) else content
        sent_to = list(envelope.rcpt_tos)
        sender = envelope.mail_from or ""
        try:
            outcomes = await self._in_thread(
                lambda: receive(
                    io.BytesIO(raw),
                    envelope_sender=sender,
                    envelope_recipients=sent_to,
                    door="lmtp",
                )
            )
        except Exception:  # whatever went wrong here, the mail server keeps the message
            logger.exception("a mail is to be delivered again")
            return "\r\n".join([TRY_AGAIN] * len(sent_to))
        return "\r\n".join([answer(outcomes)] * len(sent_to))

    async def _in_thread[T](self, work: Callable[[], T]) -> T:
        def alone() -> T:
            close_old_connections()
            try:
                return work()
            finally:
                close_old_connections()

        return await asyncio.get_running_loop().run_in_executor(self.threads, alone)


def answer(outcomes: list[Outcome]) -> str:
    """Return the line that tells the mail server what became of a message."""
    unread = next((one for one in outcomes if one.reason in UNREADABLE | {"large"}), None)
    if unread is not None and unread.state == Received.State.REFUSED:
        return f"554 5.6.0 {' '.join(unread.words.encode('ascii', 'replace').decode().split())}"
    return "250 2.0.0 OK"


def listen(where: str) -> socket.socket:
    """Return a socket that listens at "host:port" or at a path; raises OSError."""
    if "/" in where:
        path = Path(where)
        with suppress(FileNotFoundError):
            path.unlink()
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(str(path))
        path.chmod(0o660)
        listening.listen()
        return listening
    host, _colon, port = where.rpartition(":")
    family = socket.AF_INET6 if ":" in host.strip("[]") else socket.AF_INET
    return socket.create_server((host.strip("[]") or "127.0.0.1", int(port)), family=family)


async def serve(listening: socket.socket, stop: asyncio.Event) -> None:
    """Answer mail servers until told to stop; messages at hand are taken in to the end."""
    loop = asyncio.get_running_loop()
    handler = Handler()

    def protocol() -> LMTP:
        return LMTP(
            handler,
            data_size_limit=settings.MAIL_LIMIT,
            hostname="parvis",
            ident="Parvis",
            decode_data=False,
            enable_SMTPUTF8=True,
            loop=loop,
        )

    if listening.family == socket.AF_UNIX:
        server = await loop.create_unix_server(protocol, sock=listening)
    else:
        server = await loop.create_server(protocol, sock=listening)
    async with server:
        await stop.wait()
        server.close()
    await asyncio.to_thread(handler.threads.shutdown)


def run(where: str) -> None:
    """Serve at an address until SIGTERM or SIGINT. Django is set up."""
    import signal

    async def work() -> None:
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        await serve(listen(where), stop)

    os.umask(0o077)
    asyncio.run(work())
