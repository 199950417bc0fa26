"""What a mail's writer typed reads as they typed it: on the page, in titles, in letters."""

import pytest
from django.test import Client

from parvis.mail.letters import wording
from parvis.mail.tests.mails import came, mail
from parvis.mail.tests.test_in_receiving import BOB, World
from parvis.posts.models import Post

pytestmark = pytest.mark.django_db

TYPED = """Hello **all**, _please_ read, see https://x.example/a_b and *this*:
# 1 is not a heading, <b>nor</b> is this bold, & ~~nothing~~ is struck

- the first
- the second

1. one
2. two

```
x = **y**
```

    left_as = "it is"
"""


@pytest.fixture
def world(settings: object) -> World:
    return World(settings)


def post_of(raw: bytes) -> Post:
    post = came(raw).post
    assert post is not None
    return post


def test_plain_text_is_kept_literally_with_its_shapes(world: World) -> None:
    post = post_of(mail(BOB, world.reply(), TYPED))
    assert post.format == Post.Format.PLAIN
    assert "Hello **all**, _please_ read" in post.html
    assert "# 1 is not a heading, &lt;b&gt;nor&lt;/b&gt; is this bold" in post.html
    assert "~~nothing~~" in post.html
    assert '<a href="https://x.example/a_b"' in post.html
    assert "<ul><li>the first</li><li>the second</li></ul>" in post.html
    assert "<ol><li>one</li><li>two</li></ol>" in post.html
    assert "<pre><code>x = **y**\n</code></pre>" in post.html
    assert '<pre><code>left_as = "it is"\n</code></pre>' in post.html
    for tag in ("<h1", "<strong", "<em", "<del", "<b>"):
        assert tag not in post.html


def test_it_reads_the_same_on_the_page_and_in_a_letter(world: World) -> None:
    post = post_of(mail(BOB, world.address, TYPED, subject="# 1: <b>_x_</b> **now**"))
    client = Client()
    client.force_login(world.alice)
    page = client.get(post.get_absolute_url()).content.decode()
    assert "Hello **all**, _please_ read" in page
    assert "# 1: &lt;b&gt;_x_&lt;/b&gt; **now**" in page
    assert "<b>nor</b>" not in page
    assert wording.text_of(post).startswith("Hello **all**, _please_ read")
    assert "- the first\n- the second" in wording.text_of(post)
    assert "Hello **all**" in wording.html_of(post)[0]


def test_it_stays_so_when_it_is_edited(world: World) -> None:
    from parvis.posts.verbs import edit

    post = post_of(mail(BOB, world.reply(), "# 1 **x**"))
    edited = edit(world.bob, post, "# 2 **x**")
    assert "# 2 **x**" in edited.html
    assert "<h1" not in edited.html


def test_marks_typed_in_an_html_mail_stay_signs(world: World) -> None:
    html = (
        "<p>Hello **all**, _please_ read a_b_c, 2 * 3 * 4, &lt;b&gt;x&lt;/b&gt;</p>"
        "<p># 1 is no heading</p><p>Title<br>-----</p><p><b>This</b> is <i>meant</i></p>"
        "<ul><li>the first</li></ul><pre>x = **y**</pre>"
    )
    post = post_of(mail(BOB, world.reply(), html=html))
    assert post.format == Post.Format.MARKDOWN
    assert "Hello **all**, _please_ read a_b_c, 2 * 3 * 4, &lt;b&gt;x&lt;/b&gt;" in post.html
    assert "# 1 is no heading" in post.html
    assert "<h" not in post.html.replace("<hr", "")
    assert "<strong>This</strong> is <em>meant</em>" in post.html
    assert "<li>the first</li>" in post.html
    assert "x = **y**" in post.html
    assert "\\" not in post.html


@pytest.mark.parametrize(
    "said",
    [
        "- only one",
        "- 5 degrees\nis cold",
        "1. one\n3. three",
        "```\nnever closed",
        "2 - 3 = -1",
        "> \n",
    ],
)
def test_what_is_no_list_and_no_code_is_none(world: World, said: str) -> None:
    post = post_of(mail(BOB, world.reply(), f"Look:\n{said}\nYes."))
    for tag in ("<ul", "<ol", "<pre"):
        assert tag not in post.html


def test_a_name_in_a_quote_is_no_code(world: World) -> None:
    text = "> Shall we?\n\nYes.\n\n> Ann\n\nHello Ann"
    assert "<pre" not in post_of(mail(BOB, world.reply(), text)).html
