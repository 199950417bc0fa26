"""One post by its number, for those who may read it: what every deed on a card begins with."""

from functools import cache
from typing import Any, Final

from django.db.models import QuerySet

from parvis import access
from parvis.kernel.hot import Statement, columns, instance, statement
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.spaces.models import Space

# The post, its place and whose wall that is, who wrote it, and the posts it hangs on.
_PARTS: Final[dict[str, tuple[type[Post | Space | Person], str]]] = {
    "p": (Post, ""),
    "s": (Space, "JOIN spaces_space s ON s.id = p.space_id"),
    "o": (Person, "LEFT JOIN people_person o ON o.id = s.owner_id"),
    "a": (Person, "JOIN people_person a ON a.id = p.author_id"),
    "thread": (Post, "LEFT JOIN posts_post thread ON thread.id = p.thread_id"),
    "reply_to": (Post, "LEFT JOIN posts_post reply_to ON reply_to.id = p.reply_to_id"),
    "shares": (Post, "LEFT JOIN posts_post shares ON shares.id = p.shares_id"),
}


def found(viewer: Person, id_: int) -> Post | None:
    """Return a post that the viewer may read, with what it hangs on; None for any other.

    One prepared statement.
    """
    rows = _asked(viewer.kind).run(viewer=viewer.pk, post=id_) if viewer.is_active else []
    return _post(rows[0]) if rows else None


@cache
def _asked(viewer_kind: str) -> Statement:
    def readable(viewer: int, post: int) -> QuerySet[Post, Any]:
        asking = Person(pk=viewer, kind=viewer_kind)
        return access.visible(Post.objects.filter(pk=post), asking).values_list("pk")

    rule = statement(readable, "viewer", "post")
    shown = ", ".join(columns(model, alias) for alias, (model, _) in _PARTS.items())
    joins = " ".join(join for _, join in _PARTS.values())
    sql = f"SELECT {shown} FROM posts_post p {joins} WHERE p.id IN ({rule.sql})"
    return Statement(sql)


def _post(row: tuple[Any, ...]) -> Post:
    things: dict[str, Any] = {}
    for alias, (model, _) in _PARTS.items():
        width = len(model._meta.concrete_fields)
        things[alias], row = instance(model, row[:width]), row[width:]
    post: Post = things["p"]
    post.space, post.author = things["s"], things["a"]
    post.space.owner = things["o"]
    post.thread, post.reply_to, post.shares = (
        things["thread"], things["reply_to"], things["shares"],
    )  # fmt: skip
    return post
