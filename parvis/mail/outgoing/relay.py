"""Handing messages to the relay, so that a process that is killed hands none over twice.

SMTP takes a message when its last line, a single dot, has arrived. That a message has gone is
therefore noted (and committed) with everything sent but the dot: killed before, it was not
accepted and is sent anew; killed after, the dot is on its way already.
"""

import smtplib
import socket
from collections.abc import Callable
from typing import Any, Final

from django.core.mail import EmailMessage
from django.core.mail.backends import smtp

from parvis.mail import oauth

DOT: Final = b".\r\n"

type Note = Callable[[], None]


class _Careful:
    """What both kinds of connection do differently from the library's own."""

    before_dot: Note | None = None

    def data(self: Any, msg: Any) -> tuple[int, bytes]:
        """Send a message; call ``before_dot`` before its last line (RFC 5321, 4.1.1.4)."""
        self.putcmd("data")
        code, answer = self.getreply()
        if code != 354:
            raise smtplib.SMTPDataError(code, answer)
        lines = msg.encode("ascii") if isinstance(msg, str) else msg
        lines = lines.replace(b"\r\n.", b"\r\n..")
        if lines.startswith(b"."):
            lines = b"." + lines
        self.send(lines if lines.endswith(b"\r\n") else lines + b"\r\n")
        try:
            if self.before_dot is not None:
                self.before_dot()
        except BaseException:
            self.close()  # amid a message there is no word that would not be taken for its text
            raise
        self.send(DOT)
        code, answer = self.getreply()
        if code != 250:
            raise smtplib.SMTPDataError(code, answer)
        return code, answer


class _Smtp(_Careful, smtplib.SMTP):
    pass


class _SmtpSsl(_Careful, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """Django's SMTP backend, which lets a message note that it is as good as gone."""

    @property
    def connection_class(self) -> Any:
        """Return the library's connection with our way to send the data."""
        return _SmtpSsl if self.use_ssl else _Smtp

    def open(self) -> Any:
        """Connect; answers come in small pieces, which must not wait for each other.

        A name without a password signs in by token. Raises what the connection raises.
        """
        made = super().open()
        sock = getattr(self.connection, "sock", None)
        if made and sock is not None:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if made and self.username and not self.password and oauth.is_set_up():
            self._show_token()
        return made

    def _show_token(self) -> None:
        """Sign in by XOAUTH2; a token that is refused may be old, hence a fresh one then."""
        connection: Any = self.connection

        def answer(challenge: bytes | None = None) -> str:
            # What is asked back is why the token was refused; the refusal itself comes after.
            return oauth.initial_response(str(self.username)) if challenge is None else ""

        try:
            connection.ehlo_or_helo_if_needed()
            if "XOAUTH2" not in connection.esmtp_features.get("auth", "").upper().split():
                raise smtplib.SMTPNotSupportedError("The relay does not take XOAUTH2")
            try:
                connection.auth("XOAUTH2", answer)
            except smtplib.SMTPAuthenticationError:
                oauth.forget()
                connection.auth("XOAUTH2", answer)
        except BaseException:
            self.close()
            raise

    def _send(self, email_message: EmailMessage) -> bool:
        connection: Any = self.connection
        connection.before_dot = getattr(email_message, "before_dot", None)
        try:
            return bool(super()._send(email_message))  # type: ignore[misc]
        finally:
            connection.before_dot = None


def hand_over(backend: Any, message: EmailMessage, note: Note) -> None:
    """Give a message to the relay, noting it as gone just before that cannot be undone.

    Other backends than ours (files, a provider's interface) cannot tell the moment: there it is
    noted beforehand. Raises what the backend raises.
    """
    if isinstance(backend, EmailBackend):
        message.before_dot = note  # type: ignore[attr-defined]
    else:
        note()
    backend.send_messages([message])
