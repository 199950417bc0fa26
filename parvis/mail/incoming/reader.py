"""Having messages read by processes of their own (see ``parsing/child.py``)."""

import json
import queue
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[3]
START: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from parvis.mail.incoming.parsing.child import main; main()"
)
AT_ONCE: Final = 2


class Reader:
    """A process that reads one message at a time; started when it is first needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def read(self, raw: Path, out: Path) -> str:
        """Have a message read; returns "" or why it cannot be (one of ``reasons.UNREADABLE``)."""
        return str(self.ask(raw, out).get("error", ""))

    def ask(self, raw: Path, out: Path) -> dict[str, Any]:
        """Have a message read; returns what the process answers: an error, time and memory."""
        for _attempt in range(2):
            process = self._running()
            with suppress(OSError, ValueError):
                assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018
                process.stdin.write(json.dumps({"raw": str(raw), "out": str(out)}) + "\n")
                process.stdin.flush()
                if line := process.stdout.readline():
                    answer: dict[str, Any] = json.loads(line)
                    return answer
            self.close()
        return {"error": "broken"}

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    with suppress(OSError):
                        stream.close()
            self._process = None

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            # Bare: no site-packages, no environment, nothing of the database.
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-I", "-S", "-c", START, str(ROOT)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env={"LANG": "C.UTF-8"},
            )
        return self._process


class Readers:
    """A few readers for all threads of this process."""

    def __init__(self, count: int = AT_ONCE) -> None:
        self._free: queue.LifoQueue[Reader] = queue.LifoQueue()
        self._lock = threading.Lock()
        for _number in range(count):
            self._free.put(Reader())

    def read(self, raw: Path, out: Path) -> str:
        """Have a message read by whoever is free (see ``Reader.read``)."""
        reader = self._free.get()
        try:
            return reader.read(raw, out)
        finally:
            self._free.put(reader)


readers: Final = Readers()
