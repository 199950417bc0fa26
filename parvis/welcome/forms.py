"""Forms of the first five minutes: the shape of what is typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.people.languages import LANGUAGE_CHOICES
from parvis.people.models import Person
from parvis.welcome.illustrations import NAMES


class PhotoForm(forms.Form):
    """A photo, or one of the drawings."""

    photo = forms.FileField(
        label=_("A photo of you"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    illustration = forms.ChoiceField(
        required=False, choices=[(name, words) for name, words in NAMES.items()]
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two, unless there is a photo already."""
        data = super().clean() or self.cleaned_data
        chosen = data.get("photo") or data.get("illustration")
        if not chosen and not self.person.photo_id and not self.errors:
            raise forms.ValidationError(_("Please choose a photo or a drawing, or skip this."))
        return data


class AboutForm(forms.Form):
    """What colleagues may ask, in two words or so, and the languages one speaks."""

    first = forms.CharField(label=_("A first subject"), required=False, max_length=80)
    second = forms.CharField(label=_("A second one"), required=False, max_length=80)
    languages = forms.MultipleChoiceField(
        label=_("Languages I speak"),
        required=False,
        choices=LANGUAGE_CHOICES,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        self.person = person
        first, second, *_rest = [*person.skills, "", ""]
        initial = {"first": first, "second": second, "languages": person.languages}
        super().__init__(*args, **kwargs)
        self.initial = initial
        for name in ("first", "second"):
            self.fields[name].widget.attrs = {"list": "skills-nearby", "autocomplete": "off"}

    def changes(self) -> dict[str, list[str]]:
        """Return the profile fields as they should be: further skills and languages stay."""
        typed = (" ".join(self.cleaned_data[name].split()) for name in ("first", "second"))
        known = dict(LANGUAGE_CHOICES)
        others = [code for code in self.person.languages if code not in known]
        return {
            "skills": list(dict.fromkeys([*filter(None, typed), *self.person.skills[2:]])),
            "languages": [*self.cleaned_data["languages"], *others],
        }
