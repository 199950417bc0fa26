"""The list of notifications, and the way from one to what it is about."""

from datetime import datetime, timedelta
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


@require_GET
def list_(request: HttpRequest) -> HttpResponse:
    """Show what one has been told, by day, newest first; all of it or some (``?show=``)."""
    viewer = asker(request)
    show = request.GET.get("show", "")
    show = show if show in queries.SHOWN else "all"
    lines, following = queries.page(viewer, _before(request), show)
    days = [
        (day, [_shown(line) for line in group])
        for day, group in groupby(
            lines, lambda line: timezone.localdate(line.notification.updated_at)
        )
    ]
    today = timezone.localdate()
    context = {
        "days": days,
        "more": following,
        "today": today,
        "yesterday": today - timedelta(days=1),
        "show": show,
        "told": told_of(viewer),
    }
    return render(request, "notifications/list.html", context)


def _shown(line: queries.Line) -> dict[str, Any]:
    notification = line.notification
    return {
        "notification": notification,
        "actors": line.actors,
        "sentence": sentence(line),
        "icon": ICONS[Notification.Kind(notification.kind)],
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
