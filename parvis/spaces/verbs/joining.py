"""Come and go: join, ask, invite, accept, decline, answer, leave."""

from django.utils.translation import gettext as _

from parvis import access, journal
from parvis.kernel.errors import Refused
from parvis.people.models import Person
from parvis.spaces import audience
from parvis.spaces.models import Space, Subscription
from parvis.spaces.verbs.rows import (
    State,
    activate,
    count,
    counts,
    held,
    keep_a_manager,
    row_of,
    row_or_blank,
)


def join(actor: Person, space: Space, *, quiet: bool = False) -> Subscription:
    """Join an open community or accept an invitation; ask to join a closed one.

    Returns the subscription, ``active`` or ``requested``; asking again changes nothing.
    """
    access.require(actor, "join", space)
    with held(space):
        row, made = Subscription.objects.get_or_create(
            person=actor, space=space, defaults={"state": State.REQUESTED}
        )
        row.space, row.person = space, actor
        if row.state in (State.ACTIVE, State.BANNED):
            return row
        at_once = row.state == State.INVITED or space.visibility == Space.Visibility.OPEN
        if at_once or audience.matches(space.audience, actor):
            activate(row)
            journal.record(actor, "space.joined", space=space, person=actor, quiet=quiet)
        elif made:
            journal.record(actor, "space.asked_to_join", space=space, person=actor, quiet=quiet)
    return row


# Accepting an invitation is joining: the two buttons may cross, and do the same.
accept_invitation = join


def decline(actor: Person, space: Space) -> None:
    """Turn an invitation down, or take one's own request back. Nobody is told."""
    access.require(actor, "decline", space)
    with held(space):
        row = row_of(space, actor)
        if row is None or row.state not in (State.INVITED, State.REQUESTED):
            return
        verb = "space.declined" if row.state == State.INVITED else "space.request_withdrawn"
        row.delete()
        journal.record(actor, verb, space=space, person=actor)


def leave(actor: Person, space: Space) -> None:
    """Leave a space. Raises Refused for the last manager, for whoever is in it by the audience
    rule (membership follows the rule; they may mute it), and for one of two who talk.
    """
    access.require(actor, "leave", space)
    with held(space):
        access.require(actor, "leave", space)
        row = row_or_blank(space, actor)
        if space.is_community:
            if row.manages:
                keep_a_manager(space, actor)
            if audience.matches(space.audience, actor):
                raise Refused(
                    _(
                        "%(reason)s Its members follow that rule, so one cannot leave it. "
                        "You can mute it instead: nothing of it will come to you any more."
                    )
                    % {"reason": audience.reason(space.audience, actor)}
                )
        elif space.is_conversation and Subscription.objects.filter(space=space).count() <= 2:
            raise Refused(_("A conversation of two cannot be left; you can mute it."))
        row.delete()
        count(space, -counts(row))
        journal.record(actor, "space.left", space=space, person=actor)


def invite(actor: Person, space: Space, person: Person, *, quiet: bool = False) -> Subscription:
    """Invite a person to a community. Whoever had asked to join is let in by it, if the actor
    may decide that. Raises Refused for a member, somebody banned, or a leaver.
    """
    access.require(actor, "invite", space)
    access.require(actor, "see", person)
    if not space.is_community:
        raise Refused(_("One is invited to communities; to a conversation, people are added."))
    if not person.is_active:
        raise Refused(_("%(name)s has left the company.") % {"name": person.name})
    if not person.is_employee:
        access.require(actor, "invite_guest", space)
    with held(space):
        row = row_of(space, person)
        if row is None:
            row = Subscription.objects.create(
                person=person, space=space, state=State.INVITED, invited_by=actor
            )
            journal.record(actor, "space.invited", space=space, person=person, quiet=quiet)
            return row
        if row.state == State.BANNED:
            raise Refused(_("%(name)s is banned here; lift the ban first.") % {"name": person.name})
        if row.state == State.ACTIVE:
            raise Refused(_("%(name)s is already a member.") % {"name": person.name})
        if row.state == State.REQUESTED and access.can(actor, "accept", row):
            _let_in(actor, row)
        return row


def withdraw_invitation(actor: Person, space: Space, person: Person) -> None:
    """Take an invitation back: whoever sent it, or a moderator."""
    with held(space):
        row = row_or_blank(space, person)
        access.require(actor, "withdraw", row)
        row.delete()
        journal.record(actor, "space.invitation_withdrawn", space=space, person=person)


def accept_request(actor: Person, space: Space, person: Person) -> Subscription:
    """Let somebody in who asked to join."""
    with held(space):
        row = row_or_blank(space, person)
        access.require(actor, "accept", row)
        _let_in(actor, row)
    return row


def _let_in(actor: Person, row: Subscription) -> None:
    row.invited_by = actor
    row.save(update_fields=["invited_by"])
    activate(row)
    journal.record(actor, "space.request_accepted", space=row.space, person=row.person)


def refuse_request(actor: Person, space: Space, person: Person) -> None:
    """Turn down somebody who asked to join; they may ask again."""
    with held(space):
        row = row_or_blank(space, person)
        access.require(actor, "refuse", row)
        row.delete()
        journal.record(actor, "space.request_refused", space=space, person=person)
