"""Posts by their numbers, for those who may read them: what every deed on a card begins with."""

from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from django.db.models import QuerySet

from parvis import access
from parvis.kernel.hot import Statement, columns, instances, statement
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.spaces.models import Space

# The post, its place and whose wall that is, who wrote it, and the posts it hangs on.
_PARTS: Final[dict[str, type[Post | Space | Person]]] = {
    "p": Post, "s": Space, "o": Person, "a": Person,
    "thread": Post, "reply_to": Post, "shares": Post,
}  # fmt: skip
_JOINS: Final = """
JOIN spaces_space s ON s.id = p.space_id
LEFT JOIN people_person o ON o.id = s.owner_id
JOIN people_person a ON a.id = p.author_id
LEFT JOIN posts_post thread ON thread.id = p.thread_id
LEFT JOIN posts_post reply_to ON reply_to.id = p.reply_to_id
LEFT JOIN posts_post shares ON shares.id = p.shares_id
"""


def found(viewer: Person, id_: int) -> Post | None:
    """Return a post that the viewer may read, with what it hangs on; None for any other.

    One prepared statement.
    """
    rows = _asked(viewer.kind).run(viewer=viewer.pk, post=id_) if viewer.is_active else []
    return _post(rows[0]) if rows else None


def readable(viewer: Person, ids: Iterable[int]) -> set[int]:
    """Return those of some posts that the viewer may read; one prepared statement."""
    ids = list(ids)
    if not (ids and viewer.is_active):
        return set()
    return {id_ for (id_,) in _some(viewer.kind).run(viewer=viewer.pk, posts=ids)}


def _rule(viewer_kind: str) -> Statement:
    def build(viewer: int, post: int) -> QuerySet[Post, Any]:
        asking = Person(pk=viewer, kind=viewer_kind)
        return access.visible(Post.objects.filter(pk=post), asking).values_list("pk")

    return statement(build, "viewer", "post")


@cache
def _some(viewer_kind: str) -> Statement:
    rule = _rule(viewer_kind).sql.replace("%(post)s", "asked.id")
    return Statement(
        f"SELECT id FROM unnest(%(posts)s::bigint[]) AS asked(id) WHERE EXISTS ({rule})"
    )


@cache
def _asked(viewer_kind: str) -> Statement:
    rule = _rule(viewer_kind)
    shown = ", ".join(columns(model, alias) for alias, model in _PARTS.items())
    sql = f"SELECT {shown} FROM posts_post p {_JOINS} WHERE p.id IN ({rule.sql})"
    return Statement(sql)


def _post(row: tuple[Any, ...]) -> Post:
    things = instances(_PARTS, row)
    post: Post = things["p"]
    post.space, post.author = things["s"], things["a"]
    post.space.owner = things["o"]
    post.thread, post.reply_to, post.shares = (
        things["thread"], things["reply_to"], things["shares"],
    )  # fmt: skip
    return post
