"""Finished HTML that joins its page last, as bytes: the posts of a page, by far most of it.

A Python text takes four bytes a letter as soon as one of them is an emoji, and a template copies
all that it shows once for each block around it, before it is encoded: of home's 200 kB that was a
third of the page's time.
"""

from collections.abc import Mapping
from secrets import token_hex
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

# Holds the place of what comes late; nobody can have written it.
_PLACE: Final = token_hex(16)


class Html(bytes):
    """HTML in UTF-8, escaped or sanitised by who made it. Templates show it as it is."""

    def __str__(self) -> SafeString:
        return SafeString(self.decode())

    __html__ = __str__


def render(request: HttpRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
    """Answer with a Django template, as ``django.shortcuts.render`` does.

    What is ``Html`` among the context's values is not rendered, but put in at the end.
    """
    late = {name: value for name, value in context.items() if isinstance(value, Html) and value}
    places = {name: SafeString(f"{_PLACE}-{name}-") for name in late}
    page = render_to_string(template, {**context, **places}, request).encode()
    for name, place in places.items():
        page = page.replace(place.encode(), late[name])
    return HttpResponse(page)
