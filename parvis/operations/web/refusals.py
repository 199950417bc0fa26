"""What is said of a request that never reaches Django: a page to people, words to scripts."""

from __future__ import annotations

import asyncio

from django.conf import settings
from django.http.cookie import parse_cookie
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.csp import build_policy
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import (
    get_supported_language_variant,
    parse_accept_lang_header,
)

from parvis.operations.web.asgi import Scope, Send, answer


async def refuse(scope: Scope, send: Send, status: int) -> None:
    """Answer 400, 408 or 413 in the browser's language, in the look of every error."""
    text, kind = await asyncio.to_thread(_said, scope, status)
    policy = build_policy(settings.SECURE_CSP)  # type: ignore[arg-type]
    await answer(send, status, text, kind, policy)


def _said(scope: Scope, status: int) -> tuple[str, str]:
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    for_people = "text/html" in headers.get(b"accept", "") and b"hx-request" not in headers
    with translation.override(_language(headers)):
        if status == 413 and for_people:
            return render_to_string("413.html"), "text/html"
        if status == 400 and for_people:
            return render_to_string("400.html"), "text/html"
        return _sentence(status), "text/plain"


def _sentence(status: int) -> str:
    if status == 413:
        return _("What you sent is larger than we can take.")
    if status == 408:
        return _("The rest of what you sent did not arrive. Please try again.")
    return _("The address or the form held something that does not belong there.")


def _language(headers: dict[bytes, str]) -> str:
    """Return the language chosen in this browser, else what it accepts."""
    cookies = parse_cookie(headers.get(b"cookie", "")[:4096])
    accepted = parse_accept_lang_header(headers.get(b"accept-language", "").lower()[:500])
    for code in (cookies.get(settings.LANGUAGE_COOKIE_NAME, ""), *(code for code, _q in accepted)):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return str(settings.LANGUAGE_CODE)
