"""The shape of an audience rule: any of some groups, each of which asks for all its facets.

``{"any": [{"country": ["FR"], "department": ["Quality"], "under": "12"}, …]}``

Within a facet, any of its values; ``under`` is a manager's number, and means the people who
report to them, directly or not, without the manager.
"""

from typing import Any, Final

from django.utils.translation import gettext as _

from parvis.kernel.errors import Refused
from parvis.people.models import Person

LISTS: Final = ("country", "site", "department", "language")
UNDER: Final = "under"
MOST_GROUPS: Final = 20
MOST_VALUES: Final = 200
LONGEST_VALUE: Final = 160

type Group = dict[str, Any]
type Rule = dict[str, list[Group]]


def read(rule: Any) -> Rule | None:
    """Return a rule in its proper shape, or None for none.

    Raises Refused, saying what is wrong, for anything that would not mean what it seems to.
    """
    if not rule:
        return None
    if not isinstance(rule, dict) or set(rule) != {"any"} or not isinstance(rule["any"], list):
        raise Refused(_("The audience rule is not of the form {'any': […]}."))
    groups = [_read_group(group) for group in rule["any"]]
    if not groups:
        return None
    if len(groups) > MOST_GROUPS:
        raise Refused(_("An audience rule has 20 groups at most."))
    _know_managers(groups)
    return {"any": groups}


def _read_group(group: Any) -> Group:
    if not isinstance(group, dict):
        raise Refused(_("The audience rule is not of the form {'any': […]}."))
    if unknown := sorted(set(group) - {*LISTS, UNDER}):
        raise Refused(_("The audience rule does not know “%(name)s”.") % {"name": unknown[0]})
    proper: Group = {}
    for facet in LISTS:
        if values := _read_values(group.get(facet)):
            proper[facet] = values
    if group.get(UNDER):
        proper[UNDER] = str(group[UNDER])
    if not proper:
        raise Refused(_("Each group of the audience rule needs at least one condition."))
    return proper


def _read_values(values: Any) -> list[str]:
    if values is None:
        return []
    values = [values] if isinstance(values, str) else values
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise Refused(_("The audience rule takes words only."))
    words = sorted({value.strip() for value in values} - {""})
    if len(words) > MOST_VALUES or any(len(w) > LONGEST_VALUE or "\x00" in w for w in words):
        raise Refused(_("That is too much for one condition of the audience rule."))
    return words


def _know_managers(groups: list[Group]) -> None:
    wanted = {group[UNDER] for group in groups if UNDER in group}
    numbers = {int(w) for w in wanted if w.isascii() and w.isdigit() and len(w) < 19}
    known = set(Person.objects.filter(pk__in=numbers).values_list("pk", flat=True))
    if {str(pk) for pk in known} != wanted:
        raise Refused(_("The audience rule names a manager who is not in the directory."))


def managers(rule: Rule | None) -> set[int]:
    """Return the numbers of the managers that a rule names."""
    return {int(group[UNDER]) for group in (rule or {}).get("any", []) if UNDER in group}
