"""How many people a rule may bring in: it fills their home pages, so it has a limit."""

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis import access
from parvis.kernel.errors import Refused
from parvis.people.models import Person
from parvis.spaces import audience
from parvis.spaces.audience.rule import Rule


def must_not_reach_too_many(actor: Person, rule: Rule | None) -> None:
    """Raise Refused for a rule that means more people than ``actor`` may bring in at once."""
    if rule is not None and (why := too_many(actor, audience.count(rule))):
        raise Refused(why)


def too_many(actor: Person, number: int) -> str:
    """Return why ``actor`` may not bring so many people in by a rule; empty where they may.

    Administrators may (of communities that they manage); others up to ``PARVIS_AUDIENCE_LIMIT``.
    """
    limit: int = settings.AUDIENCE_LIMIT
    if number <= limit or access.can(actor, "administer", None):
        return ""
    means = ngettext("This rule means %(n)s person.", "This rule means %(n)s people.", number)
    allowed = _("Above %(limit)s, only an administrator can set it: ask one to, or narrow it down.")
    figures = {"n": number_format(number, force_grouping=True)}
    return f"{means % figures} {allowed % {'limit': number_format(limit, force_grouping=True)}}"
