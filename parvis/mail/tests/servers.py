"""Real mail servers for the tests, each with a folder, ports and processes of its own."""

import asyncio
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from parvis.mail.incoming import lmtp

POSTFIX = shutil.which("postfix", path="/usr/sbin:/usr/bin")
DOVECOT = shutil.which("dovecot", path="/usr/sbin:/usr/bin")
AS_ROOT = os.geteuid() == 0
needs_postfix = pytest.mark.skipif(
    not (POSTFIX and AS_ROOT), reason="Postfix is not installed here, or we are not root"
)
needs_dovecot = pytest.mark.skipif(
    not (DOVECOT and AS_ROOT), reason="Dovecot is not installed here, or we are not root"
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


@contextmanager
def postfix(lmtp_port: int) -> Iterator[int]:
    """A Postfix that delivers net.example to us and finds nobody at corp.example; its SMTP port."""
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
transport_maps = inline:{{ {{ corp.example = error:5.1.1 no such user }} }}
recipient_delimiter = +
smtpd_reject_unlisted_recipient = no
"""
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


@contextmanager
def dovecot() -> Iterator[int]:
    """A Dovecot with one mailbox (parvis, password "secret"); its IMAP port."""
    port = free_port()
    nobody = pwd.getpwnam("nobody")
    with _folder() as path:
        (path / "mail").mkdir()
        os.chown(path / "mail", nobody.pw_uid, nobody.pw_gid)
        (path / "conf").write_text(
            f"""protocols = imap
listen = 127.0.0.1
base_dir = {path}/run
state_dir = {path}/state
log_path = {path}/log
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{path}/mail/%u
mail_uid = {nobody.pw_uid}
mail_gid = {nobody.pw_gid}
first_valid_uid = 1
first_valid_gid = 1
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid={nobody.pw_uid} gid={nobody.pw_gid} home={path}/mail/%u
}}
"""
        )
        server = subprocess.Popen([str(DOVECOT), "-F", "-c", str(path / "conf")], umask=0o022)
        try:
            wait_until(lambda: answers(port))
            yield port
        finally:
            server.terminate()
            server.wait(10)
