"""Real mail servers for the tests, each with a folder, ports and processes of its own."""

import asyncio
import json
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from parvis.mail.incoming import lmtp

POSTFIX = shutil.which("postfix", path="/usr/sbin:/usr/bin")
DOVECOT = shutil.which("dovecot", path="/usr/sbin:/usr/bin")
LMTP_THERE = Path("/usr/lib/dovecot/lmtp").exists()
AS_ROOT = os.geteuid() == 0
needs_postfix = pytest.mark.skipif(
    not (POSTFIX and AS_ROOT), reason="Postfix is not installed here, or we are not root"
)
needs_dovecot = pytest.mark.skipif(
    not (DOVECOT and AS_ROOT), reason="Dovecot is not installed here, or we are not root"
)

needs_dovecot_lmtp = pytest.mark.skipif(
    not (DOVECOT and LMTP_THERE and AS_ROOT),
    reason="Dovecot's LMTP is not installed here, or we are not root",
)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def wait_until(true: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


def answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 1):
            return True
    except OSError:
        return False


@contextmanager
def letterbox(where: str = "127.0.0.1:0") -> Iterator[socket.socket]:
    """Our own LMTP server, in a thread."""
    listening = lmtp.listen(where)
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()
    thread = threading.Thread(target=lambda: loop.run_until_complete(lmtp.serve(listening, stop)))
    thread.start()
    try:
        yield listening
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(20)
        loop.close()


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder that the servers' own accounts may go through."""
    path = Path(tempfile.mkdtemp(prefix="parvis-mail-"))
    path.chmod(0o755)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


SASL = """smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{port}
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
"""


@contextmanager
def postfix(
    lmtp_port: int, *, corp: str = "error:5.1.1 no such user", sasl_port: int = 0
) -> Iterator[int]:
    """A Postfix that delivers net.example to us; its SMTP port.

    Mail to corp.example goes where ``corp`` says; by default nobody is found there. With
    ``sasl_port``, a Dovecot's, only who signs in there may send.
    """
    port = free_port()
    with _folder() as path:
        for name in ("conf", "queue", "data"):
            (path / name).mkdir()
            (path / name).chmod(0o755)
        shutil.chown(path / "data", "postfix")
        (path / "conf" / "main.cf").write_text(
            f"""compatibility_level = 3.6
queue_directory = {path}/queue
data_directory = {path}/data
maillog_file_prefixes = {path}
maillog_file = {path}/log
myhostname = mx.corp.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
local_recipient_maps =
virtual_mailbox_domains = net.example
virtual_transport = lmtp:inet:127.0.0.1:{lmtp_port}
transport_maps = inline:{{ {{ corp.example = {corp} }},
    {{ gone.invalid = error:5.1.2 no such domain }} }}
recipient_delimiter = +
smtpd_reject_unlisted_recipient = no
"""
            + (SASL.format(port=sasl_port) if sasl_port else "")
        )
        services = (
            f"127.0.0.1:{port} inet n - n - - smtpd",
            "pickup unix n - n 60 1 pickup",
            "cleanup unix n - n - 0 cleanup",
            "qmgr unix n - n 300 1 qmgr",
            "rewrite unix - - n - - trivial-rewrite",
            "bounce unix - - n - 0 bounce",
            "defer unix - - n - 0 bounce",
            "trace unix - - n - 0 bounce",
            "error unix - - n - - error",
            "lmtp unix - - n - - lmtp",
            "smtp unix - - n - - smtp",
            "postlog unix-dgram n - n - 1 postlogd",
        )
        (path / "conf" / "master.cf").write_text("\n".join(services) + "\n")
        command = [str(POSTFIX), "-c", str(path / "conf")]
        subprocess.run([*command, "start"], check=True, capture_output=True, umask=0o022)
        try:
            wait_until(lambda: answers(port))
            yield port
        finally:
            subprocess.run([*command, "stop"], check=False, capture_output=True)


PASSWORD = """passdb {
  driver = static
  args = password=secret
}
"""
TOKENS = """auth_mechanisms = xoauth2
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {path}/tokens
}}
"""
INTROSPECTION = """introspection_mode = post
introspection_url = http://127.0.0.1:{port}/introspect
username_attribute = username
active_attribute = active
active_value = true
"""


@dataclass(frozen=True)
class Dovecot:
    """Where a Dovecot listens: IMAP, LMTP, and for Postfix that asks who may send."""

    imap: int
    lmtp: int
    sasl: int


@contextmanager
def dovecot(introspection_port: int = 0) -> Iterator[Dovecot]:
    """A Dovecot with a mailbox for any name, password "secret" (or tokens instead)."""
    ports = Dovecot(free_port(), free_port(), free_port())
    nobody = pwd.getpwnam("nobody")
    with _folder() as path:
        (path / "mail").mkdir()
        os.chown(path / "mail", nobody.pw_uid, nobody.pw_gid)
        (path / "tokens").write_text(INTROSPECTION.format(port=introspection_port))
        (path / "conf").write_text(
            f"""protocols = imap{" lmtp" if LMTP_THERE else ""}
listen = 127.0.0.1
base_dir = {path}/run
state_dir = {path}/state
log_path = {path}/log
ssl = no
disable_plaintext_auth = no
postmaster_address = postmaster@corp.example
mail_location = maildir:{path}/mail/%n
mail_uid = {nobody.pw_uid}
mail_gid = {nobody.pw_gid}
first_valid_uid = 1
first_valid_gid = 1
auth_username_format = %n
recipient_delimiter = +
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {ports.imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {ports.lmtp}
  }}
}}
service auth {{
  inet_listener sasl {{
    port = {ports.sasl}
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
auth_failure_delay = 0
{TOKENS.format(path=path) if introspection_port else PASSWORD}
userdb {{
  driver = static
  args = uid={nobody.pw_uid} gid={nobody.pw_gid} home={path}/mail/%n allow_all_users=yes
}}
"""
        )
        server = subprocess.Popen([str(DOVECOT), "-F", "-c", str(path / "conf")], umask=0o022)
        try:
            wait_until(lambda: answers(ports.imap) and answers(ports.sasl))
            yield ports
        finally:
            server.terminate()
            server.wait(10)


class TokenServer:
    """A token endpoint and its introspection (RFC 7662), for one application and one mailbox."""

    CLIENT, SECRET = "parvis-app", "app-secret"

    def __init__(self) -> None:
        self.good: dict[str, str] = {}
        self.asked: list[dict[str, str]] = []
        self.user = "parvis"
        made = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                words = dict(parse_qsl(self.rfile.read(length).decode()))
                status, answer = made.answer(self.path, words)
                body = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    def answer(self, path: str, words: dict[str, str]) -> tuple[int, dict[str, object]]:
        if path == "/introspect":
            user = self.good.get(words.get("token", ""))
            return 200, {"active": True, "username": user} if user else {"active": False}
        self.asked.append(words)
        if (words.get("client_id"), words.get("client_secret")) != (self.CLIENT, self.SECRET):
            said = "AADSTS7000215: Invalid client secret provided."
            return 401, {"error": "invalid_client", "error_description": said}
        token = secrets.token_urlsafe(900)  # as long as Microsoft's
        self.good[token] = self.user
        return 200, {"access_token": token, "token_type": "Bearer", "expires_in": 3599}


@contextmanager
def token_server() -> Iterator[TokenServer]:
    made = TokenServer()
    thread = threading.Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.server.shutdown()
        made.server.server_close()
