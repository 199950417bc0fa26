"""Deeds about one's own mail, and announcing."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parvis import access, journal
from parvis.kernel.errors import Refused
from parvis.mail import choices
from parvis.mail.links import Deed, Link
from parvis.mail.models import Choice, Mailing, Preferences
from parvis.notifications import muting
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.posts.verbs import react as react_to
from parvis.spaces.models import Space

How = Preferences.How
Delivery = Choice.Delivery


def set_preferences(actor: Person, **fields: Any) -> None:
    """Change what mail one gets, and when; ``fields`` are the model's, checked by the form."""
    with transaction.atomic():
        Preferences.objects.update_or_create(person=actor, defaults=fields)
        journal.record(actor, "mail.preferences_changed", person=actor)


def choose(actor: Person, space: Space, delivery: str, *, urgent: bool = False) -> None:
    """Choose what one gets by mail from a space one may read.

    Raises NotVisible or Forbidden by the rule, Refused for what is no choice.
    """
    access.require(actor, "read", space)
    if delivery not in Delivery.values:
        raise Refused(_("There is no such choice."))
    with transaction.atomic():
        if delivery == Delivery.USUAL and not urgent:
            Choice.objects.filter(person=actor, space=space).delete()
        else:
            fields = {"delivery": delivery, "urgent": urgent}
            Choice.objects.update_or_create(person=actor, space=space, defaults=fields)
        data = {"delivery": str(delivery), "urgent": urgent}
        journal.record(actor, "mail.space_chosen", space=space, person=actor, data=data)


def stop_space(actor: Person, space: Space) -> None:
    """End mail from a space; of a list, its posts come in the summary again.

    Needs no right to the space: whoever got mail from it may end that.
    """
    with transaction.atomic():
        row = Choice.objects.filter(person=actor, space=space).first()
        was_list = row is not None and row.delivery == Delivery.LIST
        delivery = Delivery.USUAL if was_list else Delivery.NOTHING
        Choice.objects.update_or_create(
            person=actor, space=space, defaults={"delivery": delivery, "urgent": False}
        )
        data = {"delivery": str(delivery)}
        journal.record(actor, "mail.space_stopped", space=space, person=actor, data=data)


def stop(actor: Person, link: Link) -> None:
    """End the mail that a link is about; again changes nothing."""
    if link.deed is Deed.STOP_DIGEST:
        set_preferences(actor, digest=Preferences.Pace.NEVER)
    elif link.deed is Deed.STOP_KINDS:
        _set_kinds(actor, dict.fromkeys(link.kinds, How.OFF.value))
    elif link.deed is Deed.STOP_LIST:
        space = Space.objects.filter(pk=link.thing).first()
        if space is not None and _gets_list(actor, space):
            stop_space(actor, space)


def resume(actor: Person, link: Link) -> None:
    """Take ``stop`` back: what was ended comes as it does by default, a list as a list."""
    if link.deed is Deed.STOP_DIGEST:
        set_preferences(actor, digest=Preferences.Pace.WEEKLY)
    elif link.deed is Deed.STOP_KINDS:
        _set_kinds(actor, {kind: str(choices.DEFAULTS[kind]) for kind in link.kinds})
    elif link.deed is Deed.STOP_LIST:
        space = Space.objects.filter(pk=link.thing).first()
        if space is not None:
            choose(actor, space, Delivery.LIST)


def mute(actor: Person, post: Post) -> Post:
    """Hear no more of a thread, on the site and by mail; raises NotVisible by the rule."""
    return muting.mute(actor, post)


def react(actor: Person, post: Post, emoji: str) -> None:
    """React by mail: unlike on the page, the same again leaves it as it is.

    Raises what ``posts.verbs.react`` raises.
    """
    from parvis.posts.lists import reaction_of
    from parvis.posts.text import read_reaction

    access.require(actor, "react", post)
    if reaction_of(actor, post) != read_reaction(emoji):
        react_to(actor, post, emoji)


def announce(actor: Person, post: Post) -> Mailing:
    """Send a post by mail to all members of its community; a second time sends nothing more.

    Raises NotVisible or Forbidden unless the actor runs the community, Refused for a comment.
    """
    from parvis.mail.tasks import write_announcement

    access.require(actor, "read", post)
    access.require(actor, "manage", post.space)
    if post.thread_id is not None:
        raise Refused(_("A comment cannot be announced, only the post above it."))
    with transaction.atomic():
        mailing, made = Mailing.objects.get_or_create(post=post, defaults={"by": actor})
        if made:
            journal.record(actor, "post.announced", space=post.space, post=post)
            write_announcement.defer(post=post.pk)
    return mailing


def _set_kinds(actor: Person, kinds: dict[str, str]) -> None:
    with transaction.atomic():
        row, _made = Preferences.objects.select_for_update().get_or_create(person=actor)
        row.kinds = {**row.kinds, **kinds}
        row.save(update_fields=["kinds"])
        journal.record(actor, "mail.preferences_changed", person=actor, data={"kinds": kinds})


def _gets_list(actor: Person, space: Space) -> bool:
    rows = Choice.objects.filter(person=actor, space=space, delivery=Delivery.LIST)
    return rows.exists()
