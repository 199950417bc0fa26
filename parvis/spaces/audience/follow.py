"""Membership follows the rule: set-based, for a whole space, or for a few people.

Rows made by hand stay as they are. Whoever was invited or had asked and is meant by the rule is
in; whoever is banned stays out.
"""

from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, transaction

from parvis import journal
from parvis.journal.models import Entry
from parvis.people.models import Person
from parvis.spaces.audience.facts import facts_of, group_of
from parvis.spaces.audience.rule import managers
from parvis.spaces.audience.sql import condition
from parvis.spaces.models import Space, Subscription

# What a rule may ask of a person; other changes move nobody.
ASKED: Final = frozenset(
    {"country", "site", "department", "languages", "manager", "kind", "is_active"}
)

# Above this number of people, a space is brought in line as a whole.
MANY: Final = 200

# In the order of people, so that each page of the indexes by person is changed and logged once.
_FOLLOW: Final = """
WITH meant AS MATERIALIZED (SELECT p.id FROM people_person p WHERE {where} {among}),
came AS (
  INSERT INTO spaces_subscription
    (person_id, space_id, state, role, level, source, comes_home, created_at)
  SELECT m.id, %(space)s, 'active', 'member', 'mentions', 'rule', TRUE, now()
  FROM meant m WHERE NOT EXISTS (
    SELECT 1 FROM spaces_subscription s
    WHERE s.space_id = %(space)s AND s.person_id = m.id AND s.state IN ('active', 'banned'))
  ORDER BY m.id
  ON CONFLICT (person_id, space_id) DO UPDATE SET state = 'active', source = 'rule'
    WHERE spaces_subscription.state IN ('requested', 'invited')
  RETURNING person_id),
gone AS (
  DELETE FROM spaces_subscription p USING people_person o
  WHERE p.space_id = %(space)s AND p.source = 'rule' AND p.state = 'active'
    AND o.id = p.person_id AND NOT EXISTS (SELECT 1 FROM meant m WHERE m.id = p.person_id) {rows}
  RETURNING p.person_id, o.is_active)
SELECT person_id, TRUE, TRUE FROM came UNION ALL SELECT person_id, FALSE, is_active FROM gone
"""

_RECOUNT: Final = """
UPDATE spaces_space sp SET members_count = n.count
FROM (SELECT s.space_id, count(*) AS count FROM spaces_subscription s
      JOIN people_person p ON p.id = s.person_id
      WHERE s.state = 'active' AND p.is_active {where} GROUP BY s.space_id) n
WHERE sp.id = n.space_id AND sp.members_count <> n.count
"""


@dataclass(frozen=True)
class Effect:
    """How many came and went."""

    joined: int = 0
    left: int = 0

    def __add__(self, other: "Effect") -> "Effect":
        """Add up two effects."""
        return Effect(self.joined + other.joined, self.left + other.left)


def apply(space: Space) -> Effect:
    """Bring a whole space's members in line with its rule, and count them anew.

    The journal gets one entry, if anybody came or went.
    """
    with transaction.atomic():
        space.refresh_from_db(from_queryset=Space.objects.select_for_update(no_key=True))
        moved = _follow(space, None)
        effect = Effect(
            joined=sum(came for _person, came, _active in moved),
            left=sum(not came for _person, came, _active in moved),
        )
        _run(_RECOUNT.format(where="AND s.space_id = %(space)s"), {"space": space.pk})
        if moved:
            data = {"joined": effect.joined, "left": effect.left}
            journal.record(None, "space.rule_applied", space=space, data=data)
    return effect


def apply_to(space: Space, people: list[int]) -> None:
    """Bring a few people in or out of a space as its rule says; each is journalled."""
    if space.audience is None:
        return
    with transaction.atomic():
        space.refresh_from_db(from_queryset=Space.objects.select_for_update(no_key=True))
        moved = _follow(space, people)
        change = sum((1 if came else -1) for _person, came, active in moved if active)
        _run(
            "UPDATE spaces_space SET members_count = members_count + %(change)s"
            " WHERE id = %(space)s",
            {"change": change, "space": space.pk},
        )
        persons = Person.objects.in_bulk([person for person, _came, _active in moved])
        for number, came, _active in moved:
            verb = "space.joined" if came else "space.left"
            person = persons[number]
            journal.record(None, verb, space=space, person=person, data={"by": "rule"})


