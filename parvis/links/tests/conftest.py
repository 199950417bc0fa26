"""A small web site on this machine, which only these tests allow the server to visit."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

type Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers as the test says, path by path, and remembers what was asked."""

    pages: dict[str, Answer]
    asked: list[tuple[str, dict[str, str]]]

    def do_GET(self) -> None:
        """Answer a page, or 404."""
        self.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
        page = self.pages.get(self.path)
        if page is None:
            self.send_error(404)
            return
        try:
            page(self)
        except (BrokenPipeError, ConnectionResetError):
            return

    def log_message(self, *args: Any) -> None:
        """Keep quiet."""


class Site:
    """The site: add pages, look at what was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        handler = type("Pages", (Handler,), {"pages": self.pages, "asked": self.asked})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.host = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, path: str) -> str:
        """Return a page's address."""
        return f"http://{self.host}{path}"

    def says(
        self, path: str, body: bytes, kind: str = "text/html", status: int = 200, **headers: str
    ) -> str:
        """Let a page say something; returns its address."""

        def answer(handler: Handler) -> None:
            handler.send_response(status)
            handler.send_header("Content-Type", kind)
            handler.send_header("Content-Length", str(len(body)))
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(body)

        self.pages[path] = answer
        return self.url(path)

    def leads(self, path: str, to: str, status: int = 302) -> str:
        """Let a page lead elsewhere; returns its address."""
        return self.says(path, b"", status=status, Location=to)


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    """A running site that may be visited."""
    site = Site()
    settings.LINK_PREVIEW_HOSTS = [site.host]
    settings.SITE_URL = "https://parvis.corp"
    yield site
    site.server.shutdown()
    site.server.server_close()


@pytest.fixture(autouse=True)
def files_root(settings: Settings, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "files"
