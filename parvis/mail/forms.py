"""The form of one's choices: per kind, the summary, the hours, and per space."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from parvis.mail import choices
from parvis.mail.models import Preferences

How = Preferences.How

# Announcements wait for nothing to be told together with.
OF_ANNOUNCEMENTS = [
    (How.NOW, How.NOW.label),
    (How.DIGEST, How.DIGEST.label),
    (How.OFF, How.OFF.label),
]


def hours() -> list[tuple[int, str]]:
    """Return the hours of a day."""
    return [(hour, f"{hour:02}:00") for hour in range(24)]


class PreferencesForm(forms.Form):
    """What comes by mail, how and when; each kind has a field of its own, and one for urgent."""

    digest = forms.ChoiceField(label=_("A summary"), choices=Preferences.Pace.choices)
    digest_day = forms.TypedChoiceField(
        label=_("On"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        help_text=_("For the weekly one."),
    )
    digest_hour = forms.TypedChoiceField(label=_("At"), choices=hours, coerce=int)
    keeps_hours = forms.BooleanField(
        label=_("Only in my working hours"),
        required=False,
        help_text=_("The rest waits for the morning, except what you mark as urgent."),
    )
    work_days = forms.TypedMultipleChoiceField(
        label=_("My working days"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    work_from = forms.TimeField(
        label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    work_until = forms.TimeField(
        label=_("Until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def __init__(self, *args: Any, preferences: Preferences, **kwargs: Any) -> None:
        own = {name: getattr(preferences, name) for name in self.base_fields}
        super().__init__(*args, **{"initial": own, **kwargs})
        for kind in choices.KINDS:
            offered = OF_ANNOUNCEMENTS if kind == choices.ANNOUNCEMENT else How.choices
            self.fields[f"how_{kind}"] = forms.ChoiceField(
                label=str(choices.label(kind)),
                choices=offered,
                initial=choices.how(preferences, kind),
            )
            self.fields[f"urgent_{kind}"] = forms.BooleanField(
                label=_("Urgent"), required=False, initial=kind in preferences.urgent
            )

    def kinds(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return each kind's two fields."""
        return [(self[f"how_{kind}"], self[f"urgent_{kind}"]) for kind in choices.KINDS]

    def chosen(self) -> dict[str, Any]:
        """Return the model's fields as chosen."""
        data = self.cleaned_data
        return {
            "kinds": {kind: data[f"how_{kind}"] for kind in choices.KINDS},
            "urgent": [kind for kind in choices.KINDS if data[f"urgent_{kind}"]],
            **{name: data[name] for name in self.base_fields},
        }
