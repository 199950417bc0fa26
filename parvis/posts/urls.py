"""Addresses of posts."""

from django.urls import path, register_converter

from parvis.posts.views import acting, completing, drafting, reading, writing


class PostNumber:
    """A post's number in an address: as many digits as a 64-bit integer holds."""

    regex = "[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        """Return the number; raises ValueError (no such page) beyond 64 bits."""
        if (number := int(value)) >= 2**63:
            raise ValueError(value)
        return number

    def to_url(self, value: int) -> str:
        """Return the digits."""
        return str(value)


register_converter(PostNumber, "post")

app_name = "posts"
urlpatterns = [
    path("posts/", writing.publish, name="publish"),
    path("drafts/<str:place>", drafting.draft, name="draft"),
    path("write/", writing.write, name="write"),
    path("posts/<post:post_id>/", reading.post, name="post"),
    path("posts/<post:post_id>/card", reading.card, name="card"),
    path("posts/<post:post_id>/words", reading.words, name="words"),
    path("posts/<post:post_id>/menu", reading.menu, name="menu"),
    path("posts/<post:post_id>/comments", writing.comments, name="comments"),
    path("posts/<post:post_id>/reply", writing.reply, name="reply"),
    path("posts/<post:post_id>/react", acting.react, name="react"),
    path("posts/<post:post_id>/reactions", reading.reactions, name="reactions"),
    path("posts/<post:post_id>/save", acting.save, name="save"),
    path("posts/<post:post_id>/pin", acting.pin, name="pin"),
    path("posts/<post:post_id>/accept", acting.accept, name="accept"),
    path("posts/<post:post_id>/edit", writing.edit, name="edit"),
    path("posts/<post:post_id>/history", reading.history, name="history"),
    path("posts/<post:post_id>/remove", writing.remove, name="remove"),
    path("posts/<post:post_id>/share", writing.share, name="share"),
    path("tags/<str:tag>/", reading.tag, name="tag"),
    path("saved/", reading.saved, name="saved"),
    path("complete/people", completing.names, name="complete_people"),
    path("complete/tags", completing.tags, name="complete_tags"),
]
