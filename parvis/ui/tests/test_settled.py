"""What a template always says in one language is part of it; all else is asked for each time."""

import pytest
from django.utils import translation
from jinja2 import Environment

from parvis.ui import jinja
from parvis.ui.settled import Settled


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def french(asked: list[str]) -> Environment:
    made = jinja.environment(extensions=[Settled])

    def noted(text: str) -> str:
        asked.append(text)
        return translation.gettext(text)

    made.globals["_"] = noted
    return made


@pytest.mark.parametrize(
    ("source", "said", "again"),
    [
        ('<b>{{ _("Reply") }}</b>', "<b>Répondre</b>", 0),
        ('{{ _("Reply") }}{{ name }}', "Répondre&lt;", 0),
        ('{{ _("Reply") ~ name }}', "Répondre&lt;", 1),
        ("{{ _(name) }}", "&lt;", 1),
        ('{% if _("Reply") %}yes{% endif %}', "yes", 1),
    ],
)
def test_words_alone_between_braces_are_settled(
    french: Environment, asked: list[str], source: str, said: str, again: int
) -> None:
    with translation.override("fr"):
        template = french.from_string(source)
        asked.clear()
        assert template.render(name="<") == said
    assert len(asked) == again


def test_icons_are_settled_with_their_size(french: Environment) -> None:
    template = french.from_string('{{ icon("pin", 16) }}')
    del french.globals["icon"]
    assert 'width="16"' in template.render()
