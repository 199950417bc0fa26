"""Letters to people about getting in, in their language; sent by the worker."""

from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from parvis.people import house
from parvis.people.models import Person, SignInKey
from parvis.people.verbs.keys import make_key


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter says: a few sentences and one thing to do."""

    subject: str
    lines: list[str]
    button: str
    url: str
    after: list[str]


def send(person: Person, letter: Letter, language: str) -> None:
    """Send a letter to a person as text and HTML; raises what the mail relay raises."""
    words = {"person": person, "letter": letter, "house": house.current(), "language": language}
    message = EmailMultiAlternatives(
        letter.subject,
        render_to_string("people/letters/letter.txt", words),
        settings.DEFAULT_FROM_EMAIL,
        [person.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("people/letters/letter.html", words), "text/html")
    message.send()


def write_link(login: str, language: str, then: str = "") -> bool:
    """Send a sign-in link to whoever has this address or handle; tells if there is somebody.

    ``then`` names where the link leads (``password``, or nothing for home). Looked up here, by
    the worker, so that the page asking for it takes equally long for anybody.
    """
    person = (
        Person.objects.filter(Q(email__iexact=login) | Q(handle__iexact=login), is_active=True)
        .exclude(email="")
        .exclude(kind=Person.Kind.BOT)
        .first()
    )
    if person is None:
        return False
    language = person.locale or language
    with translation.override(language):
        secret = make_key(SignInKey.Purpose.LINK, person)
        name = house.current().name
        letter = Letter(
            _("Your way in to %(company)s") % {"company": name},
            [_("you asked for a link to sign in to %(company)s.") % {"company": name}],
            _("Sign in"),
            f"{settings.SITE_URL}/enter/{secret}" + (f"?then={then}" if then else ""),
            [
                _("It works once, for half an hour."),
                _("You did not ask for it? Then do nothing: nobody gets in without this letter."),
            ],
        )
        send(person, letter, language)
    return True


def write_invitation(person_id: int, by_id: int) -> bool:
    """Send an invitation; nothing when the person left or lost the address meanwhile."""
    person = Person.objects.filter(pk=person_id, is_active=True).exclude(email="").first()
    by = Person.objects.filter(pk=by_id).first()
    if person is None:
        return False
    language = person.locale or house.current().language
    with translation.override(language):
        secret = make_key(SignInKey.Purpose.INVITATION, person, by)
        name = house.current().name
        words = {"company": name, "name": str(by or name)}
        letter = Letter(
            _("%(name)s invites you to %(company)s") % words,
            [
                _("%(name)s invites you to %(company)s, our network: colleagues, communities, "
                  "questions and answers.") % words,
            ],
            _("Come in"),
            f"{settings.SITE_URL}/enter/{secret}",
            [_("The invitation is yours alone. It works once, for seven days.")],
        )  # fmt: skip
        send(person, letter, language)
    return True
