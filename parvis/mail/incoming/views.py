"""The whole of a mail of which a post shows what its writer wrote."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from parvis import access
from parvis.mail.incoming.models import Original
from parvis.people.asking import asker
from parvis.posts import text
from parvis.posts.models import Post


@require_GET
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the whole mail to whoever may read the post."""
    posts = access.visible(Post.objects.filter(removed_at__isnull=True), asker(request))
    post = get_object_or_404(posts.select_related("author", "space", "thread"), pk=pk)
    access.require(asker(request), "read", post)
    mail = get_object_or_404(Original, post=post)
    words = text.read(mail.text, mail.format, imported=True)
    return render(request, "mail/incoming/original.html", {"post": post, "html": words.html})
