"""Over random companies, the SQL of a rule, its plain reading and an oracle of its own agree."""

from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parvis.people.models import Person
from parvis.spaces import audience
from parvis.spaces.models import Space, Subscription

COUNTRIES, SITES = ["FR", "ES", ""], ["Douai", "Vigo", ""]
DEPARTMENTS, LANGUAGES = ["Quality", "IT’s “own”", "100 %", ""], ["fr", "es", "tr"]
SIZE = 7


def some(values: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from([v for v in values if v]), min_size=1, max_size=2)


people = st.lists(
    st.fixed_dictionaries(
        {
            "country": st.sampled_from(COUNTRIES),
            "site": st.sampled_from(SITES),
            "department": st.sampled_from(DEPARTMENTS),
            "languages": st.lists(st.sampled_from(LANGUAGES), max_size=2, unique=True),
            "kind": st.sampled_from(["employee", "employee", "employee", "guest", "bot"]),
            "is_active": st.sampled_from([True, True, True, False]),
            "manager": st.none() | st.integers(0, SIZE - 1),  # circles and oneself included
            "row": st.sampled_from([None, None, "rule", "hand", "invited", "requested", "banned"]),
        }
    ),
    min_size=1,
    max_size=SIZE,
)
groups = st.fixed_dictionaries(
    {},
    optional={
        "country": some(COUNTRIES),
        "site": some(SITES),
        "department": some(DEPARTMENTS),
        "language": some(LANGUAGES),
        "under": st.integers(0, SIZE - 1),
    },
).filter(bool)


def reports_to(company: list[dict[str, Any]], who: int, boss: int) -> bool:
    """Walk up from ``who``, as one would with a finger on the chart."""
    seen: set[int] = set()
    at = company[who]["manager"]
    while at is not None and at < len(company) and at not in seen:
        if at == boss:
            return who != boss
        seen.add(at)
        at = company[at]["manager"]
    return False


def meant(company: list[dict[str, Any]], rule: list[dict[str, Any]], who: int) -> bool:
    """The rule in plain sentences."""
    one = company[who]
    if one["kind"] != "employee" or not one["is_active"]:
        return False
    for group in rule:
        fits = True
        for facet in ("country", "site", "department"):
            if facet in group:
                fits = fits and one[facet] in group[facet]
        if "language" in group:
            fits = fits and any(spoken in group["language"] for spoken in one["languages"])
        if "under" in group:
            fits = fits and reports_to(company, who, group["under"])
        if fits:
            return True
    return False


@pytest.mark.django_db
@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(company=people, rule=st.lists(groups, min_size=1, max_size=3))
def test_the_rule_means_the_same_everywhere(
    db: None, company: list[dict[str, Any]], rule: list[dict[str, Any]]
) -> None:
    rule = [g for g in rule if g.get("under", 0) < len(company)]
    if not rule:
        return
    Person.objects.all().delete()
    rows = Person.objects.bulk_create(
        Person(
            handle=f"h{i}",
            name=f"N{i}",
            **{k: v for k, v in one.items() if k not in ("manager", "row")},
        )
        for i, one in enumerate(company)
    )
    for i, one in enumerate(company):
        if one["manager"] is not None and one["manager"] < len(company):
            rows[i].manager = rows[one["manager"]]
            rows[i].save()
    read = audience.read(
        {"any": [g | ({"under": str(rows[g["under"]].pk)} if "under" in g else {}) for g in rule]}
    )
    expected = {rows[i].pk for i in range(len(company)) if meant(company, rule, i)}

    where, params = audience.condition(read)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT p.id FROM people_person p WHERE {where}", params)
        assert {pk for (pk,) in cursor.fetchall()} == expected
    fresh = Person.objects.in_bulk([each.pk for each in rows])
    assert {pk for pk, each in fresh.items() if audience.matches(read, each)} == expected
    assert audience.preview(read)[0] == len(expected)
    for pk, each in fresh.items():
        assert bool(audience.reason(read, each)) == (pk in expected)
    assert audience.describe(read)

    space = Space.objects.create(kind="community", name="S", audience=read)
    _seat(space, rows, company)
    audience.apply(space)
    first = _check(space, rows, company, expected)
    audience.apply_to(space, [each.pk for each in rows])
    assert _check(space, rows, company, expected) == first


def _seat(space: Space, rows: list[Person], company: list[dict[str, Any]]) -> None:
    for each, one in zip(rows, company, strict=True):
        if one["row"] is None:
            continue
        state = "active" if one["row"] in ("rule", "hand") else one["row"]
        source = "rule" if one["row"] == "rule" else "hand"
        Subscription.objects.create(person=each, space=space, state=state, source=source)


def _check(
    space: Space, rows: list[Person], company: list[dict[str, Any]], expected: set[int]
) -> set[tuple[int, str, str]]:
    found = {s.person_id: s for s in Subscription.objects.filter(space=space)}
    for each, one in zip(rows, company, strict=True):
        row = found.get(each.pk)
        state = row.state if row else None
        if one["row"] == "banned":
            assert state == "banned"
        elif one["row"] == "hand":
            assert state == "active"
            assert row is not None
            assert row.source == "hand"
        elif each.pk in expected:
            assert state == "active"
            assert row is not None
            assert row.source == "rule"
        else:
            assert state == (one["row"] if one["row"] in ("invited", "requested") else None)
    space.refresh_from_db()
    active = sum(
        1 for each in rows if each.is_active and each.pk in found and found[each.pk].is_active
    )
    assert space.members_count == active
    return {(s.person_id, s.state, s.source) for s in found.values()}
