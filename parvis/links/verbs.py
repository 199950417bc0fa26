"""Deeds on links: note the one of a post, look behind it, show what was found."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import urldefrag

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from procrastinate.exceptions import AlreadyEnqueued

from parvis import access, journal
from parvis.files.models import File
from parvis.files.verbs import keep_bytes
from parvis.journal.models import Entry
from parvis.kernel.errors import Refused
from parvis.kernel.hot import run
from parvis.links import reading
from parvis.links.addresses import LONGEST, is_outside
from parvis.links.fetching import fetch
from parvis.people.models import Person
from parvis.posts.models import LinkCard, Post

PAGE_LIMIT: Final = 512 * 1024
IMAGE_LIMIT: Final = 4 * 1024 * 1024
# What was found is looked at again after a week, what was not after a day.
STALE: Final = {
    LinkCard.State.READY: timedelta(days=7),
    LinkCard.State.NOTHING: timedelta(days=1),
    LinkCard.State.WAITING: timedelta(hours=1),
}
# What nobody's post shows, is let go.
UNUSED: Final = timedelta(days=30)
MOST_AHEAD: Final = 5
State = LinkCard.State
WRITTEN: Final = "SELECT html, link_id FROM posts_post WHERE id = %(post)s"


def note(entry: Entry) -> None:
    """Note the first outside link of what was written; listens to posts, comments and edits."""
    for html, noted in run(WRITTEN, {"post": entry.post_id}):
        url = first_outside(html) if settings.LINK_PREVIEWS else None
        card = _card_of(url) if url else None
        if noted != (card.pk if card else None):
            Post.objects.filter(pk=entry.post_id or 0).update(link=card)


def first_outside(html: str) -> str | None:
    """Return the first link of a post that leads out of Parvis, without its fragment."""
    links = _Links()
    links.feed(html)
    return next((url for url in map(_bare, links.found) if is_outside(url)), None)


def look_ahead(actor: Person, urls: Iterable[str]) -> LinkCard | None:
    """Return the card of the first of these links that leads out of Parvis, while a post with it is
    still being written; None where there is none. A waiting one is looked up by the worker.

    Each person has one such look-up at a time; meanwhile another link's card is not kept yet.
    """
    access.require(actor, "see", None)
    bare = (_bare(url) for url in list(urls)[:MOST_AHEAD] if len(url) <= LONGEST)
    url = next((one for one in bare if is_outside(one)), None) if settings.LINK_PREVIEWS else None
    if url is None:
        return None
    try:
        with transaction.atomic():
            return _card_of(url, queueing_lock=f"links.ahead.{actor.pk}")
    except AlreadyEnqueued:
        return LinkCard(url=url)


def forget_unused() -> None:
    """Let go of cards that no post shows: edited away, or never sent."""
    unused = LinkCard.objects.filter(posts__isnull=True, fetched_at__lt=timezone.now() - UNUSED)
    unused.delete()


def look_up(card_id: int) -> None:
    """Look behind a link, keep what is found, and let the posts that carry it show it."""
    card = LinkCard.objects.filter(pk=card_id, state=State.WAITING).first()
    if card is None or not settings.LINK_PREVIEWS:
        return
    page = fetch(card.url, types=("text/html", "application/xhtml+xml"), limit=PAGE_LIMIT)
    found = reading.read(page) if page else None
    image = _image(found.image) if found and found.image else None
    with transaction.atomic():
        if found:
            card.title, card.description, card.site = found.title, found.description, found.site
        card.image = image
        card.state = State.READY if found else State.NOTHING
        card.fetched_at = timezone.now()
        card.save()
        if found:
            _show(card)


def _show(card: LinkCard) -> None:
    """Let the pages know; in the order of ids, so that two cards' posts never wait in a ring."""
    for post in Post.objects.select_related("space").filter(link=card).order_by("pk"):
        Post.objects.filter(pk=post.pk).update(version=F("version") + 1)
        thread = {"thread": str(post.thread_id)} if post.thread_id else {}
        journal.record(None, "post.link_found", space=post.space, post=post, data=thread)


def _card_of(url: str, **job: Any) -> LinkCard:
    """Return the link's card; a new or stale one is looked up once this is committed."""
    from parvis.links.tasks import look_up as task

    digest = hashlib.sha256(url.encode()).hexdigest()
    card, made = LinkCard.objects.get_or_create(digest=digest, defaults={"url": url})
    if made or _is_stale(card):
        if not made:
            card.state = State.WAITING
        card.fetched_at = timezone.now()
        card.save(update_fields=["state", "fetched_at"])
        task.configure(**job).defer(card_id=card.pk)
    return card


def _is_stale(card: LinkCard) -> bool:
    age = STALE[State(card.state)]
    return card.fetched_at is None or card.fetched_at < timezone.now() - age


def _image(url: str) -> File | None:
    """Fetch a page's picture and keep it, encoded anew like every picture."""
    if not is_outside(url):
        return None
    found = fetch(url, types=("image/",), limit=IMAGE_LIMIT, whole=True)
    if found is None or not found.data:
        return None
    try:
        return keep_bytes(None, "link", found.data, purpose=File.Purpose.PUBLIC, quiet=True)
    except Refused:
        return None


def _bare(url: str) -> str:
    return urldefrag(url).url


class _Links(HTMLParser):
    """Collects where a text's links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the address of an ``<a>``."""
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.found.append(href)
