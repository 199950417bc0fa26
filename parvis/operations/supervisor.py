"""Keep a few child processes running: start again what ends, stop all together.

Each child holds the reading end of a pipe whose writing end only the supervisor has. When the
supervisor is gone, however it went, the pipe ends, and so does the child (see `follow_parent`).
"""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from parvis.kernel.console import said, translated

LEASH = "PARVIS_LEASH"
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
SECONDS_OF_HEALTH = 30.0
SECONDS_TO_STOP = 20.0


@dataclass
class Child:
    """One process that should run: what it is called, how it is started."""

    name: str
    command: Sequence[str]
    files: Sequence[int] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    due: float = field(default=0.0)


class Supervisor:
    """Runs children until told to stop."""

    def __init__(self, children: Sequence[Child], look_around: Callable[[], None]) -> None:
        """`look_around` is called every second or so, between looking after the children."""
        self.children = children
        self.look_around = look_around
        self._stopping = False
        self._leash, self._hand = os.pipe()

    def run(self) -> None:
        """Keep the children running until `stop`, SIGINT or SIGTERM; then end them all."""
        with _signals(self.stop):
            try:
                for tick in itertools.count():
                    if self._stopping:
                        break
                    if tick % 10 == 0:
                        self.look_around()
                    for child in self.children:
                        self._look_after(child)
                    time.sleep(0.1)
            finally:
                self._end_all()

    def stop(self) -> None:
        """Make `run` end.

        Called by a signal's handler amid whatever `run` does, hence no lock: an Event's own could
        be held by the very thread that would wait for it.
        """
        self._stopping = True

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is not None:
            code = child.process.poll()
            if code is None:
                return
            self._plan_restart(child, code, now)
        if now >= child.due:
            self._start(child)

    def _plan_restart(self, child: Child, code: int, now: float) -> None:
        if now - child.started > SECONDS_OF_HEALTH:
            child.pause = FIRST_PAUSE
        text = said(
            "parvis: %(name)s ended (%(reason)s), starts again in %(pause)s s",
            name=child.name,
            reason=_reason(code),
            pause=f"{child.pause:g}",
        )
        print(translated(text), file=sys.stderr, flush=True)
        child.process = None
        child.due = now + child.pause
        child.pause = min(child.pause * 2, LONGEST_PAUSE)

    def _start(self, child: Child) -> None:
        child.started = time.monotonic()
        child.process = subprocess.Popen(
            child.command,
            stdin=subprocess.DEVNULL,
            pass_fds=(self._leash, *child.files),
            env={**os.environ, LEASH: str(self._leash)},
            start_new_session=True,  # Ctrl-C reaches the supervisor, which ends them in order
        )

    def _end_all(self) -> None:
        running = [child.process for child in self.children if child.process]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + SECONDS_TO_STOP
        for process in running:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        os.close(self._hand)
        os.close(self._leash)


def follow_parent() -> None:
    """In a child: end when the supervisor has gone, at once and by force if need be."""
    leash = os.environ.pop(LEASH, "")
    if leash:
        threading.Thread(target=_wait_for_end, args=(int(leash),), daemon=True).start()


def _wait_for_end(leash: int) -> None:
    os.read(leash, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(SECONDS_TO_STOP / 2)
    os._exit(1)


def _reason(code: int) -> str:
    if code < 0:
        return said("signal %(number)s", number=-code)
    return said("code %(number)s", number=code)


@contextmanager
def _signals(stop: Callable[[], None]) -> Iterator[None]:
    def handle(number: int, frame: object) -> None:
        stop()

    watched = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    former = [(number, signal.signal(number, handle)) for number in watched]
    try:
        yield
    finally:
        for number, handler in former:
            signal.signal(number, handler)
