"""Manifest, icons, service worker, offline page, and who is signed in in this browser."""

import json
from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from parvis.app import icons
from parvis.app.manifest import look
from parvis.app.manifest import manifest as manifest_now
from parvis.app.registry import MORE_SCRIPTS
from parvis.people.asking import asker

KINDS: Final = {"any": False, "maskable": True}
# What an offline page is made of, whatever page was open before.
ESSENTIALS: Final = ("vendor/app.css", "ui/img/mark.svg", "ui/js/lost.js", "ui/js/online.js")


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Describe the app to whoever installs it, in the language that the address names."""
    with translation.override(_language(request)):
        text = json.dumps(manifest_now(), ensure_ascii=False)
    answer = HttpResponse(text, content_type="application/manifest+json; charset=utf-8")
    patch_cache_control(answer, public=True, max_age=3600)
    return answer


@login_not_required
@require_safe
def icon(request: HttpRequest, size: int, kind: str) -> HttpResponse:
    """Send an icon; for ever under the address that names its looks."""
    if size not in icons.SIZES or kind not in KINDS:
        raise Http404
    answer = HttpResponse(icons.icon(size, maskable=KINDS[kind]), content_type="image/png")
    if request.META["QUERY_STRING"] == look().stamp:
        patch_cache_control(answer, public=True, max_age=31_536_000, immutable=True)
    else:
        patch_cache_control(answer, no_cache=True)
    return answer


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Send the service worker, which another build's replaces because its text differs.

    It may import from our own static files alone (the content policy that every answer carries).
    """
    page = reverse("app:offline")
    knows = {
        "build": settings.STATIC_URL,
        "offline": {code: f"{page}?language={code}" for code, _name in settings.LANGUAGES},
        "essentials": [static(name) for name in ESSENTIALS],
        "language": settings.LANGUAGE_CODE,
    }
    scripts = ["app/js/store.js", "app/js/sending.js", "app/js/worker.js", *MORE_SCRIPTS]
    imported = ", ".join(json.dumps(static(name)) for name in scripts)
    text = f"self.PARVIS = {json.dumps(knows)};\nimportScripts({imported});\n"
    answer = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    patch_cache_control(answer, no_cache=True)
    return answer


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Show what a browser shows without a network; it keeps this page beforehand."""
    with translation.override(_language(request)):
        answer = render(request, "app/offline.html")
    patch_cache_control(answer, no_cache=True)
    return answer


@never_cache
@require_safe
def me(request: HttpRequest) -> JsonResponse:
    """Say who is signed in, with a token to send with: a worker's words go under no other name."""
    return JsonResponse({"person": str(asker(request).pk), "token": get_token(request)})


def _language(request: HttpRequest) -> str:
    """Return the language that the address names, else that of the request."""
    wanted = request.GET.get("language", "")
    known = dict(settings.LANGUAGES)
    return wanted if wanted in known else (translation.get_language() or "en")
