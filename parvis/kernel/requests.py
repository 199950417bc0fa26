"""What every feature's pages ask of a request: is it htmx, where did it come from, which number."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

LARGEST_ID = 2**63 - 1


def is_htmx(request: HttpRequest) -> bool:
    """Tell whether a part of a page is asked for."""
    return bool(request.headers.get("HX-Request"))


def is_prefetch(request: HttpRequest) -> bool:
    """Tell whether a browser fetches a page ahead of time, when nobody looks at it yet."""
    return "prefetch" in request.headers.get("Sec-Purpose", "")


def is_ours(request: HttpRequest, address: str) -> bool:
    """Tell whether an address is a page of this site, so that one may be led there."""
    return url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())


def page_before(request: HttpRequest) -> str:
    """Return the page of ours that a button was on (its Referer); empty for none."""
    page = request.headers.get("Referer", "")
    return page if is_ours(request, page) else ""


def form_key(request: HttpRequest) -> UUID | None:
    """Return a form's own key (``once``), by which a second sending is known; None for none."""
    try:
        return UUID(request.POST.get("once", ""))
    except ValueError:
        return None


def number(text: str | None) -> int | None:
    """Read an id from an address or a form; None for anything that cannot be one."""
    if not text or not text.isdecimal() or len(text) > len(str(LARGEST_ID)):
        return None
    value = int(text)
    return value if value <= LARGEST_ID else None
