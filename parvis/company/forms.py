"""Forms about the company."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from parvis.company.models import Company
from parvis.people.forms import password_field, zone_choices
from parvis.people.models import Person
from parvis.ui.accent import is_colour

if TYPE_CHECKING:
    CompanyModelForm = forms.ModelForm[Company]
else:
    CompanyModelForm = forms.ModelForm


def company_zones() -> list[tuple[str, Any]]:
    """Return the time zones without the choice of none."""
    return [("UTC", "UTC"), *zone_choices()[1:]]


class SetUpForm(forms.Form):
    """The company and its first administrator, on one page."""

    name = forms.CharField(label=_("Name of the company"), max_length=120)
    language = forms.ChoiceField(label=_("First language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=company_zones)
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("A picture, square at best. It can wait."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    person_name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("You become the first administrator."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = password_field(_("A password"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = _("At least twelve characters.")

    def clean_password(self) -> str:
        """Refuse weak ones."""
        password: str = self.cleaned_data["password"]
        words = self.cleaned_data
        validate_password(
            password, Person(name=words.get("person_name", ""), email=words.get("email", ""))
        )
        return password


# The accents that the style sheet knows, each tested for contrast by day and by night.
ACCENTS = [("", _("Parvis’s own")), *((str(hue), str(hue)) for hue in range(0, 360, 15))]


class AccentSelect(forms.RadioSelect):
    """A row of colours to choose from."""

    template_name = "company/accents.html"


class CompanyForm(CompanyModelForm):
    """What pages say and show of the company."""

    language = forms.ChoiceField(
        label=_("First language"),
        choices=settings.LANGUAGES,
        help_text=_("Of letters and pages for people who have not chosen one."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=company_zones)
    accent = forms.TypedChoiceField(
        label=_("Colour"),
        choices=ACCENTS,
        required=False,
        coerce=int,
        empty_value=None,
        widget=AccentSelect,
        help_text=_("Each is readable by day and by night."),
    )
    brand = forms.CharField(
        label=_("Or a colour of your own"),
        max_length=7,
        required=False,
        help_text=_(
            "As # and six figures, like #0d5a63. It is made darker by day and lighter by night"
            " where words could not be read otherwise."
        ),
        widget=forms.TextInput(
            attrs={"placeholder": "#", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    logo_file = forms.FileField(
        label=_("Logo"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"})
    )
    no_logo = forms.BooleanField(label=_("Remove the logo"), required=False)

    class Meta:
        model = Company
        fields = ("name", "tagline", "language", "time_zone", "accent", "brand")
        help_texts = {"tagline": _("One line under the name on the sign-in page.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.logo_id:
            del self.fields["no_logo"]

    def clean_brand(self) -> str:
        """Take a colour with or without its #, in any case, short or long."""
        typed: str = self.cleaned_data["brand"].strip().lower().removeprefix("#")
        if not typed:
            return ""
        if len(typed) == 3:
            typed = "".join(sign * 2 for sign in typed)
        if not is_colour(f"#{typed}"):
            raise forms.ValidationError(
                _("A colour is written as # and six figures, like #0d5a63.")
            )
        return f"#{typed}"

    def _post_clean(self) -> None:
        """Leave the row as it is: the verb changes it."""
