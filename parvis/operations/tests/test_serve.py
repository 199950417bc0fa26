"""The real thing: bin/parvis's processes, over HTTP, through every kind of death."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psycopg
import pytest

from parvis.operations import postgres
from parvis.operations.postgres import home
from parvis.operations.runtime import ROOT
from parvis.operations.tests.places import place

pytestmark = pytest.mark.slow
PATIENCE = 60


def environment(**settings: str) -> dict[str, str]:
    """What a server of its own gets of this process's environment, and settings."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("PARVIS_")}
    return others | {"PARVIS_LANGUAGE": "en"} | settings


class Running:
    """A `parvis serve` of a data folder, and the words it says."""

    def __init__(self, data: Path, *options: str, **settings: str) -> None:
        self.data = data
        self.process = subprocess.Popen(
            [sys.executable, "-m", "parvis", "serve", "--data", str(data), *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=ROOT,
            env=environment(**settings),
        )
        self.said = ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said += line

    @property
    def url(self) -> str:
        found = re.search(r"serves at (\S+)", self.said)
        return found[1] if found else ""

    def until_it_serves(self) -> str:
        """Wait until the site is healthy; its address."""
        wait_for(lambda: bool(self.url) and healthy(self.url), self)
        return self.url

    def children(self) -> list[int]:
        """The web processes and the worker, in the order in which they were started."""
        pid = self.process.pid
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)


