"""Each page and deed as a request of one visitor: what it is called, where it goes."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from urllib.parse import quote, urlencode

from django.db import connection

from bench.client import Request
from bench.load.visitors import Visitor
from bench.pages import DEED
from parvis.posts.models import Post

type Make = Callable[[Visitor, Random], Request]

# Words that stand in one post of five, of twenty, of a hundred, in several languages. Those that
# are neither rare nor everywhere are the hardest.
COMMON = (
    "the", "la", "ligne", "batteries", "baterías", "meeting", "stock", "peças", "pieselor",
    "Batterievorrat", "parça",
)  # fmt: skip
_REFERENCES = """
SELECT substring(source FROM 'dmr[0-9a-f]+') FROM posts_post TABLESAMPLE SYSTEM (%s)
WHERE source LIKE '%%dmr%%' AND thread_id IS NULL LIMIT 300
"""


@dataclass(frozen=True)
class Targets:
    """What everybody may open: threads of fifty comments, and the words that are looked for."""

    threads: list[int]
    rare: list[str]

    @classmethod
    def find(cls) -> "Targets":
        """Look them up; a smaller company has shorter threads."""
        open_ = Post.objects.filter(
            thread__isnull=True, space__visibility="open", removed_at__isnull=True
        ).exclude(space__kind="conversation")
        fifty = list(
            open_.filter(comments_count__range=(45, 60)).values_list("pk", flat=True)[:300]
        ) or list(open_.order_by("-comments_count").values_list("pk", flat=True)[:10])
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT greatest(reltuples, 1) FROM pg_class WHERE relname = 'posts_post'"
            )
            (about,) = cursor.fetchone() or (1,)
            cursor.execute(_REFERENCES, [min(100.0, 4_000_000 / about)])
            rare = [word for (word,) in cursor.fetchall() if word]
        return cls(fifty, rare or ["dmr0"])


def get(path: Callable[[Visitor, Random], str], **headers: str) -> Make:
    """Return a page's request."""
    sent = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return lambda one, dice: Request("GET", path(one, dice), one.signed.cookies, headers=sent)


def post(path: Callable[[Visitor, Random], str], body: Callable[[Random], dict[str, str]]) -> Make:
    """Return a deed's request, as htmx sends it."""

    def make(one: Visitor, dice: Random) -> Request:
        fields = {"csrfmiddlewaretoken": one.signed.token} | body(dice)
        htmx = (("HX-Request", "true"),)
        return Request(
            "POST", path(one, dice), one.signed.cookies, urlencode(fields), htmx, expected=DEED
        )

    return make


def everything(targets: Targets) -> dict[str, Make]:
    """Return each page and deed by name; those that write come last."""
    return reads(targets) | writes()


def reads(targets: Targets) -> dict[str, Make]:
    """Return the pages."""
    return {
        "home": get(lambda one, dice: "/"),
        "home, page 2": get(lambda one, dice: one.after),
        "community": get(_community),
        "wall": get(lambda one, dice: f"/people/{dice.choice(one.walls)}/"),
        "profile": get(lambda one, dice: f"/people/{dice.choice(one.walls)}/?tab=about"),
        "thread of 50": get(lambda one, dice: f"/posts/{dice.choice(targets.threads)}/"),
        "thread": get(_thread),
        "notifications": get(lambda one, dice: "/notifications/"),
        "badges": get(lambda one, dice: "/ui/badges"),
        "news": get(lambda one, dice: f"/home/news?top={one.top}", HX_Request="true"),
        "side": get(lambda one, dice: "/home/side", HX_Request="true"),
        "communities": get(lambda one, dice: "/communities/"),
        "people": get(lambda one, dice: "/people/"),
        "conversations": get(lambda one, dice: "/conversations/"),
        "conversation": get(_conversation),
        "search, rare": get(lambda one, dice: f"/search?q={dice.choice(targets.rare)}"),
        "search, common": get(lambda one, dice: f"/search?q={quote(dice.choice(COMMON))}"),
    }


def writes() -> dict[str, Make]:
    """Return the deeds: on what stands on one's own first page."""
    return {
        "reaction": post(
            lambda one, dice: f"/posts/{_some_thread(one, dice)}/react",
            lambda dice: {"emoji": dice.choice(("like", "love", "thanks"))},
        ),
        "comment": post(
            lambda one, dice: f"/posts/{_some_thread(one, dice)}/comments",
            lambda dice: {"text": f"I see it the same way, number {dice.randrange(10**6)}."},
        ),
        "post": post(
            lambda one, dice: "/posts/",
            lambda dice: {"text": f"Measured, **number {dice.randrange(10**6)}**."},
        ),
    }


def _some_thread(one: Visitor, dice: Random) -> int:
    return dice.choice(one.threads)


def _thread(one: Visitor, dice: Random) -> str:
    return f"/posts/{_some_thread(one, dice)}/"


def _community(one: Visitor, dice: Random) -> str:
    return f"/communities/{dice.choice(one.communities)}/" if one.communities else "/communities/"


def _conversation(one: Visitor, dice: Random) -> str:
    return f"/conversations/{dice.choice(one.talks)}/" if one.talks else "/conversations/"
