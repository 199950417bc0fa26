"""Numbers and addresses that come with a request are believed only when they can be ours."""

import pytest
from django.test import RequestFactory

from parvis.kernel.requests import LARGEST_ID, is_htmx, number, page_before


@pytest.mark.parametrize("text", ["1", "1882762212734407046", str(LARGEST_ID)])
def test_ids_are_read_whatever_their_length(text: str) -> None:
    assert number(text) == int(text)


@pytest.mark.parametrize("text", [None, "", "-1", "1.0", "x", "²", str(LARGEST_ID + 1), "9" * 5000])
def test_what_cannot_be_an_id_is_none(text: str | None) -> None:
    assert number(text) is None


@pytest.mark.parametrize(
    ("referer", "page"),
    [
        ("http://testserver/people/", "http://testserver/people/"),
        ("http://elsewhere.example/people/", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_only_pages_of_ours_are_led_back_to(referer: str, page: str) -> None:
    assert page_before(RequestFactory().get("/", headers={"referer": referer})) == page


def test_htmx_says_so() -> None:
    assert is_htmx(RequestFactory().get("/", headers={"hx-request": "true"}))
    assert not is_htmx(RequestFactory().get("/"))
