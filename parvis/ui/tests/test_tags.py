"""Icons, faces, times and fields."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import lucide
import pytest
from django import forms
from django.contrib.staticfiles.finders import find
from django.template import Context, Template
from django.utils import timezone, translation

from parvis.ui import moments
from parvis.ui.avatars import avatar, hue, initials
from parvis.ui.icons import DRAWN, icon
from parvis.ui.moments import ago, when
from parvis.ui.templatetags.ui import hue_step


def rendered(source: str, **context: object) -> str:
    """A template's output."""
    return Template("{% load ui %}" + source).render(Context(context))


def test_an_icon_is_decoration_unless_it_is_named() -> None:
    assert 'aria-hidden="true"' in icon("bell")
    assert 'role="img" aria-label="A &lt;b&gt;"' in icon("globe", 14, "A <b>")
    with pytest.raises(lucide.IconDoesNotExist):
        icon("no-such-icon")


def test_what_all_icons_have_in_common_the_style_sheet_says() -> None:
    css = Path(str(find("ui/css/base.css"))).read_text()
    (rule,) = (line for line in css.splitlines() if line.startswith(".icon {"))
    for attribute in DRAWN:
        name, value = attribute.strip().split("=")
        assert attribute not in icon("bell").partition(">")[0]
        assert f" {name}: {value.strip('"')};" in rule


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Marie Dupont", "MD"),
        ("Jean-Luc Le Goff", "JG"),
        ("şule", "Ş"),
        ("محمد علي", "مع"),
        ("", "·"),
        ("(ext) Bob", "B"),
    ],
)
def test_initials_in_any_script(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_face_is_a_photo_or_initials_on_its_own_colour() -> None:
    person = SimpleNamespace(pk=13, name="<b> Eve", photo_url=None)
    assert "hue-1" in avatar(person)
    assert "<b>" not in avatar(person)
    person.photo_url = "/files/7/face"
    assert 'src="/files/7/face"' in avatar(person, "xl", "space")
    assert "avatar-space" in avatar(person, "xl", "space")


def test_the_hue_of_an_id_never_changes() -> None:
    assert hue("25") == hue(25) == 1
    assert hue("no number") == hue("no number")


def test_accents_snap_to_those_that_exist() -> None:
    assert [hue_step(h) for h in (None, 0, 7, 8, 359)] == [0, 0, 0, 15, 0]


def test_a_moment_says_when_with_and_without_scripts() -> None:
    moment = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)
    with translation.override("fr"):
        html = when(moment)
    assert html.startswith("<time datetime=")
    assert "24 novembre 2026" in html
    assert " data-ago>" in html
    assert when(moment, "date").startswith("<time")
    assert when(None) == ""


@pytest.mark.parametrize(
    ("age", "said"),
    [
        ({"seconds": -5}, "il y a 1 minute"),
        ({"seconds": 3599}, "il y a 59 minutes"),
        ({"hours": 23, "minutes": 59}, "il y a 23 heures"),
        ({"days": 6, "hours": 23}, "il y a 6 jours"),
    ],
)
def test_how_long_ago_is_said_in_the_largest_unit(age: dict[str, int], said: str) -> None:
    assert ago(datetime.now(UTC) - timedelta(**age), "fr") == said


def test_after_a_week_the_day_is_said_and_its_year_where_that_is_another() -> None:
    now = datetime.now(UTC)
    assert ago(now - timedelta(days=8), "en").split()[0].isalpha()
    assert ago(datetime(now.year - 1, 3, 5, tzinfo=UTC), "pt") == f"5 de mar. de {now.year - 1}"


@pytest.mark.parametrize(
    ("language", "short", "full", "time", "in_its_week"),
    [
        ("en", "Sep 4, 2020", "September 4, 2020", ", 3:05\u00a0PM", "Friday, September 4"),
        ("fr", "4 sept. 2020", "4 septembre 2020", ", 15:05", "vendredi 4 septembre"),
        ("es", "4 sept 2020", "4 de septiembre de 2020", ", 15:05", "viernes, 4 de septiembre"),
        ("tr", "4 Eyl 2020", "4 Eylül 2020", " 15:05", "4 Eylül Cuma"),
    ],
)
def test_days_and_hours_are_said_in_one_form_of_each_language(
    language: str, short: str, full: str, time: str, in_its_week: str
) -> None:
    moment = datetime(2020, 9, 4, 15, 5, tzinfo=UTC)
    with translation.override(language):
        assert moments.short_day(moment) == short
        assert moments.day(moment) == full
        assert moments.exact(moment) == full + time
        assert moments.weekday_and_day(moment) == in_its_week


def test_an_hour_is_told_in_the_readers_zone_and_way() -> None:
    moment = datetime(2020, 9, 4, 13, 5, tzinfo=UTC)
    with timezone.override("Europe/Paris"):
        with translation.override("en"):
            assert rendered("{{ at|clock }}", at=moment) == "3:05\u00a0PM"
        with translation.override("fr"):
            assert rendered("{{ at|clock }}", at=moment) == "15:05"


def test_the_days_of_the_last_week_are_named_with_a_capital_letter() -> None:
    with translation.override("fr"):
        assert moments.named_day(date(2020, 9, 4)) == "4 septembre 2020"
        for ago in range(6):
            assert moments.named_day(timezone.localdate() - timedelta(days=ago))[0].isupper()


def test_a_long_address_breaks_between_its_words() -> None:
    html = rendered("{{ it|breakable }}", it="a&b.c@example.com")
    assert html == "a&amp;b<wbr>.c<wbr>@example<wbr>.com"


class Sample(forms.Form):
    """One of each."""

    name = forms.CharField(help_text="As colleagues know you.")
    about = forms.CharField(required=False, widget=forms.Textarea)
    agree = forms.BooleanField(required=False)
    kind = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)


def test_a_field_ties_label_help_and_errors_to_its_control() -> None:
    html = rendered("{% fields form %}", form=Sample({"name": ""}))
    assert 'for="id_name"' in html
    assert 'aria-invalid="true"' in html
    described = html.split('aria-describedby="')[1].split('"')[0].split()
    assert all(f'id="{one}"' in html for one in described)
    assert 'class="input input-text"' in html
    assert "<fieldset" in html
    assert '<div id="id_kind" class' not in html


def test_a_file_is_chosen_in_the_language_of_the_page() -> None:
    class Form(forms.Form):
        photo = forms.FileField(required=False)

    with translation.override("fr"):
        html = rendered("{% field form.photo %}", form=Form())
    assert '<div class="file-field"><input type="file" name="photo"' in html
    assert ">Choisir</span>" in html


def test_a_side_column_with_nothing_in_it_is_not_there() -> None:
    side = "{% side_column %} {{ words }} {% endside_column %}"
    assert rendered(side, words="") == ""
    assert '<aside class="side"' in rendered(side, words="Faces")
