"""Edit, share and remove as htmx asks for them: a form in place, and what becomes of it."""

import json

import pytest
from django.test import Client

from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.posts.verbs import comment, publish
from parvis.spaces.models import Space
from parvis.spaces.verbs import open_community

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def hers(alice: Person) -> Client:
    client = Client(headers=HTMX)
    client.force_login(alice)
    return client


@pytest.fixture
def post(alice: Person) -> Post:
    return publish(alice, Space.objects.get(owner=alice, kind="wall"), "The frist word")


def test_the_forms_come_alone(hers: Client, alice: Person, post: Post) -> None:
    open_community(alice, name="Square")
    for deed in ("edit", "share", "remove"):
        part = hers.get(f"/posts/{post.pk}/{deed}").text
        assert "<html" not in part
        assert f'hx-post="/posts/{post.pk}/{deed}"' in part
        page = hers.get(f"/posts/{post.pk}/{deed}", headers={"HX-Request": ""}).text
        assert "<html" in page
        assert f'hx-post="/posts/{post.pk}/{deed}"' not in page
    assert "Square" in hers.get(f"/posts/{post.pk}/share").text
    assert hers.get(f"/posts/{post.pk}/share").text.count("<option") == 2


def test_an_edit_answers_with_the_post_as_it_is_now(
    hers: Client, alice: Person, post: Post
) -> None:
    below = comment(alice, post, "A commnet")
    saved = hers.post(f"/posts/{post.pk}/edit", {"text": "The first word"})
    assert saved.text.startswith(f'<article class="post card" id="post-{post.pk}"')
    assert "The first word" in saved.text
    saved = hers.post(f"/posts/{below.pk}/edit", {"text": "A comment"})
    assert saved.text.startswith(f'<article class="comment" id="post-{below.pk}"')
    assert "A comment" in saved.text


def test_long_words_stay_whole_on_the_posts_own_page(
    hers: Client, alice: Person, post: Post
) -> None:
    long = "\n\n".join(f"Paragraph {number} of many words." for number in range(400))
    assert "?whole" in hers.get(f"/posts/{post.pk}/edit?whole").text
    saved = hers.post(f"/posts/{post.pk}/edit?whole", {"text": long})
    assert "Paragraph 399" in saved.text
    assert f'hx-get="/posts/{post.pk}/card?whole"' in saved.text
    saved = hers.post(f"/posts/{post.pk}/edit", {"text": f"{long} End."})
    assert "Paragraph 399" not in saved.text


def test_what_is_refused_is_said_in_the_form(
    hers: Client, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "a" * 50_001
    refused = hers.post(f"/posts/{post.pk}/edit", {"text": long})
    assert refused.status_code == 422
    assert refused["HX-Retarget"] == f"#edit-{post.pk}"
    assert "too long" in refused.text
    assert long in refused.text
    assert refused.text.count("<form") == 1
    monkeypatch.setattr("parvis.posts.pace.A_MINUTE", 1)
    refused = hers.post(f"/posts/{post.pk}/share", {"text": "My words"})
    assert refused.status_code == 422
    assert "Please wait a minute" in refused.text
    assert "My words" in refused.text
    plain = hers.post(f"/posts/{post.pk}/share", {"text": "x"}, headers={"HX-Request": ""})
    assert plain.status_code == 429


def test_a_shared_and_a_removed_post_are_told(hers: Client, alice: Person, post: Post) -> None:
    shared = hers.post(f"/posts/{post.pk}/share", {"text": "Look"})
    assert json.loads(shared["HX-Trigger"]) == {"close-dialog": True, "toast": {"text": "Shared."}}
    below = comment(alice, post, "A comment")
    own = {"HX-Current-URL": f"http://testserver/posts/{post.pk}/?at={below.pk}#x"}
    gone = hers.post(f"/posts/{below.pk}/remove", headers=own)
    assert gone["HX-Retarget"] == f"#post-{below.pk}"
    assert json.loads(gone["HX-Trigger"])["toast"] == {"text": "The comment is gone."}
    gone = hers.post(f"/posts/{post.pk}/remove", headers=own)
    assert gone["HX-Redirect"] == "/people/alice/"
    other = publish(alice, Space.objects.get(owner=alice, kind="wall"), "Another")
    gone = hers.post(f"/posts/{other.pk}/remove", headers={"HX-Current-URL": "http://x/"})
    assert gone["HX-Retarget"] == f"#post-{other.pk}"
    assert Post.objects.filter(removed_at=None).count() == 1
