"""An audience rule in the reader's words."""

from collections.abc import Iterable

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from parvis.people.countries import country_name
from parvis.people.models import Person
from parvis.spaces.audience.facts import facts_of, group_of
from parvis.spaces.audience.rule import UNDER, Group, Rule, managers


def describe(rule: Rule | None) -> str:
    """Return whom a rule means: "Quality department in France; employees at Douai"."""
    if not rule:
        return ""
    names = _names(rule)
    groups = [_describe_group(group, names) for group in rule["any"]]
    return pgettext("between the groups of a rule", "; or ").join(groups)


def _describe_group(group: Group, names: dict[int, str]) -> str:
    text = (
        _("%(names)s department") % {"names": any_of(group["department"])}
        if "department" in group
        else _("employees")
    )
    for more in (
        "site" in group and _("at %(names)s") % {"names": any_of(group.get("site", []))},
        "country" in group
        and pgettext("a rule's countries", "in %(names)s")
        % {"names": any_of(sorted(country_name(code) for code in group.get("country", [])))},
        "language" in group
        and _("speaking %(names)s")
        % {"names": any_of(language(code) for code in group.get("language", []))},
        UNDER in group and _("under %(name)s") % {"name": names.get(int(group.get(UNDER, 0)), "?")},
    ):
        if more:
            text = pgettext("two conditions of a rule", "%(first)s %(second)s") % {
                "first": text,
                "second": more,
            }
    return text


def reason(rule: Rule | None, person: Person) -> str:
    """Return why a rule means the reader: "You are here because your department is Quality."

    Empty where it does not.
    """
    group = group_of(rule, facts_of(person)) if rule else None
    if group is None:
        return ""
    return _("You are here because %(why)s.") % {"why": all_of(_because(group, person))}


def _because(group: Group, person: Person) -> Iterable[str]:
    if "department" in group:
        yield _("your department is %(name)s") % {"name": person.department}
    if "site" in group:
        yield _("your site is %(name)s") % {"name": person.site}
    if "country" in group:
        yield _("your country is %(name)s") % {"name": country_name(person.country)}
    if "language" in group:
        spoken = sorted(set(group["language"]) & set(person.languages))
        yield _("you speak %(name)s") % {"name": all_of(language(code) for code in spoken)}
    if UNDER in group:
        manager = Person.objects.filter(pk=group[UNDER]).first()
        yield _("you work in the teams of %(name)s") % {"name": manager.name if manager else "?"}


def _names(rule: Rule) -> dict[int, str]:
    wanted = managers(rule)
    if not wanted:
        return {}
    return dict(Person.objects.filter(pk__in=wanted).values_list("pk", "name"))


def any_of(words: Iterable[str]) -> str:
    """Join words as alternatives: "A, B or C"."""
    return _join(words, _("%(list)s or %(last)s"))


def all_of(words: Iterable[str]) -> str:
    """Join words that hold together: "A, B and C"."""
    return _join(words, _("%(list)s and %(last)s"))


def _join(words: Iterable[str], ending: str) -> str:
    *first, last = list(words)
    return ending % {"list": _(", ").join(first), "last": last} if first else last


def language(code: str) -> str:
    """Return a language's name in the reader's language; the code itself when it has none."""
    try:
        names = Locale.parse(get_language() or "en", sep="-").languages
    except (UnknownLocaleError, ValueError):
        return code
    return str(names.get(code, code))
