"""Machines that are none: network namespaces on one bridge (ip-netns(8)), gone at the end."""

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from parvis.operations.postgres.account import Account
from parvis.operations.runtime import Stop

PREFIX, BRIDGE = "parvis-bench-", "parvis-bench"
LOCK = Path("/run/parvis-bench.lock")
# 198.18.0.0/15 is set aside for measuring (RFC 2544): nobody's network has it.
NETWORK, OURS = "198.18.71.0/24", "198.18.71.1"
NAMES = ("a", "b", "database", "proxy", "replica")
SECONDS_TO_STOP = 20


@dataclass(frozen=True)
class Machine:
    """One namespace, and its address on the bridge."""

    name: str
    address: str

    def start(
        self, *words: object, log: Path, environment: Mapping[str, str],
        account: Account | None = None,
    ) -> "subprocess.Popen[bytes]":  # fmt: skip
        """Start a program on this machine, as an account if one is given."""
        return subprocess.Popen(
            self._command(words, account), env=environment, stdin=subprocess.DEVNULL,
            stdout=log.open("ab"), stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C reaches the trial alone, which ends them in order
            cwd="/",
        )  # fmt: skip

    def run(
        self, *words: object, environment: Mapping[str, str], account: Account | None = None
    ) -> None:
        """Run a program on this machine to its end; raises Stop where it fails."""
        done = subprocess.run(
            self._command(words, account), env=environment, check=False, cwd="/",
            stdin=subprocess.DEVNULL, capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            raise Stop(f"{words[0]}: {done.stderr.strip()}")

    def _command(self, words: tuple[object, ...], account: Account | None) -> list[str]:
        who = ["-S", str(account.uid), "-G", str(account.gid)] if account else []
        network = f"--net=/run/netns/{PREFIX}{self.name}"
        return ["nsenter", network, *who, "--", *map(str, words)]


@contextmanager
def machines() -> Iterator[dict[str, Machine]]:
    """Give the machines by name; whatever runs on them is killed at the end, and they go.

    Raises Stop where this account or kernel has no namespaces, or another trial has them.
    """
    if os.geteuid() != 0:
        raise Stop("Network namespaces are for root alone.")
    with LOCK.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Stop("Another trial with several hosts is running.") from error
        _take_down()  # what a trial that was killed has left
        try:
            yield _put_up()
        finally:
            _take_down()


def end(process: "subprocess.Popen[bytes]", how: int = signal.SIGTERM) -> None:
    """Tell a process to end, and wait until it has."""
    if process.poll() is None:
        process.send_signal(how)
    try:
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _put_up() -> dict[str, Machine]:
    _ip("link", "add", BRIDGE, "type", "bridge")
    _ip("addr", "add", f"{OURS}/24", "dev", BRIDGE)
    _ip("link", "set", BRIDGE, "up")
    found = {}
    for number, name in enumerate(NAMES, 11):
        inside, address, outer = PREFIX + name, f"198.18.71.{number}", f"pb-{name}"
        _ip("netns", "add", inside)
        _ip("link", "add", outer, "type", "veth", "peer", "name", "eth0", "netns", inside)
        _ip("link", "set", outer, "master", BRIDGE, "up")
        _ip("-n", inside, "addr", "add", f"{address}/24", "dev", "eth0")
        for device in ("lo", "eth0"):
            _ip("-n", inside, "link", "set", device, "up")
        found[name] = Machine(name, address)
    return found


def _take_down() -> None:
    there = [line.split()[0] for line in _ip("netns", "list").splitlines() if line]
    ours = [name for name in there if name.startswith(PREFIX)]
    end = time.monotonic() + SECONDS_TO_STOP
    while pids := [pid for name in ours for pid in _ip("netns", "pids", name).split()]:
        if time.monotonic() > end:
            break
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)
        time.sleep(0.1)
    for name in ours:
        _ip("netns", "delete", name)
    if Path(f"/sys/class/net/{BRIDGE}").exists():
        _ip("link", "delete", BRIDGE)


def _ip(*words: str) -> str:
    try:
        done = subprocess.run(["ip", *words], check=False, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise Stop("The program ip (iproute2) is not installed.") from error
    if done.returncode:
        raise Stop(f"ip {' '.join(words)}: {done.stderr.strip()}")
    return done.stdout
