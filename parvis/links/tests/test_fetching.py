"""Fetching within bounds, from a real server."""

import socket
import time
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from parvis.links import fetching
from parvis.links.fetching import Fetched, fetch
from parvis.links.tests.conftest import Handler, Site


def page(url: str, limit: int = 1000) -> Fetched | None:
    return fetch(url, types=("text/html",), limit=limit)


def test_a_page_is_fetched_politely(site: Site) -> None:
    url = site.says("/a?b=1", b"<title>A</title>", "text/html; charset=latin-1")
    found = page(f"{url}#part")
    assert found
    assert (found.data, found.content_type, found.charset) == (
        b"<title>A</title>", "text/html", "latin-1",
    )  # fmt: skip
    path, headers = site.asked[0]
    assert path == "/a?b=1"
    assert headers["host"] == site.host
    assert "Parvis" in headers["user-agent"]
    assert headers["accept-encoding"] == "identity"
    assert not {"cookie", "authorization", "referer"} & headers.keys()


def test_this_machine_is_refused_unless_listed(site: Site, settings: Settings) -> None:
    url = site.says("/", b"<title>A</title>")
    settings.LINK_PREVIEW_HOSTS = []
    assert page(url) is None
    assert not site.asked


def test_three_redirects_and_no_more(site: Site) -> None:
    site.says("/0", b"<title>End</title>")
    for step in range(1, 5):
        site.leads(f"/{step}", f"/{step - 1}", status=(301, 302, 303, 307, 308)[step])
    found = page(site.url("/3"))
    assert found
    assert found.url == site.url("/0")
    assert page(site.url("/4")) is None


@pytest.mark.parametrize(
    "target",
    ["http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://10.0.0.1/",
     "http://127.0.0.1:1/", "file:///etc/passwd", "//localhost/", "http://user@127.0.0.1/"],
)  # fmt: skip
def test_each_redirect_is_checked(site: Site, target: str) -> None:
    assert page(site.leads("/away", target)) is None
    assert len(site.asked) == 1


def test_a_name_that_changes_its_mind_is_connected_where_it_was_checked(
    site: Site, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    """Rebinding: the second look-up of the name would lead elsewhere, but there is none."""
    site.says("/", b"<title>A</title>")
    port = site.server.server_port
    settings.LINK_PREVIEW_HOSTS = [f"changing.example:{port}"]
    looked_up: list[str] = []
    real = socket.getaddrinfo

    def resolve(host: str, *args: Any, **kwargs: Any) -> Any:
        if host != "changing.example":
            return real(host, *args, **kwargs)
        looked_up.append(host)
        return real("127.0.0.1" if len(looked_up) == 1 else "127.0.0.2", *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert page(f"http://changing.example:{port}/")
    assert len(looked_up) == 1
    assert site.asked[0][1]["host"] == f"changing.example:{port}"


def test_no_proxy_of_the_environment_is_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert page(site.says("/", b"<title>A</title>"))


def test_size_type_status_and_packing(site: Site) -> None:
    long = site.says("/long", b"<title>A</title>" + b"x" * 5000)
    found = page(long)
    assert found
    assert len(found.data) == 1000
    assert fetch(long, types=("text/html",), limit=1000, whole=True) is None
    assert page(site.says("/pdf", b"%PDF", "application/pdf")) is None
    assert page(site.says("/none", b"x", "")) is None
    assert page(site.says("/gone", b"<title>A</title>", status=410)) is None
    assert page(site.says("/packed", b"x", Content_Encoding="gzip")) is None
    assert page(site.url("/nowhere")) is None


def drip(handler: Handler) -> None:
    """Send a byte now and then: no single wait is long, all together are."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)


def never(handler: Handler) -> None:
    time.sleep(3)


@pytest.mark.parametrize("answer", [drip, never])
def test_the_time_is_for_all_of_it(
    site: Site, monkeypatch: pytest.MonkeyPatch, answer: Any
) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.5)
    site.pages["/slow"] = answer
    begun = time.monotonic()
    assert page(site.url("/slow")) is None
    assert time.monotonic() - begun < 1.5


def test_nobody_there_and_nonsense(site: Site) -> None:
    def nonsense(handler: Handler) -> None:
        handler.wfile.write(b"this is not HTTP\r\n\r\n")

    site.pages["/"] = nonsense
    assert page(site.url("/")) is None
    site.server.shutdown()
    site.server.server_close()
    assert page(site.url("/")) is None
