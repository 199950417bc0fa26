"""Questions about what came in by mail."""

from parvis.mail.incoming.models import Original
from parvis.posts.models import Post


def has_original(post: Post) -> bool:
    """Tell whether a post came by mail and shows only what its writer wrote."""
    return Original.objects.filter(post=post).exists()
