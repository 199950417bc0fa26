"""Forms of administration."""

import re
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from parvis.people.countries import country_choices
from parvis.people.forms import ManagerField
from parvis.people.models import Person


class InviteForm(forms.Form):
    """One person to invite."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("Without one, give them a code afterwards."),
    )
    kind = forms.ChoiceField(
        label=_("Comes as"),
        choices=[(Person.Kind.EMPLOYEE, _("Employee")), (Person.Kind.GUEST, _("Guest"))],
        help_text=_("Guests see only the communities they are invited to."),
    )
    title = forms.CharField(label=_("Title"), max_length=160, required=False)
    department = forms.CharField(label=_("Department"), max_length=120, required=False)
    site = forms.CharField(label=_("Site"), max_length=120, required=False)
    country = forms.ChoiceField(label=_("Country"), choices=country_choices, required=False)
    manager = ManagerField(
        label=_("Manager"), required=False, help_text=_("Their handle, or their full name.")
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list of people to invite."""

    text: str
    name: str = ""
    email: str = ""


class InviteManyForm(forms.Form):
    """Many people to invite, one a line."""

    lines = forms.CharField(
        label=_("People"),
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=_("One a line: Zoé Martin <zoe.martin@example.com>, or only the address."),
    )

    MOST = 200

    def clean_lines(self) -> list[Line]:
        """Read the lines; one that holds no address comes back without."""
        texts = [t for t in (x.strip() for x in self.cleaned_data["lines"].splitlines()) if t]
        if len(texts) > self.MOST:
            raise ValidationError(
                _("At most %(n)s at once; for more, use the import.") % {"n": self.MOST}
            )
        return [_read(text) for text in texts]


def _read(text: str) -> Line:
    """Find the address in a line; what remains is the name."""
    found = re.search(r"[^\s<>;,\"]+@[^\s<>;,\"]+", text)
    if not found:
        return Line(text)
    email = found.group().strip(".")
    try:
        validate_email(email)
    except ValidationError:
        return Line(text)
    name = " ".join((text[: found.start()] + " " + text[found.end() :]).split())
    name = name.strip(" <>;,\"'\t") or _name_from(email)
    return Line(text, name[:120], email)


def _name_from(email: str) -> str:
    """zoe.martin@… is Zoe Martin until she says otherwise."""
    words = re.split(r"[._+\-]+", email.split("@", maxsplit=1)[0])
    return " ".join(word.capitalize() for word in words if word)


class AppointForm(forms.Form):
    """Who is to run a community."""

    manager = ManagerField(label=_("New manager"))
