"""The shape of what is typed about a community."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.spaces.models import Space


def told(word: Any, meaning: Any) -> Any:
    """A choice with what it means, in one line each."""
    return format_html(
        '<span><strong>{}</strong><br><span class="soft">{}</span></span>', word, meaning
    )


def visibility_choices() -> list[tuple[str, Any]]:
    """Return who can see it, in plain words."""
    return [
        (
            Space.Visibility.OPEN,
            told(
                pgettext_lazy("community", "Open"),
                _("All colleagues read it and join by themselves."),
            ),
        ),
        (
            Space.Visibility.CLOSED,
            told(
                pgettext_lazy("community", "Closed"),
                _("All colleagues see that it exists and may ask to join; members read it."),
            ),
        ),
        (
            Space.Visibility.SECRET,
            told(
                pgettext_lazy("community", "Secret"),
                _("Only members know it exists; one is invited."),
            ),
        ),
    ]


def policy_choices() -> list[tuple[str, Any]]:
    """Return who may start a post, in plain words."""
    return [
        (Space.Policy.MEMBERS, told(_("All members"), _("Whoever is in it starts a post."))),
        (
            Space.Policy.MANAGERS,
            told(_("Managers and moderators"), _("They post; everyone else comments and reacts.")),
        ),
    ]


class NewCommunity(forms.Form):
    """A community in a minute."""

    name = forms.CharField(label=_("Name"), max_length=120)
    description = forms.CharField(
        label=_("What is it for?"),
        max_length=4000,
        required=False,
        help_text=_("A sentence or two, so that the right people find it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    visibility = forms.ChoiceField(
        label=_("Who can see it?"),
        choices=visibility_choices,
        initial=Space.Visibility.OPEN,
        widget=forms.RadioSelect,
    )


class CommunitySettings(forms.Form):
    """All that its managers decide."""

    name = forms.CharField(label=_("Name"), max_length=120)
    description = forms.CharField(
        label=_("What is it for?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    picture = forms.FileField(
        label=_("Picture"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"})
    )
    no_picture = forms.BooleanField(label=_("Take the picture away"), required=False)
    cover = forms.FileField(
        label=_("Cover"),
        required=False,
        help_text=_("A wide picture at the top of the page."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    no_cover = forms.BooleanField(label=_("Take the cover away"), required=False)
    visibility = forms.ChoiceField(
        label=_("Who can see it?"), choices=visibility_choices, widget=forms.RadioSelect
    )
    policy = forms.ChoiceField(
        label=_("Who may start a post?"), choices=policy_choices, widget=forms.RadioSelect
    )
