"""An audience rule as a form: groups of boxes to tick, which work without JavaScript."""

import re
from dataclasses import dataclass, field
from typing import Any, Self

from django.http import QueryDict
from django.utils.translation import gettext as _

from parvis.kernel.errors import Refused
from parvis.people.countries import country_name
from parvis.people.models import Person
from parvis.spaces.audience.choices import Choices
from parvis.spaces.audience.rule import LISTS, MOST_GROUPS, UNDER, Rule, read
from parvis.spaces.audience.words import language

_NAME = re.compile(r"g(\d{1,2})-(country|site|department|language|under)")


@dataclass
class RuleForm:
    """What stands in the form: each group's chosen values, and the manager's handle as typed."""

    groups: list[dict[str, Any]]
    errors: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, rule: Rule | None) -> Self:
        """Return the form of a rule as it is kept."""
        groups = [dict(group) for group in (rule or {}).get("any", [])]
        wanted = [group[UNDER] for group in groups if UNDER in group]
        handles = {
            str(pk): handle
            for pk, handle in Person.objects.filter(pk__in=wanted).values_list("pk", "handle")
        }
        for group in groups:
            if UNDER in group:
                group[UNDER] = handles.get(group[UNDER], "")
        return cls(groups)

    @classmethod
    def typed(cls, data: QueryDict) -> Self:
        """Return the form as it was sent; groups with nothing in them are left out."""
        found: dict[int, dict[str, Any]] = {}
        for name in data:
            match = _NAME.fullmatch(name)
            if match is None or int(match[1]) > MOST_GROUPS:
                continue
            group = found.setdefault(int(match[1]), {})
            if match[2] == UNDER:
                if typed := str(data.get(name, "")).strip():
                    group[UNDER] = typed[:120]
            elif values := [value for value in data.getlist(name) if value]:
                group[match[2]] = values
        return cls([group for _number, group in sorted(found.items()) if group])

    def rule(self) -> Rule | None:
        """Return the rule that stands in the form, or None for an empty one; raises Refused."""
        groups = []
        for group in self.groups:
            proper: dict[str, Any] = {name: group[name] for name in LISTS if name in group}
            if UNDER in group:
                proper[UNDER] = str(_manager(group[UNDER]).pk)
            groups.append(proper)
        return read({"any": groups})

    def shown(self, choices: Choices, *, blank: bool) -> list[dict[str, Any]]:
        """Return each group with its facets, their values (chosen or not) and field names."""
        groups = [*self.groups, {}] if blank else self.groups
        return [
            {
                "number": number,
                "under": group.get(UNDER, ""),
                "facets": [_facet(facet, number, group, choices) for facet in LISTS],
            }
            for number, group in enumerate(groups)
        ]


def _manager(typed: str) -> Person:
    """Return whom a handle or a full name means; raises Refused for nobody and for several."""
    people = Person.objects.filter(handle=typed.lstrip("@").lower())
    found = list(people[:1]) or list(Person.objects.filter(name__iexact=typed)[:2])
    if not found:
        raise Refused(_("Nobody is called “%(name)s” here.") % {"name": typed})
    if len(found) > 1:
        raise Refused(
            _("Several people are called %(name)s: please give the handle.") % {"name": typed}
        )
    return found[0]


def _facet(facet: str, number: int, group: dict[str, Any], choices: Choices) -> dict[str, Any]:
    chosen = group.get(facet, [])
    named = {"country": country_name, "language": language}.get(facet, str)
    known = dict(choices[facet])
    values = {value: known.get(value, 0) for value in [*known, *chosen]}
    labels = {
        "country": _("Country"),
        "site": _("Site"),
        "department": _("Department"),
        "language": _("Language"),
    }
    return {
        "label": labels[facet],
        "name": f"g{number}-{facet}",
        "chosen": [named(value) for value in chosen],
        "values": sorted(
            (
                {
                    "value": value,
                    "label": named(value),
                    "people": people,
                    "chosen": value in chosen,
                }
                for value, people in values.items()
            ),
            key=lambda each: str(each["label"]).casefold(),
        ),
    }
