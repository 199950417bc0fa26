"""How glibc gives out memory, told so that what serves for weeks stays as large as it is.

By default threads take memory from heaps of their own: what one of them has let go is not given
to the others, and of pages of 200 kB, made by whichever thread is free, each heap keeps the holes.
Python lets one thread at a time ask for memory anyway.
"""

import ctypes
from contextlib import suppress
from typing import Final

M_ARENA_MAX: Final = -8  # <malloc.h>; mallopt(3)


def share_one() -> None:
    """Have one heap for all threads of this process and of its copies.

    To be called before a thread starts. Where the C library has no ``mallopt`` (musl) nothing
    is changed.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)
