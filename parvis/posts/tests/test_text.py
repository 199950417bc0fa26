"""Words made HTML: what people mean comes through, what could harm does not, and fast."""

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parvis.kernel.errors import Refused
from parvis.posts import text
from parvis.posts.text.excerpt import beginning
from parvis.posts.text.sanitise import sanitise

MARKUPS = ("text/markdown", "text/plain", "text/html")
PIECES = st.sampled_from([
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)",
    "[x](javascript:alert(1))", "<a href='java\tscript:alert(1)'>", "<svg onload=alert(1)>",
    "<style>*{}</style>", "<b style='x'>", '" onclick="alert(1)', "@bob", "#tag", "@bob\"><script>",
    "```", "`", "\n", "\n\n", "> ", "    ", "-- \n", "On Monday Bob wrote:\n> ", "<details>",
    "</p>", "<![CDATA[", "<!--", "-->", "&lt;script&gt;", "data:text/html,x", "https://e.org/\"onx=1",
    "<math><mi//xlink:href=", "<iframe src=//e>", "<form action=/x>", "|a|b|\n|-|-|\n", "~~", "**",
    "<input type=image src=x>", "<a title='<input checked> onx=1 y='>",
    "<base href=//e>", "\x00", "\u202e", "<a title='\"><b onx=1>'>",
])  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=12), max_size=12).map("".join)


