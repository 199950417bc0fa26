"""Private conversations: open, add people, rename."""

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis import access, journal
from parvis.kernel.errors import Refused
from parvis.kernel.words import one_line
from parvis.people.models import Person
from parvis.spaces.models import Space, Subscription
from parvis.spaces.verbs.rows import State, count, held

MOST = 50


def open_conversation(
    actor: Person, people: list[Person], *, name: str = "", quiet: bool = False
) -> Space:
    """Return the conversation of exactly these people and the actor, opening it when new.

    A named one is always new. Raises NotVisible for a person the actor may not see, Refused for
    nobody or more than fifty.
    """
    people = _others(actor, people)
    if not people:
        raise Refused(_("Choose at least one person to write to."))
    _refuse_a_crowd(len(people) + 1)
    everybody = [actor, *people]
    name = _clean_name(name)
    with transaction.atomic():
        if not name:
            _one_at_a_time(everybody)
            if known := conversation_of(everybody):
                return known
        space = Space.objects.create(
            kind=Space.Kind.CONVERSATION,
            visibility=Space.Visibility.SECRET,
            owner=actor,
            name=name,
            members_count=len(everybody),
        )
        now = timezone.now()
        _seat(space, [actor], last_read=now)
        _seat(space, people)
        journal.record(actor, "conversation.opened", space=space, quiet=quiet)
    return space


def add_people(actor: Person, space: Space, people: list[Person]) -> Space:
    """Add people to a group conversation; what was said before is theirs to read as well.

    What two said to each other stays between them: adding to a conversation of two opens
    another one. Returns the conversation to go on in.
    """
    access.require(actor, "invite", space)
    if not space.is_conversation:
        raise Refused(_("People are added to conversations; to a community, they are invited."))
    people = _others(actor, people)
    inside = list(Person.objects.filter(subscriptions__space=space))
    fresh = [person for person in people if person not in inside]
    if not fresh:
        return space
    if not space.name and len(inside) <= 2:
        return open_conversation(actor, [*(p for p in inside if p.is_active), *fresh])
    with held(space):
        access.require(actor, "invite", space)
        _refuse_a_crowd(Subscription.objects.filter(space=space).count() + len(fresh))
        seated = _seat(space, fresh)
        count(space, seated)
        for person in fresh:
            journal.record(actor, "space.person_added", space=space, person=person)
    return space


def rename(actor: Person, space: Space, name: str) -> Space:
    """Give a conversation a name, or (empty) take it away."""
    access.require(actor, "rename", space)
    name = _clean_name(name)
    with held(space):
        if space.name != name:
            space.name = name
            space.version += 1
            space.save(update_fields=["name", "version"])
            journal.record(actor, "space.renamed", space=space, data={"name": name})
    return space


def conversation_of(people: list[Person]) -> Space | None:
    """Find the unnamed conversation whose people are exactly these, leavers counted."""
    everybody = {person.pk for person in people}
    others = Subscription.objects.filter(space=OuterRef("pk")).exclude(person__in=everybody)
    spaces = Space.objects.filter(kind=Space.Kind.CONVERSATION, name="")
    for person in everybody:
        spaces = spaces.filter(
            pk__in=Subscription.objects.filter(person=person, state=State.ACTIVE).values("space")
        )
    return spaces.exclude(Exists(others)).order_by("pk").first()


def _one_at_a_time(people: list[Person]) -> None:
    """Let two who write to each other at the same moment open one conversation."""
    key = "conversation:" + ",".join(sorted(str(person.pk) for person in people))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def _others(actor: Person, people: list[Person]) -> list[Person]:
    """Return the people besides the actor, each once; asks whether they may be written to."""
    others = list({person.pk: person for person in people if person.pk != actor.pk}.values())
    for person in others:
        access.require(actor, "message", person)
    return others


def _seat(space: Space, people: list[Person], **fields: object) -> int:
    """Add people to a conversation; returns how many."""
    rows = [
        Subscription(
            person=person,
            space=space,
            level=Subscription.Level.ALL,
            comes_home=False,
            **fields,
        )
        for person in people
    ]
    return len(Subscription.objects.bulk_create(rows))


def _refuse_a_crowd(number: int) -> None:
    if number > MOST:
        raise Refused(_("A conversation holds fifty people at most; a community suits more."))


def _clean_name(name: str) -> str:
    name = one_line(name.replace("\x00", ""))
    if len(name) > 120:
        raise Refused(_("A name has 120 letters at most."))
    return name
