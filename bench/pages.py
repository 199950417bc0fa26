"""What is driven: each page and deed as an endless run of requests by different people."""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import count, cycle
from urllib.parse import urlencode

from bench.client import Request
from bench.crowd import Signed
from parvis.posts.models import Post
from parvis.spaces.models import Space, Subscription

type Requests = Callable[[list[Signed]], Iterator[Request]]

DEED = frozenset({200, 204, 302, 303})


def reading(path: Callable[[Signed], str]) -> Requests:
    """Return requests that fetch a page, whose address depends on who asks."""

    def requests(crowd: list[Signed]) -> Iterator[Request]:
        paths = [(path(one), one.cookies) for one in crowd]
        return (Request("GET", address, cookies) for address, cookies in cycle(paths))

    return requests


def community_of(one: Signed) -> str:
    """Return the address of the busiest community that somebody is in."""
    mine = Subscription.objects.filter(person=one.person, state="active").values("space")
    space = (
        Space.objects.filter(pk__in=mine, kind=Space.Kind.COMMUNITY)
        .order_by("-posts_count")
        .first()
    )
    return space.get_absolute_url() if space else "/communities/"


@cache
def busiest_thread() -> Post:
    """Return the post with the most comments, up to a page of them, that everybody may read."""
    return (
        Post.objects.filter(thread__isnull=True, space__visibility="open", comments_count__lte=60)
        .exclude(removed_at__isnull=False)
        .order_by("-comments_count", "pk")[0]
    )


def _deed(
    crowd: list[Signed], path: Callable[[Signed], str], body: Callable[[int], dict[str, str]]
) -> Iterator[Request]:
    return _deeds([(path(one), one) for one in crowd], body)


def _deeds(
    targets: list[tuple[str, Signed]], body: Callable[[int], dict[str, str]]
) -> Iterator[Request]:
    for number, (address, one) in zip(count(), cycle(targets)):
        yield Request(
            "POST",
            address,
            one.cookies,
            urlencode({"csrfmiddlewaretoken": one.token} | body(number)),
            expected=DEED,
        )


def publishing(crowd: list[Signed]) -> Iterator[Request]:
    """Each writes on their own wall."""
    walls = dict(
        Space.objects.filter(
            kind=Space.Kind.WALL, owner__in=[one.person for one in crowd]
        ).values_list("owner_id", "pk")
    )
    return _publishing(crowd, walls)


def _publishing(crowd: list[Signed], walls: dict[int, int]) -> Iterator[Request]:
    for number, one in zip(count(), cycle(crowd), strict=False):
        fields = {"space": str(walls[one.person]), "text": f"Measured, **number {number}**"}
        fields["csrfmiddlewaretoken"] = one.token
        yield Request("POST", "/posts/", one.cookies, urlencode(fields), expected=DEED)


def commenting(crowd: list[Signed]) -> Iterator[Request]:
    """All comment on the same post."""
    post = busiest_thread().pk
    return _deed(crowd, lambda _: f"/posts/{post}/comments", lambda n: {"text": f"Yes, {n}"})


def reacting(crowd: list[Signed]) -> Iterator[Request]:
    """All react to the same post, each time differently."""
    post = busiest_thread().pk
    emoji = ("like", "love", "thanks")
    return _deed(crowd, lambda _: f"/posts/{post}/react", lambda n: {"emoji": emoji[n % 3]})


READS: dict[str, Callable[[Signed], str]] = {
    "home": lambda _: "/",
    "community": community_of,
    "wall": lambda one: f"/people/{one.handle}/",
    "thread": lambda _: busiest_thread().get_absolute_url(),
    "notifications": lambda _: "/notifications/",
}
DEEDS: dict[str, Requests] = {
    "post": publishing,
    "comment": commenting,
    "reaction": reacting,
}
