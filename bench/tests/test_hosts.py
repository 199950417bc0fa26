"""Several hosts for a moment, where this account may have namespaces; and the long line's delay."""

import asyncio
import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from bench.hosts import relay
from bench.hosts.channels import _Subscribed
from bench.tests.conftest import bench


def _able() -> bool:
    path = f"{os.environ.get('PATH', '')}:/usr/sbin"
    programs = ("ip", "nsenter", "nginx", "unshare")
    if os.geteuid() != 0 or not all(shutil.which(name, path=path) for name in programs):
        return False
    return subprocess.run(["unshare", "--net", "true"], check=False).returncode == 0


@pytest.mark.slow
@pytest.mark.skipif(not _able(), reason="needs root, network namespaces and nginx")
def test_two_hosts_are_one_site_and_nothing_stays(tiny: Path, tmp_path: Path) -> None:
    path = tmp_path / "figures.json"
    few = ("--people", "60", "--seconds", "0.5", "--only", "together", "killing")
    done = bench("hosts", "--data", str(tiny), *few, "--json", str(path))
    assert path.exists(), done.stderr
    found = {row["name"]: row["value"] for row in json.loads(path.read_text())}
    right = (
        "hosts.sessions.wrong", "hosts.live.other host.not_heard", "hosts.live.proxy.not_heard",
        "hosts.killed.lost", "hosts.killed.unread",
    )  # fmt: skip
    assert {name: found[name] for name in right} == dict.fromkeys(right, 0)
    assert found["hosts.killed.acknowledged"] > 10
    there = subprocess.run(["ip", "netns", "list"], capture_output=True, text=True, check=True)
    assert "parvis-bench" not in there.stdout
    assert not Path("/sys/class/net/parvis-bench").exists()


def test_the_relay_holds_every_byte_back_and_loses_none() -> None:
    assert asyncio.run(_echo(b"x" * 300_000)) >= 0.06


async def _echo(sent: bytes) -> float:
    """Send bytes there and back through a relay of 30 ms; returns the seconds."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(2**16):
            writer.write(chunk)

    echo = await asyncio.start_server(answer, "127.0.0.1", 0)
    free = await asyncio.start_server(answer, "127.0.0.1", 0)
    port, target = (server.sockets[0].getsockname()[1] for server in (free, echo))
    free.close()
    line = asyncio.create_task(relay.relay(port, "127.0.0.1", target, 0.03))
    await asyncio.sleep(0.1)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    began = time.perf_counter()
    writer.write(sent)
    assert await reader.readexactly(len(sent)) == sent
    spent = time.perf_counter() - began
    writer.close()
    await asyncio.sleep(0.2)
    line.cancel()
    echo.close()
    return spent


def test_a_message_that_is_cut_in_two_is_heard_once() -> None:
    class Line:
        parts = [b'*3 {"post":"at:1"}\r\n*3 {"po', b'st":"at:2"}\r\n']

        def recv(self, size: int) -> bytes:
            return self.parts.pop(0)

    subscribed = _Subscribed(Line())  # type: ignore[arg-type]
    heard = subscribed.read(), subscribed.read()
    assert [part.count(b"at:") for part in heard] == [1, 1]
    assert b"at:2" in heard[1]
