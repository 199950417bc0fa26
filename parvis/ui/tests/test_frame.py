"""What features hang into the frame, and the pages that must always work."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory

from parvis.ui import registry as frames
from parvis.ui.context import navigation
from parvis.ui.registry import NavigationItem, Registry, register_fragment, register_navigation
from parvis.ui.views import badges
from parvis.ui.words import words

STATUSES = ("400", "403", "403_csrf", "404", "413", "429", "500")


@pytest.fixture
def empty(monkeypatch: pytest.MonkeyPatch) -> Registry:
    """A frame into which nothing hangs yet."""
    fresh = Registry()
    for module in ("registry", "context", "waiting"):
        monkeypatch.setattr(f"parvis.ui.{module}.registry", fresh)
    return fresh


@pytest.fixture
def request_of_page(rf: RequestFactory) -> HttpRequest:
    """A request for the gallery by someone who is signed in."""
    request = rf.get("/ui")
    request.user = SimpleNamespace(pk=1, is_authenticated=True)  # type: ignore[assignment]
    request.resolver_match = SimpleNamespace(view_name="ui:gallery")  # type: ignore[assignment]
    return request


def item(key: str, **more: Any) -> NavigationItem:
    """An item that leads to the gallery."""
    return NavigationItem(key, key.title(), "house", more.pop("url_name", "ui:gallery"), **more)


@pytest.mark.django_db
def test_items_stand_in_order_where_they_belong(
    empty: Registry, request_of_page: HttpRequest
) -> None:
    register_navigation(item("two", order=2, badge="SELECT 3"))
    register_navigation(item("one", order=1, places=frozenset({"nav", "bottom"}), matches=("ui:",)))
    register_navigation(item("hidden", shown=lambda request: False))
    register_navigation(item("nowhere", url_name="no:such_page"))
    entries = navigation(request_of_page)
    assert [e.key for e in entries["nav"]] == ["one", "two"]
    assert [e.key for e in entries["bottom"]] == ["one"]
    assert entries["nav"][1].badge == 3
    assert entries["nav"][0].current


def test_a_place_that_does_not_exist_is_refused(empty: Registry) -> None:
    with pytest.raises(ValueError, match="attic"):
        register_navigation(item("x", places=frozenset({"attic"})))


def test_a_fragment_is_registered_once(empty: Registry) -> None:
    register_fragment("side", "b.html", order=2)
    register_fragment("side", "a.html", order=1)
    register_fragment("side", "b.html")
    assert [f.template for f in frames.registry.fragments["side"]] == ["a.html", "b.html"]


@pytest.mark.django_db
def test_badges_are_counted_for_whoever_is_signed_in(
    empty: Registry, request_of_page: HttpRequest
) -> None:
    register_navigation(item("notifications", badge="SELECT 5"))
    register_navigation(item("home"))
    assert json.loads(badges(request_of_page).content) == {"notifications": 5}
    request_of_page.user = AnonymousUser()
    assert json.loads(badges(request_of_page).content) == {"notifications": 0}


@pytest.mark.parametrize("name", STATUSES)
def test_error_pages_ask_nothing_of_the_database(name: str) -> None:
    html = render_to_string(f"{name}.html")
    assert "<h1>" in html
    assert 'href="/"' in html
    assert html.count("<script") == html.count('<script type="module" src="') == 1


def test_every_text_of_the_scripts_exists(settings: Any) -> None:
    scripts = (settings.ROOT / "parvis/ui/static/ui/js").glob("*.js")
    source = "".join(path.read_text(encoding="utf-8") for path in scripts)
    known = words()
    for key in ("close", "undo", "failed", "offline", "describe"):
        assert f'"{key}"' in source
        assert known[key]
