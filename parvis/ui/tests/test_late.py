"""Finished HTML joins its page last, where it was to stand, and is taken as it is."""

from django.template import Context, Template
from django.test import RequestFactory, override_settings
from markupsafe import escape

from parvis.ui import late

WORDS = "<p>Café 🎉 & more</p>"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.locmem.Loader",
                    {"page.html": "{{ before }}{% if posts %}<b>{{ posts }}</b>{% endif %}é"},
                )
            ]
        },
    }
]


@override_settings(TEMPLATES=TEMPLATES)
def page(**context: object) -> str:
    answer = late.render(RequestFactory().get("/"), "page.html", context)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    return answer.content.decode()


def test_it_stands_where_the_template_shows_it() -> None:
    assert page(posts=late.Html(WORDS.encode())) == f"<b>{WORDS}</b>é"


def test_nothing_is_nothing() -> None:
    assert page(posts=late.Html()) == "é"


def test_everything_else_is_escaped_as_ever() -> None:
    assert page(before="<i>", posts=late.Html(b"<b>")) == "&lt;i&gt;<b><b></b>é"


def test_a_template_that_is_rendered_otherwise_shows_it_too() -> None:
    html = late.Html(WORDS.encode())
    assert Template("{{ html }}").render(Context({"html": html})) == WORDS
    assert escape(html) == WORDS
