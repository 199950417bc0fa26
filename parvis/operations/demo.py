"""The sample company: filled in once, with links for three of its people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from parvis.kernel.console import said, translated
from parvis.operations.runtime import say

if TYPE_CHECKING:
    from parvis.people.models import Person


def fill_once() -> None:
    """Fill in the sample company where nobody is yet; all of it or, when interrupted, nothing."""
    from parvis.people.models import Person

    if Person.objects.filter(is_admin=True).exists():
        return
    from seeds.load import fill

    fill(lambda step: say(said("Filling in the sample company: %(step)s …", step=step)))


def welcome(url: str, data: Path) -> None:
    """Say where it runs, how to get in as whom, and where the mails go."""
    from django.conf import settings

    from parvis.people.verbs import sign_in_link

    lines = [
        said("Parvis runs at %(url)s", url=url),
        "",
        said("Look around as (each link works once, for ten minutes):"),
    ]
    for part, person in cast():
        who = f"{person.name}, {person.title}" if person.title else person.name
        lines += [
            said("  %(part)s: %(who)s", part=part, who=who),
            f"    {url}{sign_in_link(person)}",
        ]
    lines += ["", said("More of them: ./bin/parvis sign-in-link HANDLE")]
    if not settings.MAIL_URL:
        folder = data / "mail"
        lines += [said("No mail relay is configured: mails are kept in %(folder)s", folder=folder)]
    lines += [said("Ctrl-C stops it; the data stays.")]
    print("\n".join(map(translated, lines)), flush=True)


def cast() -> list[tuple[str, Person]]:
    """Three people to see the network as: what they are, and who."""
    from parvis.people.models import Person
    from parvis.spaces.models import Space, Subscription

    everybody = Person.objects.filter(is_active=True, kind=Person.Kind.EMPLOYEE).order_by("pk")
    managing = Subscription.objects.filter(
        state=Subscription.State.ACTIVE,
        role=Subscription.Role.MANAGER,
        space__kind=Space.Kind.COMMUNITY,
    ).values("person")
    plain = everybody.filter(is_admin=False)
    found = [
        (said("an employee"), plain.exclude(pk__in=managing).first()),
        (said("a community manager"), plain.filter(pk__in=managing).first()),
        (said("the administrator"), everybody.filter(is_admin=True).first()),
    ]
    return [(part, person) for part, person in found if person is not None]
