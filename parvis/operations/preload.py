"""Read everything in once, for all processes of a server.

The server's first process reads it in and opens nothing; web processes and the worker are copies
of it (fork), which share what it has read: the code, the texts, the model that tells languages
apart. See docs/decisions/0007-processes-are-copies.md.
"""

from __future__ import annotations

import gc
import os
from importlib import import_module
from typing import Final

# Imported late by the code, since commands that come and go do without.
NEEDED_LATER: Final = (
    "config.asgi",
    "config.urls",
    "uvicorn.protocols.http.httptools_impl",
    "uvicorn.lifespan.on",
    "procrastinate.contrib.django",
    "procrastinate.worker",
    "parvis.operations.web.process",
    "parvis.operations.worker",
)


def read_in() -> None:
    """Have in memory what each copy would need sooner or later. Django is set up.

    No thread may run when copies are made, hence the word to numpy's library of algebra. What is
    here now stays: the copies' garbage collection leaves it alone, so that its pages stay shared.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.disable()
    for module in NEEDED_LATER:
        import_module(module)
    from django.urls import get_resolver

    from parvis.posts.text import language

    get_resolver().url_patterns  # noqa: B018
    language.get_ready()
    gc.collect()
    gc.freeze()
    gc.enable()
