"""Change what a community is: words, pictures, visibility, policy, audience; archive it."""

from typing import Any, Final

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis import access, journal
from parvis.kernel.errors import Refused
from parvis.people.models import Person
from parvis.spaces import audience
from parvis.spaces.models import Space, Subscription
from parvis.spaces.verbs.breadth import must_not_reach_too_many
from parvis.spaces.verbs.opening import clean_description, clean_name
from parvis.spaces.verbs.rows import State, count, held

CHANGEABLE: Final = ("name", "description", "visibility", "policy", "picture", "cover")


def change(actor: Person, space: Space, **changes: Any) -> Space:
    """Change a community (names in CHANGEABLE); journals which fields changed.

    Pictures are files of the community (purpose "space") or None. Once it is open, whoever had
    asked to join is in. Raises Refused for a wrong value; returns the space as it is then.
    """
    access.require(actor, "manage", space)
    unknown = set(changes) - set(CHANGEABLE)
    if unknown:
        raise KeyError(min(unknown))
    proper = {name: _proper(space, name, value) for name, value in changes.items()}
    with held(space):
        access.require(actor, "manage", space)
        changed = [name for name, value in proper.items() if getattr(space, name) != value]
        if not changed:
            return space
        for name in changed:
            setattr(space, name, proper[name])
        space.version += 1
        space.save(update_fields=[*changed, "version"])
        journal.record(actor, "space.changed", space=space, data={"fields": changed})
        if "visibility" in changed and space.visibility == Space.Visibility.OPEN:
            _let_in_who_asked(actor, space)
    space.refresh_from_db()
    return space


def _proper(space: Space, name: str, value: Any) -> Any:
    """Return a value as it is kept; raises Refused for a wrong one."""
    match name:
        case "name":
            return clean_name(value)
        case "description":
            return clean_description(value)
        case "visibility" if value not in Space.Visibility.values:
            raise Refused(_("Please choose who can see the community."))
        case "policy" if value not in Space.Policy.values:
            raise Refused(_("Please choose who may post."))
        case "picture" | "cover" if value is not None and not _is_its_picture(space, value):
            raise Refused(_("Please choose a picture."))
    return value


def _is_its_picture(space: Space, file: Any) -> bool:
    return bool(file.purpose == "space" and file.space_id == space.pk and file.width)


def _let_in_who_asked(actor: Person, space: Space) -> None:
    waiting = Subscription.objects.filter(space=space, state=State.REQUESTED)
    rows = list(waiting.select_related("person"))
    waiting.update(state=State.ACTIVE)
    count(space, sum(row.person.is_active for row in rows))
    for row in rows:
        journal.record(actor, "space.request_accepted", space=space, person=row.person)


def change_audience(
    actor: Person, space: Space, rule: dict[str, Any] | None, *, keep: bool = True
) -> Space:
    """Set, replace or (None) lift a community's audience rule, and let its members follow it.

    When lifted, those it had brought stay as ordinary members, or go unless ``keep``.
    Raises Refused for a wrong rule, and for one that means more people than the actor may bring in.
    """
    access.require(actor, "manage", space)
    rule = audience.read(rule)
    with held(space):
        access.require(actor, "manage", space)
        if space.audience == rule:
            return space
        must_not_reach_too_many(actor, rule)
        space.audience = rule
        space.save(update_fields=["audience"])
        if rule is None and keep:
            Subscription.objects.filter(space=space, source=Subscription.Source.RULE).update(
                source=Subscription.Source.HAND
            )
        effect = audience.apply(space)
        journal.record(
            actor,
            "space.rule_changed",
            space=space,
            data={"rule": rule, "joined": effect.joined, "left": effect.left},
        )
    space.refresh_from_db()
    return space


def archive(actor: Person, space: Space) -> None:
    """Close a community's book: it stays readable, nobody writes or joins any more."""
    _set_archived(actor, space, archived=True)


def unarchive(actor: Person, space: Space) -> None:
    """Open an archived community again."""
    _set_archived(actor, space, archived=False)


def _set_archived(actor: Person, space: Space, *, archived: bool) -> None:
    access.require(actor, "manage", space)
    with held(space):
        if (space.archived_at is not None) == archived:
            return
        Space.objects.filter(pk=space.pk).update(
            archived_at=timezone.now() if archived else None, version=F("version") + 1
        )
        verb = "space.archived" if archived else "space.unarchived"
        journal.record(actor, verb, space=space)
    space.refresh_from_db()
