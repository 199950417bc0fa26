"""Keep a few child processes running: start again what ends, stop all together.

Each child holds the reading end of a pipe whose writing end only the supervisor has. When the
supervisor is gone, however it went, the pipe ends, and so does the child (see `_follow`).
"""

from __future__ import annotations

import itertools
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import NamedTuple

from parvis.kernel.console import said, translated

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
SECONDS_OF_HEALTH = 30.0
SECONDS_TO_STOP = 20.0
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Leash(NamedTuple):
    """The ends of the pipe that tells a child when its supervisor has gone."""

    held_by_child: int
    held_by_supervisor: int


@dataclass
class Child:
    """A process that should run: a copy (fork) of this one, which shares what is in memory.

    This process may have no threads and no connections. `parvis` and the `name` are what ``ps -e``
    and ``top`` show; `run` is what it does.
    """

    name: str
    run: Callable[[], object]
    process: BaseProcess | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    due: float = 0.0


def run_apart(run: Callable[[], object]) -> int:
    """Do `run` in a copy of this process and wait for it; returns its exit code."""
    process = get_context("fork").Process(target=run)
    process.start()
    try:
        process.join()
    finally:
        process.terminate()
        process.join()
    return process.exitcode or 0


class Supervisor:
    """Runs children until told to stop."""

    def __init__(self, children: Sequence[Child], look_around: Callable[[], None]) -> None:
        """`look_around` is called every second or so, between looking after the children."""
        self.children = children
        self.look_around = look_around
        self._stopping = False
        self._leash = Leash(*os.pipe())

    def run(self) -> None:
        """Keep the children running until `stop`, SIGINT or SIGTERM; then end them all."""
        with on_signals(self.stop):
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
            code = child.process.exitcode
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
        child.process = get_context("fork").Process(target=_begin, args=(child, self._leash))
        child.process.start()

    def _end_all(self) -> None:
        running = [child.process for child in self.children if child.process]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + SECONDS_TO_STOP
        for process in running:
            process.join(max(0.0, deadline - time.monotonic()))
            process.kill()
            process.join()
        for end in self._leash:
            os.close(end)


def _begin(child: Child, leash: Leash) -> None:
    os.setsid()  # Ctrl-C reaches the supervisor, which ends them in order
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    os.close(leash.held_by_supervisor)
    _follow(leash.held_by_child)
    _call_this_process(f"parvis {child.name}")
    child.run()


def _follow(leash: int) -> None:
    threading.Thread(target=_wait_for_end, args=(leash,), daemon=True).start()


def _wait_for_end(leash: int) -> None:
    os.read(leash, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(SECONDS_TO_STOP / 2)
    os._exit(1)


def _call_this_process(name: str) -> None:
    with suppress(OSError):  # where there is no /proc (macOS), all keep the supervisor's name
        Path("/proc/self/comm").write_text(name)


def _reason(code: int) -> str:
    if code < 0:
        return said("signal %(number)s", number=-code)
    return said("code %(number)s", number=code)


@contextmanager
def on_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Have `stop` called for each signal that asks to end, as long as the block runs."""

    def handle(number: int, frame: object) -> None:
        stop()

    former = [(number, signal.signal(number, handle)) for number in SIGNALS]
    try:
        yield
    finally:
        for number, handler in former:
            signal.signal(number, handler)
