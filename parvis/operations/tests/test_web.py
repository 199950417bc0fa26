"""What stands between the web server and Django: bodies, files, static files, health."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, cast

import httpx
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection, connections
from pytest_django import Settings

from parvis.operations import health
from parvis.operations.web.asgi import Application, Message, Receive, Scope, Send
from parvis.operations.web.assets import Assets, gather
from parvis.operations.web.body import WholeBody
from parvis.operations.web.compress import Compressed
from parvis.operations.web.pages import Pages
from parvis.operations.web.site import Site

LIMIT = 1000


def ask(application: Application, method: str, path: str, **more: Any) -> httpx.Response:
    """One request, answered in full."""

    async def go() -> httpx.Response:
        transport = httpx.ASGITransport(application)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.request(method, path, **more)

    return asyncio.run(go())


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """A WSGI application that answers with the body it got."""
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "application/octet-stream")])
    return [environ["REQUEST_METHOD"].encode(), b" ", body]


class NoHub:
    """The live stream's hub, which these requests do not need."""

    def start(self) -> None:
        """Nothing to start."""

    async def stop(self) -> None:
        """Nothing to stop."""


@pytest.fixture(scope="module")
def limited() -> Application:
    return WholeBody(Pages(echo), LIMIT)


async def parts(count: int, size: int) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield b"x" * size


def test_a_body_arrives_whole(limited: Application) -> None:
    assert ask(limited, "POST", "/", content=b"hello").content == b"POST hello"
    assert ask(limited, "POST", "/", content=parts(10, 100)).content == b"POST " + b"x" * 1000
    assert ask(limited, "GET", "/").content == b"GET "


def test_a_large_body_arrives_whole() -> None:
    sent = bytes(range(256)) * 8192
    roomy = WholeBody(Pages(echo), len(sent))
    assert ask(roomy, "PUT", "/", content=sent).content == b"PUT " + sent


@pytest.mark.parametrize("body", [b"x" * (LIMIT + 1), parts(11, 100)], ids=["announced", "not"])
def test_what_is_too_large_is_refused(limited: Application, body: Any) -> None:
    answer = ask(limited, "POST", "/", content=body)
    assert answer.status_code == 413
    assert answer.headers["connection"] == "close"


@pytest.mark.parametrize("length", ["nonsense", "-"])
def test_a_senseless_length_is_refused(limited: Application, length: str) -> None:
    assert ask(limited, "POST", "/", headers={"content-length": length}).status_code == 400


def test_a_sender_who_left_is_forgotten() -> None:
    reached = False

    async def never(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal reached
        reached = True

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        raise AssertionError("nobody is there to answer")

    scope: Scope = {"type": "http", "headers": [(b"content-length", b"10")]}
    asyncio.run(WholeBody(never, LIMIT)(scope, receive, send))
    assert not reached


def test_a_slow_reader_of_a_file_keeps_no_thread() -> None:
    """With one thread, and a reader who stops reading a file, pages still come."""
    size = 3_000_000

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] != "/file":
            return echo(environ, start_response)
        file = TemporaryFile()  # noqa: SIM115 - closed by who sends it
        file.write(b"y" * size)
        file.seek(0)
        start_response("200 OK", [("Content-Length", str(size))])
        wrapped: Iterable[bytes] = environ["wsgi.file_wrapper"](file, 4096)
        return wrapped

    pages = Pages(application, threads=1)

    async def go() -> tuple[bytes, int]:
        read, stuck = 0, asyncio.Event()

        async def slow(message: Message) -> None:
            nonlocal read
            read += len(message.get("body", b""))
            if message["type"] == "http.response.body":
                await stuck.wait()

        async def nothing() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        scope: Scope = {
            "type": "http", "method": "GET", "path": "/file", "query_string": b"",
            "headers": [], "http_version": "1.1",
        }  # fmt: skip
        download = asyncio.create_task(pages(scope, nothing, slow))
        await asyncio.sleep(0.2)
        transport = httpx.ASGITransport(pages)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            page = await asyncio.wait_for(client.get("/page"), 5)
        stuck.set()
        await download
        return page.content, read

    assert asyncio.run(go()) == (b"GET ", size)


@pytest.fixture(scope="module")
def static(tmp_path_factory: pytest.TempPathFactory) -> Application:
    was = settings.STATIC_ROOT
    settings.STATIC_ROOT = tmp_path_factory.mktemp("static")
    try:
        return Pages(Assets(echo))
    finally:
        settings.STATIC_ROOT = was


def a_script() -> str:
    return "vendor/htmx.js"


def test_a_static_file_may_be_kept_for_ever(static: Application) -> None:
    answer = ask(static, "GET", settings.STATIC_URL + a_script())
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"].startswith("text/javascript")


