"""bin/messages: every text is found, translations are kept, what is missing is told."""

from __future__ import annotations

import gettext
import io
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo

from parvis.operations import messages

TEMPLATE = """\
{% load i18n %}
  <h1>{% translate "Good day" %}</h1>
{% blocktranslate count n=n trimmed %}
  {{ n }} colleague's post
{% plural %}
  {{ n }} colleagues' posts
{% endblocktranslate %}
    <p>it's "quoted" {% translate "May" context "month" %}
"""
PYTHON = """\
from django.utils.translation import gettext as _, gettext_lazy, ngettext
a = _("Publish")
b = gettext_lazy("Join %(space)s") % {"space": 1}
"""
FRENCH = """\
msgid "Good day"
msgstr "Bonjour"

msgctxt "month"
msgid "May"
msgstr "mai"

msgid "%(n)s colleague's post"
msgid_plural "%(n)s colleagues' posts"
msgstr[0] "%(n)s publication"
msgstr[1] "%(n)s publications"

msgid "Publish"
msgstr "Publier"

msgid "Join %(space)s"
msgstr "Rejoindre %(space)s"

msgid "No longer used"
msgstr "Inutile"
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in {
        "parvis/feed/templates/feed/home.html": TEMPLATE,
        "parvis/feed/views.py": PYTHON,
        "parvis/feed/tests/test_it.py": "_('only a test')",
        "locale/fr/LC_MESSAGES/django.po": FRENCH,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "LOCALE", tmp_path / "locale")
    monkeypatch.setattr(messages, "TRANSLATIONS", ("fr",))
    return tmp_path


def test_it_finds_the_texts_of_templates_and_code(project: Path) -> None:
    found = {message.id if isinstance(message.id, str) else message.id[0]
             for message in messages.template() if message.id}  # fmt: skip
    assert found == {"Good day", "May", "%(n)s colleague's post", "Publish", "Join %(space)s"}


def test_a_catalogue_is_brought_up_to_date(project: Path) -> None:
    assert not messages.check()
    messages.update()
    assert messages.check()
    with messages.catalogue("fr").with_suffix(".mo").open("rb") as file:
        french = gettext.GNUTranslations(file)
    assert french.gettext("Publish") == "Publier"
    assert french.pgettext("month", "May") == "mai"
    plural = french.ngettext("%(n)s colleague's post", "%(n)s colleagues' posts", 0)
    assert plural == "%(n)s publication"
    assert "No longer used" not in messages.catalogue("fr").read_text()


def test_updating_twice_changes_nothing(project: Path) -> None:
    messages.update()
    first = messages.catalogue("fr").read_bytes()
    messages.update()
    assert messages.catalogue("fr").read_bytes() == first


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ('msgstr "Publier"', 'msgstr ""', "not translated: 'Publish'"),
        ('msgid "Publish"', '#, fuzzy\nmsgid "Publish"', "doubtful (fuzzy): 'Publish'"),
        ('"Rejoindre %(space)s"', '"Rejoindre %(sapce)s"', "'Join %(space)s'"),
        ('msgstr[1] "%(n)s publications"', 'msgstr[1] ""', "not translated"),
    ],
)
def test_it_tells_what_is_missing(
    project: Path, capsys: pytest.CaptureFixture[str], was: str, becomes: str, told: str
) -> None:
    messages.catalogue("fr").write_text(FRENCH.replace(was, becomes))
    messages.update()
    capsys.readouterr()
    assert not messages.check()
    assert told in capsys.readouterr().out


@pytest.mark.parametrize(
    ("count", "said"), [(2, "تعليقان"), (4, "تعليقات"), (31, "تعليقًا"), (100, "تعليق")]
)
def test_arabic_counts_in_its_own_way(count: int, said: str) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, messages.merged("ar"))
    compiled.seek(0)
    text = gettext.GNUTranslations(compiled).ngettext("%(n)s comment", "%(n)s comments", count)
    assert text.split()[-1] == said