def apply_all() -> Effect:
    """Bring every ruled space in line, and every count: after a directory came in as a whole."""
    total = Effect()
    for space in Space.objects.filter(audience__isnull=False).order_by("pk"):
        total += apply(space)
    recount()
    return total


def recount() -> None:
    """Make every space's number of people true, whatever a bulk change did to people."""
    with transaction.atomic():
        _run(_RECOUNT.format(where=""), {})
        _run(
            "UPDATE spaces_space sp SET members_count = 0 WHERE members_count <> 0 AND NOT EXISTS ("
            " SELECT 1 FROM spaces_subscription s JOIN people_person p ON p.id = s.person_id"
            " WHERE s.space_id = sp.id AND s.state = 'active' AND p.is_active)",
            {},
        )


def follow_directory(entry: Entry) -> None:
    """Let one person's memberships follow what changed about them.

    Listens to the verbs on persons. Imports are quiet, and end with one ``apply_all()``.
    """
    fields = entry.data.get("fields")
    if entry.quiet or entry.person_id is None or (fields is not None and not ASKED & set(fields)):
        return
    person = Person.objects.get(pk=entry.person_id)
    rules = dict(
        Space.objects.filter(audience__isnull=False).order_by("pk").values_list("pk", "audience")
    )
    affected = set(_differing(person, rules))
    people = [person.pk]
    if fields is not None and "manager" in fields and (teams := _under(person)):
        people += teams
        affected |= {pk for pk, rule in rules.items() if managers(rule)}
    for space in Space.objects.filter(pk__in=affected).order_by("pk"):
        if len(people) > MANY:
            apply(space)
        else:
            apply_to(space, people)


def _differing(person: Person, rules: dict[int, Any]) -> list[int]:
    """Return the spaces where a person's row is not what the rule says."""
    facts = facts_of(person)
    rows = {
        row.space_id: row for row in Subscription.objects.filter(person=person, space__in=rules)
    }
    differing = []
    for pk, rule in rules.items():
        row = rows.get(pk)
        meant = group_of(rule, facts) is not None
        waits = row is None or row.state in (
            Subscription.State.REQUESTED,
            Subscription.State.INVITED,
        )
        by_rule = row is not None and row.is_active and row.source == Subscription.Source.RULE
        if (meant and waits) or (not meant and by_rule):
            differing.append(pk)
    return differing


def _under(person: Person) -> list[int]:
    where, params = condition({"any": [{"under": str(person.pk)}]})
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT p.id FROM people_person p WHERE {where}", params)
        return [id_ for (id_,) in cursor.fetchall()]


def _follow(space: Space, people: list[int] | None) -> list[tuple[int, bool, bool]]:
    """Insert and delete rows as the rule says; returns (person, came, is active) of each."""
    where, values = condition(space.audience)
    named = {f"v{i}": value for i, value in enumerate(values)}
    where = where % tuple(f"%(v{i})s" for i in range(len(values)))
    sql = _FOLLOW.format(
        where=where,
        among="" if people is None else "AND p.id = ANY(%(people)s)",
        rows="" if people is None else "AND p.person_id = ANY(%(people)s)",
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, named | {"space": space.pk, "people": people})
        return [(person, came, active) for person, came, active in cursor.fetchall()]


def _run(sql: str, params: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def count_out(entry: Entry) -> None:
    """Take a leaver out of the counts of all their spaces; their rows stay, should they return."""
    _count_everywhere(entry, -1)


def count_in(entry: Entry) -> None:
    """Count somebody who returns."""
    _count_everywhere(entry, +1)


def _count_everywhere(entry: Entry, change: int) -> None:
    if entry.person_id is None:
        return
    # Held in order first, so that two who leave at once wait for each other instead of locking.
    mine = Subscription.objects.filter(person=entry.person_id, state=Subscription.State.ACTIVE)
    spaces = Space.objects.select_for_update(no_key=True).filter(pk__in=mine.values("space"))
    ids = list(spaces.order_by("pk").values_list("pk", flat=True))
    _run(
        "UPDATE spaces_space SET members_count = greatest(members_count + %(change)s, 0)"
        " WHERE id = ANY(%(ids)s)",
        {"change": change, "ids": ids},
    )