def healthy(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def wait_for(done: object, running: Running | None = None) -> None:
    """Wait until the callable `done` says yes."""
    assert callable(done)
    deadline = time.monotonic() + PATIENCE
    while not done():
        said = running.said if running else ""
        assert time.monotonic() < deadline, f"waited in vain; it said:\n{said}"
        time.sleep(0.05)


@contextmanager
def serving(data: Path, *options: str, **settings: str) -> Iterator[Running]:
    running = Running(data, "--port", "0", *options, **settings)
    try:
        running.until_it_serves()
        yield running
    finally:
        if running.process.poll() is None:
            running.stop()


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    with place() as folder:
        yield folder / "data"


def postmaster(data: Path) -> int:
    cluster = home._read(data / "database.json").cluster
    return int((cluster / "postmaster.pid").read_text().split()[0])


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() != b""
    except OSError:
        return False


def test_an_empty_network_shows_its_set_up_link_and_stops_cleanly(data: Path) -> None:
    with serving(data) as running:
        assert f"{running.url}/setup/" in running.said
        assert "Traceback" not in running.said
        children = running.children()
        assert len(children) == 3
        assert running.stop(signal.SIGINT) == 0
        assert not [pid for pid in children if alive(pid)]
        assert not (home._read(data / "database.json").cluster / "postmaster.pid").exists()


def test_a_web_process_that_is_killed_comes_back_and_the_others_stay(data: Path) -> None:
    with serving(data, "--only", "web") as running:
        first, second = running.children()
        os.kill(first, signal.SIGKILL)
        wait_for(lambda: "web 1 ended (signal 9)" in running.said, running)
        wait_for(lambda: len(running.children()) == 2, running)
        assert second in running.children()
        wait_for(lambda: healthy(running.url), running)
        assert "Traceback" not in running.said
        assert "DeprecationWarning" not in running.said


def test_processes_are_called_by_what_they_do(data: Path) -> None:
    with serving(data) as running:
        names = [Path(f"/proc/{pid}/comm").read_text() for pid in running.children()]
    assert names == ["parvis web 1\n", "parvis web 2\n", "parvis worker\n"]


def test_what_is_killed_comes_back(data: Path) -> None:
    with serving(data) as running:
        for pid in running.children():
            os.kill(pid, signal.SIGKILL)
        wait_for(lambda: running.said.count("starts again") == 3, running)
        wait_for(lambda: len(running.children()) == 3, running)
        wait_for(lambda: healthy(running.url), running)
        os.kill(postmaster(data), signal.SIGKILL)
        wait_for(lambda: "the database had ended" in running.said, running)
        wait_for(lambda: healthy(running.url), running)


WRITERS = """
from django.conf import settings
from django.test import Client
from parvis.people import verbs
for number in range(8):
    client = Client()
    client.force_login(verbs.take_in(None, name=f"Writer {number}", handle=f"writer{number}"))
    print(client.cookies[settings.SESSION_COOKIE_NAME].value)
"""


class Writer(threading.Thread):
    """Somebody who posts through the site until it is gone; what was acknowledged."""

    def __init__(self, url: str, session: str) -> None:
        super().__init__()
        self.url = url
        self.cookies = {"parvis_session": session, "parvis_csrf": "x" * 32}
        self.promised: list[str] = []
        self.start()

    def run(self) -> None:
        with httpx.Client(base_url=self.url, cookies=self.cookies) as client:
            for number in range(1000):
                words = f"{self.cookies['parvis_session']} {number}"
                fields = {"csrfmiddlewaretoken": "x" * 32, "text": words}
                try:
                    answer = client.post("/posts/", data=fields, headers={"HX-Request": "true"})
                except httpx.TransportError:
                    return
                if answer.status_code != 200:
                    return
                self.promised.append(words)


def test_what_was_acknowledged_survives_killing_everything(data: Path) -> None:
    """People post without pause; all is killed; each acknowledged post is there, once."""
    with serving(data):
        manage = [sys.executable, "-m", "parvis", "manage", "--data", str(data)]
        said = subprocess.check_output(
            [*manage, "shell", "-v", "0", "-c", WRITERS], text=True, cwd=ROOT, env=environment()
        )
    # Without a worker, whose own commits would put on disk what others have left in memory.
    running = Running(data, "--port", "0", "--only", "web")
    url = running.until_it_serves()
    writers = [Writer(url, session) for session in said.split()]
    wait_for(lambda: sum(len(writer.promised) for writer in writers) > 60)
    for pid in (postmaster(data), running.process.pid, *running.children()):
        os.kill(pid, signal.SIGKILL)
    running.process.wait()
    for writer in writers:
        writer.join()
    with serving(data), postgres.use(data) as again, psycopg.connect(again) as connection:
        kept = [text for (text,) in connection.execute("SELECT source FROM posts_post")]
    promised = {words for writer in writers for words in writer.promised}
    assert promised <= set(kept)
    assert len(kept) == len(set(kept))
    assert len(kept) - len(promised) <= len(writers)  # written, and killed before it could be told


def test_a_killed_supervisor_leaves_nothing_behind_and_can_start_at_once(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    first = Running(data, "--port", port)
    first.until_it_serves()
    children = first.children()
    first.process.kill()
    first.process.wait()
    second = Running(data, "--port", port)
    second.until_it_serves()
    wait_for(lambda: not [pid for pid in children if alive(pid)], second)
    assert second.stop() == 0


def test_a_taken_port_is_said(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        running = Running(data, "--port", str(taken.getsockname()[1]))
        assert running.process.wait(60) == 1
        running._reader.join(5)
    assert "Choose another with --port" in running.said
    assert "Traceback" not in running.said


def test_the_web_part_runs_alone_and_its_files_are_closed_to_others(data: Path) -> None:
    with serving(data, "--only", "web", "--processes", "1") as running:
        assert len(running.children()) == 1
        assert (data / "address").read_text() == running.url
        for path in data.iterdir():
            assert path.lstat().st_mode & 0o077 == 0, path


def test_further_names_come_on_top_of_its_own(data: Path) -> None:
    with serving(data, PARVIS_HOSTS="10.1.1.2,b.example") as running:
        port = running.url.rpartition(":")[2]
        own = running.url.removeprefix("http://")
        said = [
            httpx.get(f"{running.url}/enter/", headers={"Host": name}).status_code
            for name in (own, f"10.1.1.2:{port}", "b.example", "c.example")
        ]
    assert said == [200, 200, 200, 400]


def statuses_of_wrong_codes(url: str, forwarded: str, tries: int) -> list[int]:
    """Type wrong codes, as a proxy passes them on; what each was answered with."""
    with httpx.Client(base_url=url, headers={"X-Forwarded-For": forwarded}) as browser:
        page = browser.get("/enter/").text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token
        form = {"csrfmiddlewaretoken": token[1], "code": "1234567890"}
        return [browser.post("/enter/", data=form).status_code for _ in range(tries)]


def test_guesses_count_for_the_address_that_trusted_proxies_saw(data: Path) -> None:
    """Through two proxies of ours: neither of them is taken for the one who guesses."""
    proxies = {"PARVIS_BEHIND_PROXY": "1", "PARVIS_TRUSTED_PROXIES": "127.0.0.1,10.1.1.1"}
    with serving(data, **proxies) as running:
        said = statuses_of_wrong_codes(running.url, "203.0.113.7, 10.1.1.1", 21)
        assert said[-1] == 429 not in said[:20]
        assert 429 not in statuses_of_wrong_codes(running.url, "203.0.113.8, 10.1.1.1", 1)
        assert statuses_of_wrong_codes(running.url, "203.0.113.99, 203.0.113.7", 1) == [429]


def test_who_is_no_trusted_proxy_cannot_say_who_asks(data: Path) -> None:
    proxies = {"PARVIS_BEHIND_PROXY": "1", "PARVIS_TRUSTED_PROXIES": "10.1.1.1"}
    with serving(data, **proxies) as running:
        said = [statuses_of_wrong_codes(running.url, f"198.51.100.{n}", 1)[0] for n in range(21)]
        assert said[-1] == 429
