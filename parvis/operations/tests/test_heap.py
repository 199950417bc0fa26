"""One heap for all threads, as the C library itself tells."""

import ctypes
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(
    not hasattr(ctypes.CDLL(None), "malloc_info"), reason="the C library is not glibc"
)

TOLD = """
import ctypes, sys, threading
from parvis.operations import heap

if sys.argv[1] == "one":
    heap.share_one()
together = threading.Barrier(4)

def take():
    together.wait()
    return [bytes(2000) for _ in range(2000)]

threads = [threading.Thread(target=take) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
libc = ctypes.CDLL(None)
libc.fdopen.restype = ctypes.c_void_p
out = ctypes.c_void_p(libc.fdopen(1, b"w"))
libc.malloc_info(0, out)
libc.fflush(out)
"""


def _heaps(how_many: str) -> int:
    """Return how many heaps a process of several threads has."""
    command = [sys.executable, "-c", TOLD, how_many]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.count("<heap nr=")


def test_threads_share_one_heap() -> None:
    assert _heaps("one") == 1
    assert _heaps("as many as you like") > 1
