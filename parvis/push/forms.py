"""The form of what comes to one's devices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.push import choices
from parvis.push.models import Preferences


class PreferencesForm(forms.Form):
    """A box for each kind, and one for working hours."""

    keeps_hours = forms.BooleanField(
        label=_("Only in my working hours"),
        required=False,
        help_text=_("The rest waits for the morning, except what you mark as urgent."),
    )

    def __init__(self, *args: Any, preferences: Preferences, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["keeps_hours"] = preferences.keeps_hours
        for kind in choices.DEFAULTS:
            self.fields[f"kind_{kind}"] = forms.BooleanField(
                label=str(choices.label(kind)),
                required=False,
                initial=choices.wants(preferences, kind),
            )

    def kinds(self) -> list[forms.BoundField]:
        """Return each kind's box."""
        return [self[f"kind_{kind}"] for kind in choices.DEFAULTS]

    def chosen(self) -> dict[str, bool]:
        """Return what was chosen, by kind."""
        return {str(kind): self.cleaned_data[f"kind_{kind}"] for kind in choices.DEFAULTS}
