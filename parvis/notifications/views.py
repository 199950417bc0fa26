"""The list of notifications, and the way from one to what it is about."""

from datetime import datetime
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET, require_POST

from parvis.notifications import queries, verbs
from parvis.notifications.models import Notification
from parvis.notifications.sentences import ICONS, place, sentence
from parvis.people.asking import asker
from parvis.spaces.queries import told_of
from parvis.ui.kept import fresh
from parvis.ui.moments import named_day, when


@require_GET
def list_(request: HttpRequest) -> HttpResponse:
    """Show what one has been told, by day, newest first; all of it or some (``?show=``)."""
    viewer = asker(request)
    show = request.GET.get("show", "")
    show = show if show in queries.SHOWN else "all"
    lines, following = queries.page(viewer, _before(request), show)
    told = told_of(viewer)
    context = {
        "days": fresh("notifications/days.html", days=_days(lines)) if lines else "",
        "more": following,
        "show": show,
        "told": fresh("notifications/told.html", told=told) if told else "",
    }
    return render(request, "notifications/list.html", context)


def _days(lines: list[queries.Line]) -> list[tuple[str, list[dict[str, Any]]]]:
    by_day = groupby(lines, lambda line: timezone.localdate(line.notification.updated_at))
    return [(named_day(day), [_shown(line) for line in group]) for day, group in by_day]


def _shown(line: queries.Line) -> dict[str, Any]:
    notification = line.notification
    return {
        "pk": notification.pk,
        "unread": notification.read_at is None,
        "face": line.actors[0] if line.actors else None,
        "sentence": sentence(line),
        "icon": ICONS[Notification.Kind(notification.kind)],
        "when": when(notification.updated_at),
        "place": place(notification.space),
    }


def _before(request: HttpRequest) -> datetime | None:
    try:
        moment = parse_datetime(request.GET.get("before", ""))
    except ValueError:
        return None
    return moment if moment is None or timezone.is_aware(moment) else timezone.make_aware(moment)


@require_GET
def open_(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read and go where it leads."""
    notification = (
        Notification.objects.filter(person=asker(request), pk=pk)
        .select_related("post", "space", "space__owner")
        .first()
    )
    if notification is None:
        raise Http404
    verbs.mark_read(asker(request), notification=pk)
    return redirect(target(notification))


def target(notification: Notification) -> str:
    """Return the address of what a notification is about."""
    if notification.kind == Notification.Kind.REQUEST and notification.space is not None:
        return reverse("spaces:members", args=[notification.space.slug])
    if notification.post is not None:
        return notification.post.get_absolute_url()
    if notification.space is not None:
        return notification.space.get_absolute_url()
    return reverse("notifications:list")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    verbs.mark_read(asker(request))
    return redirect("notifications:list")
