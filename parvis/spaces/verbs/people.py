"""Keep a space in order: roles, removals, bans."""

from django.utils.translation import gettext as _

from parvis import access, journal
from parvis.kernel.errors import Refused
from parvis.people.models import Person
from parvis.spaces import audience
from parvis.spaces.models import Space, Subscription
from parvis.spaces.verbs.rows import (
    Role,
    State,
    count,
    counts,
    held,
    keep_a_manager,
    row_of,
    row_or_blank,
)

ROLES = (Role.MEMBER, Role.MODERATOR, Role.MANAGER)


def set_role(
    actor: Person, space: Space, person: Person, role: str, *, quiet: bool = False
) -> Subscription:
    """Make a member of a community a member, moderator or manager. One manager always stays.

    Whoever is given a role is in it by hand from then on: the audience rule does not take
    moderators and managers away.
    """
    if role not in ROLES:
        raise Refused(_("There is no such role."))
    with held(space):
        row = row_or_blank(space, person)
        access.require(actor, "set_role", row)
        if row.role == role:
            return row
        if row.manages:
            keep_a_manager(space, person)
        before, row.role = row.role, role
        by_rule = role == Role.MEMBER and audience.matches(space.audience, person)
        row.source = Subscription.Source.RULE if by_rule else Subscription.Source.HAND
        row.save(update_fields=["role", "source"])
        journal.record(
            actor,
            "space.role_changed",
            space=space,
            person=person,
            data={"role": role, "before": before},
            quiet=quiet,
        )
    return row


def appoint_manager(actor: Person, space: Space, person: Person) -> Subscription:
    """Give a community that nobody runs any more a manager (an administrator's deed).

    Raises Refused as long as somebody runs it: an administrator stands over nobody's community.
    """
    access.require(actor, "administer", None)
    with held(space):
        managers = Subscription.objects.filter(
            space=space, role=Role.MANAGER, state=State.ACTIVE, person__is_active=True
        )
        if not space.is_community or managers.exists():
            raise Refused(_("This community has a manager, who decides about it."))
        if not person.is_active:
            raise Refused(_("%(name)s has left the company.") % {"name": person.name})
        row = row_of(space, person)
        if row is None or not row.is_active:
            count(space, +1)
        row = row or Subscription(space=space, person=person)
        row.state, row.role, row.source = State.ACTIVE, Role.MANAGER, Subscription.Source.HAND
        row.save()
        journal.record(
            actor, "space.role_changed", space=space, person=person, data={"role": Role.MANAGER}
        )
    return row


def remove_member(actor: Person, space: Space, person: Person) -> None:
    """Take a member out. They may come back where they may join; a ban is for the others.

    Raises Refused for whoever is there by the audience rule, which would bring them back.
    """
    with held(space):
        row = row_or_blank(space, person)
        access.require(actor, "remove", row)
        if audience.matches(space.audience, person):
            raise Refused(
                _("%(name)s is here by the audience rule; change the rule, or ban them.")
                % {"name": person.name}
            )
        row.delete()
        count(space, -counts(row))
        journal.record(actor, "space.member_removed", space=space, person=person)


def ban(actor: Person, space: Space, person: Person, *, reason: str = "") -> Subscription:
    """Silence a person in a space, member or not: no writing, no joining, no audience rule.

    In closed and secret communities they no longer read either. ``reason`` is for moderators.
    """
    with held(space):
        row = row_or_blank(space, person)
        access.require(actor, "ban", row)
        count(space, -counts(row))
        row.state, row.role = State.BANNED, Role.MEMBER
        row.source = Subscription.Source.HAND
        row.invited_by = actor
        row.save()
        journal.record(
            actor, "space.banned", space=space, person=person, data={"reason": reason[:500]}
        )
    return row


def unban(actor: Person, space: Space, person: Person) -> None:
    """Lift a ban. The person stands outside again, or inside where the audience rule says so."""
    with held(space):
        row = row_or_blank(space, person)
        access.require(actor, "unban", row)
        row.delete()
        journal.record(actor, "space.unbanned", space=space, person=person)
        audience.apply_to(space, [person.pk])
