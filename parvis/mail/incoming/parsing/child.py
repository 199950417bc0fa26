"""The process that reads messages: started once, it makes a child of itself for each.

It gets a line of JSON for each message (``{"raw": path, "out": folder}``) and answers with one
(``{"done": true}`` or ``{"error": code}``, and what it took); what was read is in
``out/read.json``. Starting Python
and its rules takes 0.1 s, a fork 2 ms. Each child has two seconds of a processor and 64 MB.
They stand back behind everything else that runs here, so that no bomb slows a page down; hence
the seconds are those of the processor, and by the clock there are some more.
"""

import gc
import json
import os
import resource
import select
import signal
import sys
from pathlib import Path
from typing import Any, Final

from parvis.mail.incoming.parsing import message
from parvis.mail.incoming.parsing.errors import Unreadable

SECONDS: Final = 2
BY_THE_CLOCK: Final = 5
STAND_BACK: Final = 10  # of 19 (nice)
MEMORY: Final = 64 * 1024 * 1024
LONGEST_FILE: Final = 512 * 1024 * 1024
RESULT: Final = "read.json"
NUMBERS: Final = {
    word: number
    for number, word in enumerate(
        ("memory", "broken", "parts", "depth", "headers", "encrypted", "files"), start=10
    )
}
WORDS: Final = {number: word for word, number in NUMBERS.items()}


def main() -> None:
    """Serve until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(STAND_BACK)
    gc.freeze()
    for line in sys.stdin:
        asked = json.loads(line)
        sys.stdout.write(json.dumps(serve(asked)) + "\n")
        sys.stdout.flush()


def serve(asked: dict[str, Any]) -> dict[str, Any]:
    """Read one message in a child; say what became of it."""
    child = os.fork()
    if child == 0:
        os._exit(_read(Path(asked["raw"]), Path(asked["out"])))
    code, used = _wait(child)
    return {**_answer(code), "cpu": used.ru_utime + used.ru_stime, "kb": used.ru_maxrss}


def _wait(child: int) -> tuple[int | None, resource.struct_rusage]:
    """Wait for a child, so long by the clock; None for the code where it was killed."""
    watch = os.pidfd_open(child)
    try:
        in_time = bool(select.select([watch], [], [], BY_THE_CLOCK)[0])
    finally:
        os.close(watch)
    if not in_time:
        os.kill(child, signal.SIGKILL)
    _pid, status, used = os.wait4(child, 0)
    return os.waitstatus_to_exitcode(status) if in_time else None, used


def _answer(code: int | None) -> dict[str, Any]:
    if code == 0:
        return {"done": True}
    if code is None or code in (-signal.SIGXCPU, -signal.SIGKILL):
        return {"error": "time"}
    return {"error": WORDS.get(code, "broken")}


def _read(raw: Path, out: Path) -> int:
    """In the child: limits first, then the message; returns the exit code."""
    try:
        limit()
        with raw.open("rb") as file:
            found = message.read(file, out)
        (out / RESULT).write_text(json.dumps(found.as_json()), encoding="utf-8")
    except MemoryError:
        return NUMBERS["memory"]
    except Unreadable as error:
        return NUMBERS.get(error.code, NUMBERS["broken"])
    except Exception:  # noqa: BLE001 - whatever a message breaks is said in one word
        return NUMBERS["broken"]
    return 0


def limit() -> None:
    """Take away what a message has no need of."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LONGEST_FILE, LONGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
