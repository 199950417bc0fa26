"""Forms about people: the shape of what is typed."""

from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from allauth.account.forms import LoginForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import (
    password_validators_help_text_html,
    validate_password,
)
from django.utils.translation import gettext_lazy as _

from parvis.people.countries import country_choices
from parvis.people.languages import LANGUAGE_CHOICES
from parvis.people.models import Person

if TYPE_CHECKING:
    PersonModelForm = forms.ModelForm[Person]
else:
    PersonModelForm = forms.ModelForm


def password_field(label: Any, **attributes: Any) -> forms.CharField:
    """Return a field for a new password."""
    attrs = {"autocomplete": "new-password", **attributes}
    return forms.CharField(label=label, strip=False, widget=forms.PasswordInput(attrs=attrs))


class SignInForm(LoginForm):  # type: ignore[misc]
    """allauth's form in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = _("E-mail address or handle")
        login.widget.attrs = {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
            "autofocus": True,
        }
        password = self.fields["password"]
        password.label = _("Password")
        password.help_text = ""
        password.widget.attrs = {"autocomplete": "current-password"}


class LinkForm(forms.Form):
    """Whoever wants a sign-in link by mail."""

    login = forms.CharField(
        label=_("E-mail address or handle"),
        max_length=254,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )


class CodeForm(forms.Form):
    """The ten digits from one's manager."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Ten digits. Your manager gets it for you in Parvis."),
        max_length=24,
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "autofocus": True,
                "class": "input code-input",
            }
        ),
    )

    def clean_code(self) -> str:
        """Keep the digits only; people type blanks and dashes where they see them."""
        digits = "".join(c for c in self.cleaned_data["code"] if c.isdecimal() and c.isascii())
        if len(digits) != 10:
            raise forms.ValidationError(_("A code has ten digits; please check what you typed."))
        return digits


class InvitedForm(forms.Form):
    """Whoever comes in for the first time: how they are called, and a password if they want one."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("As your colleagues know you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = password_field(_("A password"))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)
        self.fields["password"].required = False
        self.fields["password"].help_text = _(
            "At least twelve characters. Without one, you sign in by a link sent to you."
        )

    def clean_password(self) -> str:
        """Refuse weak ones."""
        password: str = self.cleaned_data["password"]
        if password:
            validate_password(password, self.person)
        return password


class PasswordForm(forms.Form):
    """A new password; the old one too, where one has one and did not just come by a link."""

    old = forms.CharField(
        label=_("Your present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = password_field(_("Your new password"))
    again = password_field(_("The new one once more"))

    def __init__(self, *args: Any, person: Person, ask_old: bool, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)
        self.fields["new"].help_text = password_validators_help_text_html()
        if not ask_old:
            del self.fields["old"]

    def clean_old(self) -> str:
        """Refuse a wrong one."""
        old: str = self.cleaned_data["old"]
        if not self.person.check_password(old):
            raise forms.ValidationError(_("This is not your present password."))
        return old

    def clean_new(self) -> str:
        """Refuse weak ones."""
        new: str = self.cleaned_data["new"]
        validate_password(new, self.person)
        return new

    def clean(self) -> dict[str, Any]:
        """Refuse two different ones."""
        data = super().clean() or self.cleaned_data
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", _("The two are not the same."))
        return data


class CommaField(forms.CharField):
    """Several short words in one line, separated by commas."""

    def __init__(self, *, each: int, most: int, **kwargs: Any) -> None:
        self.each, self.most = each, most
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show a list as a line."""
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        """Return the words, each once, in their order; refuse too long or too many."""
        line = super().to_python(value) or ""
        words = list(dict.fromkeys(w for part in line.split(",") if (w := " ".join(part.split()))))
        if any(len(word) > self.each for word in words):
            raise forms.ValidationError(
                _("Each may have %(n)s characters at most.") % {"n": self.each}
            )
        if len(words) > self.most:
            raise forms.ValidationError(_("At most %(n)s of them, please.") % {"n": self.most})
        return words

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as shown."""
        return super().has_changed(self.prepare_value(initial), data)


class ManagerField(forms.CharField):
    """A colleague named by handle, as completion offers them (with or without @)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=140, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show a person as their handle."""
        return value.handle if isinstance(value, Person) else value

    def clean(self, value: Any) -> Any:
        """Return the active person with that handle, or None for nothing."""
        words = str(super().clean(value)).strip().removeprefix("@")
        if not words:
            return None
        people = Person.objects.filter(is_active=True)
        found = people.filter(handle__iexact=words).first()
        if found is not None:
            return found
        named = list(people.filter(name__iexact=words)[:2])
        if len(named) != 1:
            raise forms.ValidationError(
                _("Nobody is found by this handle or full name: please check it.")
            )
        return named[0]


class ProfileForm(PersonModelForm):
    """What a profile says."""

    manager = ManagerField(
        label=_("Manager"), required=False, help_text=_("Their handle, or their full name.")
    )
    skills = CommaField(
        label=_("Skills"),
        required=False,
        each=80,
        most=30,
        help_text=_("What colleagues may ask you about, separated by commas."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages I speak"),
        required=False,
        choices=LANGUAGE_CHOICES,
        widget=forms.CheckboxSelectMultiple,
    )
    country = forms.ChoiceField(label=_("Country"), required=False, choices=country_choices)

    class Meta:
        model = Person
        fields = (
            "name", "title", "department", "site", "country", "manager", "languages", "skills",
            "about", "email",
        )  # fmt: skip
        widgets = {"about": forms.Textarea(attrs={"rows": 5})}
        help_texts = {"about": _("A few words: what you do, what you like to be asked.")}

    def __init__(self, *args: Any, by_administrator: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["manager"] = self.instance.manager
        if not by_administrator:
            del self.fields["email"]

    def _post_clean(self) -> None:
        """Leave the person as they are: the verb changes them, and says what it refuses."""

    def clean_email(self) -> str:
        """Refuse an address that somebody else has."""
        email: str = self.cleaned_data["email"].strip()
        others = Person.objects.exclude(pk=self.instance.pk)
        if email and others.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Somebody else has this address."))
        return email


def zone_choices() -> list[tuple[str, Any]]:
    """Return the world's time zones by place, after the company's own."""
    places = sorted(z for z in available_timezones() if "/" in z and not z.startswith("Etc/"))
    return [("", _("The company's")), *((z, z.replace("_", " ")) for z in places)]


class PreferencesForm(PersonModelForm):
    """How the pages speak, count hours and look."""

    locale = forms.ChoiceField(
        label=_("Language of the pages"),
        required=False,
        choices=[("", _("My browser's")), *settings.LANGUAGES],
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False, choices=zone_choices)
    theme = forms.ChoiceField(
        label=_("Look"),
        required=False,
        choices=[("", _("As my device")), *Person.Theme.choices],
    )
    large_type = forms.BooleanField(
        label=_("Large type"),
        required=False,
        help_text=_("Everything a quarter larger, beside what your device is set to."),
    )
    shortcuts = forms.BooleanField(
        label=_("Keyboard shortcuts of a single key"),
        required=False,
        help_text=_("Such as j and k from post to post; “?” lists them. Ctrl-K always works."),
    )

    class Meta:
        model = Person
        fields = ("locale", "time_zone", "theme", "large_type", "shortcuts")

    def _post_clean(self) -> None:
        """Leave the person as they are: the verb changes them."""


class PicturesForm(forms.Form):
    """A face and a cover."""

    photo = forms.FileField(
        label=_("Photo"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"})
    )
    cover = forms.FileField(
        label=_("Cover"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"})
    )
