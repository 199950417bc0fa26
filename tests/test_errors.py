"""What went wrong is said in the reader's language, in one look, with what to do next."""

import asyncio
import re
from collections.abc import Callable
from typing import Any
from unittest import mock

import html5lib
import httpx
import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from parvis.operations.web.asgi import Message, Receive, Scope, Send
from parvis.operations.web.body import WholeBody
from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.spaces.verbs import join, open_community

pytestmark = pytest.mark.django_db

type Answer = tuple[int, str]
type Trouble = Callable[[str], Answer]

HEADINGS = {
    "403": ("This is not open to you", "Cela ne vous est pas ouvert"),
    "404": ("Nobody is here", "Il n’y a personne ici"),
    "413": ("That is too large", "C’est trop volumineux"),
    "429": ("That was a little fast", "C’était un peu rapide"),
    "500": ("Something broke on our side", "Quelque chose a cassé de notre côté"),
    "offline": ("You are out of reach", "Vous êtes hors de portée"),
}
LANGUAGES = ("en", "fr")


@pytest.fixture
def alice() -> Person:
    return take_in(None, handle="alice", name="Alice Martin")


@pytest.fixture
def bob() -> Person:
    return take_in(None, handle="bob", name="Bob Durand")


@pytest.fixture
def browser(bob: Person) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(bob)
    return client


def read(answer: Any) -> Answer:
    return answer.status_code, answer.content.decode()


@pytest.fixture
def troubles(browser: Client, alice: Person, bob: Person, settings: Settings) -> dict[str, Trouble]:
    """How each error comes about, asked in a language."""
    space = open_community(alice, name="Workshop")
    join(bob, space)

    def speaking(language: str) -> dict[str, str]:
        return {"accept-language": language, "accept": "text/html"}

    def broken(language: str) -> Answer:
        with mock.patch("parvis.feed.queries.home", side_effect=RuntimeError("broken")):
            return read(browser.get("/", headers=speaking(language)))

    def too_fast(language: str) -> Answer:
        cache.clear()
        settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
        stranger = Client()
        form = {"login": "nobody", "password": "nothing"}
        for _ in range(2):
            answer = stranger.post("/account/login/", form, headers=speaking(language))
        cache.clear()
        return read(answer)

    def too_large(language: str) -> Answer:
        return read(send_too_much(speaking(language)))

    return {
        "403": lambda code: read(
            browser.get(f"{space.get_absolute_url()}settings", headers=speaking(code))
        ),
        "404": lambda code: read(browser.get("/posts/1/", headers=speaking(code))),
        "413": too_large,
        "429": too_fast,
        "500": broken,
        "offline": lambda code: read(browser.get(f"/offline?language={code}")),
    }


def send_too_much(headers: dict[str, str]) -> httpx.Response:
    """Send eleven bytes where ten are taken."""

    async def never(scope: Scope, receive: Receive, send: Send) -> Message:
        raise AssertionError("it was let through")

    async def go() -> httpx.Response:
        transport = httpx.ASGITransport(WholeBody(never, 10))  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.post("/", content=b"x" * 11, headers=headers)

    return asyncio.run(go())


@pytest.mark.parametrize("place", range(len(LANGUAGES)), ids=LANGUAGES)
@pytest.mark.parametrize("name", HEADINGS)
def test_each_error_helps_in_the_readers_language(
    troubles: dict[str, Trouble], name: str, place: int
) -> None:
    status, page = troubles[name](LANGUAGES[place])
    assert status == (200 if name == "offline" else int(name))
    assert f'<html lang="{LANGUAGES[place]}"' in page
    (heading,) = re.findall(r"<h1>(.*?)</h1>", page)
    assert heading == HEADINGS[name][place]
    assert '<body class="lost' in page
    assert 'href="/"' in page
    assert len(re.findall("<p>", page)) >= 2
    html5lib.HTMLParser(strict=True).parse(page)


def test_scripts_hear_a_sentence_of_what_was_too_large() -> None:
    answer = send_too_much({"accept-language": "fr", "accept": "*/*", "hx-request": "true"})
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text == "Votre envoi dépasse ce que nous pouvons recevoir."
    page = send_too_much({"cookie": "parvis_language=fr", "accept": "text/html"})
    assert 'lang="fr"' in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"


def test_who_writes_too_fast_keeps_their_words(browser: Client) -> None:
    with mock.patch("parvis.posts.pace.A_MINUTE", 0):
        answer = browser.post("/posts/", {"text": "A long thought"})
    assert answer.status_code == 429
    assert "A long thought" in answer.content.decode()
