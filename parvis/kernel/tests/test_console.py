"""What the commands say, and in which language."""

import json
from gettext import NullTranslations

import pytest

from parvis.kernel import console
from parvis.kernel.console import Said, figure, language, said, said_of, translated


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr"}, "fr"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "ja_JP.UTF-8"}, "en"),
        ({"LANG": "fr_FR", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US", "LC_MESSAGES": "fr_BE@euro"}, "fr"),
        ({"LANG": "en_US", "LC_ALL": "C", "PARVIS_LANGUAGE": "fr"}, "fr"),
        ({"LANG": "fr_FR", "PARVIS_LANGUAGE": "../x"}, "en"),
        ({"LANG": "fr_FR", "PARVIS_LANGUAGE": ""}, "fr"),
    ],
)
def test_the_language_is_that_of_the_console(environment: dict[str, str], expected: str) -> None:
    assert language(environment) == expected


class Catalogue(NullTranslations):
    """A catalogue of its own, so that the tests do not hang on the wording."""

    def gettext(self, message: str) -> str:
        known = {"%(free)s MB are free": "%(free)s Mo libres", "here": "ici"}
        return known.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return "%(n)s changement" if n < 2 else "%(n)s changements"


@pytest.fixture
def french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "_catalogue", lambda code: Catalogue())
    monkeypatch.setenv("PARVIS_LANGUAGE", "fr")


@pytest.mark.usefixtures("french")
def test_a_text_is_its_english_self_until_it_is_shown() -> None:
    text = said("%(free)s MB are free", free=12345)
    assert text == "12,345 MB are free"
    assert json.dumps({text: 1}) == '{"12,345 MB are free": 1}'
    assert translated(text) == "12\u202f345 Mo libres"
    assert translated(text, "en") == "12,345 Mo libres"
    assert translated("not said") == "not said"
    assert translated(said("50 % of it")) == "50 % of it"
    within = said("%(free)s MB are free", free=said("here"))
    assert (within, translated(within)) == ("here MB are free", "ici Mo libres")
    assert isinstance({text: text}[text], Said)


@pytest.mark.usefixtures("french")
def test_numbers_decide_on_the_form() -> None:
    texts = [said_of("%(n)s change", "%(n)s changes", n) for n in (0, 1, 2000)]
    assert texts == ["0 changes", "1 change", "2,000 changes"]
    assert [translated(text) for text in texts] == [
        "0 changement", "1 changement", "2\u202f000 changements"
    ]  # fmt: skip
    assert figure(1234567, "en") == "1,234,567"