def test_an_address_of_another_build_gets_todays_file(static: Application) -> None:
    answer = ask(static, "GET", f"/static/0123456789ab/{a_script()}")
    assert answer.status_code == 200
    assert "immutable" not in answer.headers["cache-control"]
    assert answer.content == ask(static, "GET", settings.STATIC_URL + a_script()).content


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_it_comes_compressed(static: Application, encoding: str) -> None:
    headers = {"accept-encoding": encoding}
    answer = ask(static, "HEAD", settings.STATIC_URL + a_script(), headers=headers)
    assert answer.headers["content-encoding"] == encoding


@pytest.mark.parametrize(
    "path",
    ["today/../../settings.py", "x/../../../etc/passwd", "x/%2e%2e/%2e%2e/pyproject.toml", "x/"],
)
def test_nothing_else_is_served(static: Application, path: str) -> None:
    assert ask(static, "GET", f"/static/{path}").content == b"GET "


def test_gathering_again_takes_over_what_did_not_change(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "same.css").write_text("a { color: red } " * 100)
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    cast("Any", finders.get_finder).cache_clear()
    settings.STATIC_ROOT = tmp_path / "out"
    settings.STATIC_URL = "/static/aaa/"
    first = gather()
    marked = first / "same.css.gz"
    marked.write_bytes(gzip.compress(b"taken over"))
    settings.STATIC_URL = "/static/bbb/"
    second = gather()
    assert gzip.decompress((second / "same.css.gz").read_bytes()) == b"taken over"
    settings.STATIC_URL = "/static/ccc/"
    gather()
    cast("Any", finders.get_finder).cache_clear()
    assert second.exists()
    assert not first.exists()


def page(kind: str, text: bytes) -> Compressed:
    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        headers = [("Content-Type", kind), ("Content-Length", str(len(text))), ("ETag", '"1"')]
        start_response("200 OK", [*headers, ("Vary", "Cookie")])
        return [text[:100], text[100:]]

    return Compressed(application)


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_pages_come_compressed_where_the_browser_asks(encoding: str) -> None:
    text = b"<p>good day</p>" * 1000
    headers = {"accept-encoding": f"{encoding}, zstd"}
    answer = ask(Pages(page("text/html; charset=utf-8", text)), "GET", "/", headers=headers)
    assert answer.content == text
    assert answer.headers["content-encoding"] == encoding
    assert int(answer.headers["content-length"]) < len(text) / 10
    assert answer.headers["vary"] == "Cookie, Accept-Encoding"
    assert answer.headers["etag"] == 'W/"1"'
    assert 1 <= len(answer.headers["x-padding"]) <= 120


@pytest.mark.parametrize(
    ("kind", "length", "accepted"),
    [
        ("text/html", 10_000, "identity"),
        ("text/html", 10_000, "br;q=0"),
        ("text/html", 500, "br"),
        ("image/png", 10_000, "br"),
    ],
)
def test_what_does_not_pay_is_left_alone(kind: str, length: int, accepted: str) -> None:
    headers = {"accept-encoding": accepted}
    answer = ask(Pages(page(kind, b"x" * length)), "GET", "/", headers=headers)
    assert "content-encoding" not in answer.headers
    assert answer.content == b"x" * length


def site() -> Site:
    async def live(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 418, "headers": []})
        await send({"type": "http.response.body", "body": b"live"})

    return Site(echo, live, NoHub())


@pytest.mark.django_db(transaction=True)
def test_healthz_is_well_when_the_database_is() -> None:
    answer = ask(site(), "GET", "/healthz", headers={"host": "10.0.0.1:8000"})
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "migrations": "ok"}
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.django_db(transaction=True)
def test_healthz_says_when_migrations_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "pending_migrations", lambda: ["posts.0009_later"])
    answer = ask(site(), "GET", "/healthz")
    assert answer.status_code == 503
    assert answer.json()["migrations"] == "not applied"


def test_healthz_says_when_the_database_does_not_answer(
    monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any, tmp_path: Path
) -> None:
    with django_db_blocker.unblock():
        connection.close()
        monkeypatch.setitem(connections["default"].settings_dict, "HOST", str(tmp_path))
        checked = health.Checker().check()
        connection.close()
    assert checked == health.Health(database=False, migrations=False)
    assert checked.as_dict()["status"] == "unavailable"


def test_live_is_answered_before_django() -> None:
    assert ask(site(), "GET", "/live").status_code == 418
    assert ask(site(), "GET", "/lively").content == b"GET "


def test_no_two_checks_within_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    checker = health.Checker()
    good = health.Health(database=True, migrations=True)

    def look() -> health.Health:
        asked.append(1)
        return good

    monkeypatch.setattr(checker, "_look", look)
    assert [checker.check() for _ in range(5)] == [good] * 5
    assert len(asked) == 1
