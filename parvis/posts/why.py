"""Why somebody sees a post, in words: the system explains itself."""

from django.utils.translation import gettext as _

from parvis.access.actions import standing
from parvis.people.models import Person
from parvis.posts.models import Mention, Post
from parvis.spaces import audience
from parvis.spaces.models import Space, Subscription

Source = Subscription.Source


def why(viewer: Person, post: Post) -> str:
    """Return why the viewer sees a post, as one or two sentences; three statements at most."""
    names_me = Mention.objects.filter(post__in=[post.pk, post.thread_id or post.pk], person=viewer)
    sentences = [_("You are mentioned here.")] if names_me.exists() else []
    return " ".join([*sentences, _by_place(viewer, post.space)])


def _by_place(viewer: Person, space: Space) -> str:
    here = standing(viewer, space)
    if here.owns:
        return _("You see this because it is on your wall.")
    if space.is_conversation:
        return _("You see this because you are in this conversation.")
    row = here.subscription
    if row is None or not row.is_active:
        return _("You see this because it is open to everyone in the company.")
    if space.is_wall:
        return _("You see this because you follow %(name)s.") % {"name": space.place_name}
    return _as_member(viewer, space, row)


def _as_member(viewer: Person, space: Space, row: Subscription) -> str:
    words = _("You see this because you are a member of %(name)s.") % {"name": space.name}
    if row.source == Source.RULE and (by_rule := audience.reason(space.audience, viewer)):
        return f"{words} {by_rule}"
    if row.source == Source.GROUP:
        return f"{words} {_('A group of the directory brought you in.')}"
    return words
