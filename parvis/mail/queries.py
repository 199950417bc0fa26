"""Questions of mail's pages."""

from django.utils.translation import gettext as _

from parvis.mail import addresses, choices
from parvis.mail.links import Deed, Link
from parvis.mail.models import Mailing
from parvis.mail.outgoing import lists
from parvis.posts.models import Post
from parvis.spaces.models import Space


def stopped(link: Link) -> str:
    """Return what a link ends, in words. A space is named to whoever got mail from it."""
    if link.deed is Deed.STOP_DIGEST:
        return _("The summary")
    if link.deed is Deed.STOP_LIST:
        space = Space.objects.filter(pk=link.thing).select_related("owner").first()
        name = space.place_name if space else "…"
        return _("%(name)s, every post by mail") % {"name": name}
    return ", ".join(str(choices.label(kind)) for kind in link.kinds)


def community_of(address: str) -> str:
    """Return the name of the community that an address is of."""
    space = addresses.community(address)
    return space.name if space else "…"


def mailing(post: Post) -> Mailing | None:
    """Return how far a post's announcement is, if it was announced."""
    return Mailing.objects.filter(post=post).first()


def reached(post: Post) -> int:
    """Return how many people an announcement of a post would reach now."""
    return lists.announced_to(post).count()
