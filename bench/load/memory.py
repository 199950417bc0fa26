"""What the server's processes hold while they are driven, and whether they stand still."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from threading import Event, Thread

from bench.load.processes import Watched


@dataclass
class Memory:
    """Megabytes by process, from time to time."""

    samples: list[dict[str, float]] = field(default_factory=list)

    def settled(self) -> dict[str, float]:
        """Return what each process that is there to the end held, median of the last third."""
        return {name: self._held(name, 2) for name in self.samples[-1]}

    def grown(self) -> float:
        """Return by how much all processes together hold more at the end than at the beginning."""
        return sum(self.samples[-1].values()) - sum(self.samples[0].values())

    def growth(self, name: str) -> float:
        """Return by how much more a process held in the last third than in the second."""
        return self._held(name, 2) - self._held(name, 1)

    def _held(self, name: str, third: int) -> float:
        size = len(self.samples) // 3
        looked_at = self.samples[third * size : (third + 1) * size] or self.samples
        return median(one.get(name, 0.0) for one in looked_at)


@contextmanager
def measuring(watched: Watched, every: float) -> Iterator[Memory]:
    """Look first, every so many seconds, and last, as long as the block runs."""
    memory, over = Memory([watched.memory()]), Event()

    def look() -> None:
        while not over.wait(max(every, 1.0)):
            memory.samples.append(watched.memory())

    looking = Thread(target=look, daemon=True)
    looking.start()
    try:
        yield memory
    finally:
        over.set()
        looking.join()
        memory.samples.append(watched.memory())
