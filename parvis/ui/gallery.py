"""Sample words for the gallery of components."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone


@dataclass(frozen=True)
class Sample:
    """Something with a name and perhaps a face."""

    pk: int
    name: str
    about: str = ""
    photo_url: str | None = None


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Name", help_text="As your colleagues know you.")
    about = forms.CharField(label="About", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    email = forms.EmailField(label="E-mail")
    kind = forms.ChoiceField(label="Country", choices=[("fr", "France"), ("ro", "Romania")])
    visibility = forms.ChoiceField(
        label="Who can see it",
        widget=forms.RadioSelect,
        choices=[("open", "Everyone"), ("closed", "Members"), ("secret", "Members alone know it")],
    )
    photo = forms.FileField(label="Photo", required=False)
    quiet = forms.BooleanField(label="Tell me only about mentions", required=False)


PEOPLE = [
    Sample(1, "Marie Dupont", "Quality engineer · Lyon"),
    Sample(2, "Ioana Popescu", "Line lead, assembly · Pitești"),
    Sample(3, "Thomas Keller", "Maintenance planner · Stuttgart"),
    Sample(4, "Ayşe Yılmaz", "Purchasing · Bursa"),
    Sample(5, "João Ferreira", "IT support · Porto"),
    Sample(6, "Lucía Navarro", "Apprentice, paint shop · Valladolid"),
    Sample(7, "Karim Benali", "Plant director · Douai"),
]
SPACES = [
    Sample(21, "Quality circle", "What we found, what we changed, what it saved."),
    Sample(22, "Cyclists of Lyon", "Routes, repairs, and who rides on Thursday."),
    Sample(23, "Ask IT anything", "No question is too small."),
]


def context() -> dict[str, Any]:
    """What the gallery page shows."""
    now: datetime = timezone.now()
    return {
        "people": PEOPLE,
        "spaces": SPACES,
        "person": PEOPLE[0],
        "space": SPACES[0],
        "recently": now - timedelta(minutes=12),
        "earlier": now - timedelta(hours=5),
        "form": SampleForm({"name": "", "email": "marie@", "kind": "fr", "visibility": "open"}),
    }