class Inventory(HTMLParser):
    """Fails at whatever may not come out."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            assert not name.startswith("on")
            assert name not in {"style", "src", "srcset", "id", "name", "action", "formaction"}
            if name == "href":
                assert not (value or "").strip().lower().startswith(("javascript", "data", "vb"))
            if tag == "input" and name == "type":
                assert value == "checkbox"


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(MARKUPS))
def test_nothing_harmful_comes_out_whatever_goes_in(source: str, markup: str) -> None:
    html = text.read(source, markup, {"bob": '/people/bob/"><script>'}, with_files=True).html
    inventory = Inventory()
    inventory.feed(html)
    assert not inventory.tags & {"script", "style", "svg", "math", "iframe", "form", "img", "base"}
    assert sanitise(html) == html
    assert "\x00" not in html


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_words_at_all_can_be_read(source: str) -> None:
    for markup in MARKUPS:
        text.read(source, markup, with_files=True)


def html(source: str, markup: str = "text/markdown", **names: str) -> str:
    return text.read(source, markup, names).html


def test_markdown_as_people_type_it() -> None:
    made = html("**bold** and\nnext\n\n- [x] done\n- [ ] open\n\n|a|b|\n|-|-|\n|1|2|\n")
    assert "<strong>bold</strong> and<br>" in made
    assert made.count('type="checkbox"') == 2
    assert made.count("checked=") == 1
    assert "<td>1</td>" in made
    assert "&lt;b&gt;" in html("<b>")
    assert 'href="https://e.org/x.png"' in html("![plan](https://e.org/x.png)")
    assert "<a" not in html("see file.py")


def test_names_and_tags_are_linked_but_not_in_code_or_links() -> None:
    written = text.read(
        "Hi @Bob.B, @nobody #Été2026 `@bob.b #no` [a @bob.b](https://e.org) me@bob.b #12",
        "text/markdown",
        {"bob.b": "/people/bob.b/"},
    )
    assert written.html.count('class="mention"') == 1
    assert ">@Bob.B</a>" in written.html
    assert written.handles == ["bob.b"]
    assert written.tags == ["été2026"]
    assert "/tags/%C3%A9t%C3%A92026/" in written.html
    assert written.links[0] == "https://e.org"


def test_links_know_no_referrer() -> None:
    assert 'rel="nofollow noopener noreferrer"' in html("https://e.org")


def test_quoted_mail_and_signature_are_folded() -> None:
    made = html(
        "I agree.\n\nOn Fri, May 04, 2001, T Jake wrote:\n> All,\n> here it is\n>> old\n\n"
        "Thanks\n\n-- \nTim\nhttp://e.org\n",
        "text/plain",
    )
    assert made.count('<details class="quoted">') == 2
    assert "<summary>On Fri, May 04, 2001, T Jake wrote:</summary>" in made
    assert "<p>I agree.</p>" in made
    assert "<p>Thanks</p>" in made
    assert '<a href="http://e.org"' in made


@pytest.mark.parametrize(
    "line",
    [
        "Le 3 mai 2021 à 10:12, Marie Dupont <m@e.org> a écrit :",
        "Am Sonntag, 27. Juni 2004 19:09 schrieb James Wettenhall:",
        "El lun., 3 may. 2021 a las 10:12, Ana (<a@e.org>) escribió:",
        "On Wed, Oct 30, 2013 at 1:22 PM, Prof Brian Ripley\n<ripley at stats.ox.ac.uk> wrote:",
    ],
)
def test_who_is_quoted_is_said_in_many_languages(line: str) -> None:
    made = html(f"Yes.\n\n{line}\n\n> No?\n", "text/plain")
    assert made.startswith("<p>Yes.</p>\n<details")
    assert "No?" in made.split("</summary>")[1]


def test_code_and_prompts_stay_as_typed_and_wrapped_lines_flow() -> None:
    made = html(
        "Here is what I typed when I wanted to see the data frame that\nI had read:\n\n"
        "> x <- read.csv('a.csv')\n> summary(x)\n\n    for (i in 1:3) {\n      print(i)\n    }\n",
        "text/plain",
    )
    assert "frame that\nI had read" in made
    assert "<pre><code>&gt; x &lt;- read.csv" in made
    assert "for (i in 1:3) {\n      print(i)\n    }" in made
    assert "<details" not in made


def test_html_bodies_are_cleaned_and_show_no_pictures_from_outside() -> None:
    made = html(
        '<p onclick="x()">See <img src="https://e.org/a.png" alt="the plan"> '
        '<a href="https://e.org/b"><img src="https://e.org/b.png"></a></p><script>x</script>',
        "text/html",
    )
    assert made == (
        '<p>See <a href="https://e.org/a.png" rel="nofollow noopener noreferrer">the plan</a> '
        '<a href="https://e.org/b" rel="nofollow noopener noreferrer">b.png</a></p>'
    )


@pytest.mark.parametrize(
    "source",
    ["[" * 50_000, "*a " * 16_000, "`" * 50_000, "![[" * 15_000, "> " * 25_000, "<a " * 16_000,
     "[a](b" * 8_000, "|a" * 25_000, "a@" * 25_000, "https://" * 6_000, "#a" * 25_000,
     "<div>" * 10_000, "(http://a.b/" * 4_000],
)  # fmt: skip
def test_no_text_takes_long(source: str) -> None:
    for markup in MARKUPS:
        began = time.process_time()
        text.read(source[: text.LONGEST], markup)
        assert time.process_time() - began < 3


def test_nothing_and_too_much_are_refused() -> None:
    with pytest.raises(Refused):
        text.read(" \n\x00", "text/markdown")
    with pytest.raises(Refused):
        text.read("a" * 50_001, "text/markdown")
    assert text.read("", "text/markdown", with_files=True).html == ""


def test_languages_are_told_apart_where_there_is_enough_to_go_by() -> None:
    assert (
        text.read(
            "Bonjour à tous, la ligne trois redémarre ce soir à vingt heures.", "text/plain"
        ).language
        == "fr"
    )
    assert (
        text.read(
            "The line restarts tonight, thank you all for your patience.", "text/plain"
        ).language
        == "en"
    )
    assert text.read("ok", "text/plain").language == ""


@pytest.mark.parametrize(
    "emoji",
    ["🎉", "❤", "👩‍🚒", "👍🏽", "1️⃣", "🇫🇷", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "👨‍👩‍👧‍👦", "🏳️‍🌈", "☕", "🫡"],
)
def test_emoji_are_emoji(emoji: str) -> None:
    assert text.read_reaction(emoji)


def test_an_emoji_that_has_a_name_is_kept_by_its_name() -> None:
    assert text.read_reaction("👍") == "like"
    assert text.read_reaction("❤️") == text.read_reaction("❤") == "love"
    assert text.read_reaction("🎉") == "🎉"


@pytest.mark.parametrize(
    "other", ["", "a", "1", "hello", "🎉🎉", "<b>", "🇫", "\u200d", "👩‍", "🎉x", "LIKE!",
     "👨" + "‍👩" * 9]
)  # fmt: skip
def test_everything_else_is_not(other: str) -> None:
    with pytest.raises(Refused):
        text.read_reaction(other)


def test_a_beginning_closes_what_it_opens() -> None:
    html = f"<blockquote><p>{'word ' * 400}</p></blockquote><p>after</p>"
    short = beginning(html)
    assert short is not None
    assert short.endswith("…</p></blockquote>")
    assert len(short) < 1100


def test_a_short_text_has_no_beginning() -> None:
    assert beginning("<p>short</p>") is None
    assert beginning('<p><a href="https://e.example/' + "x" * 2000 + '">short</a></p>') is None
