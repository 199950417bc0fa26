"""Who sees a conversation, what they see of it, and what it costs."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parvis.conversations import queries
from parvis.conversations.tests.conftest import As
from parvis.files.models import File
from parvis.files.tests.samples import picture
from parvis.files.verbs import Bytes, keep
from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.posts import pace
from parvis.posts.models import Post
from parvis.posts.verbs import History, edit, publish, react, remove
from parvis.spaces.models import Space, Subscription
from parvis.spaces.verbs import leave, open_community

pytestmark = pytest.mark.django_db

HX = {"HX-Request": "true"}


def said(html: str) -> list[str]:
    """The lines of a page, in their order."""
    return re.findall(r'<li class="chat-line[^"]*" id="post-(\d+)"', html)


def ids(*posts: Post) -> list[str]:
    return [str(post.pk) for post in posts]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", ""), ("get", "?q=salut"), ("get", "?at={post}"), ("get", "lines?after=0"),
        ("get", "lines?before=9999999999999999999"), ("get", "lines?only={post}"), ("get", "seen"),
        ("get", "people"), ("get", "people?q=a"), ("get", "lines/{post}/"),
        ("get", "lines/{post}/edit"), ("post", "send"), ("post", "read"), ("post", "add"),
        ("post", "rename"), ("post", "leave"), ("post", "tune"), ("post", "lines/{post}/react"),
        ("post", "lines/{post}/edit"), ("post", "lines/{post}/remove"),
    ],
)  # fmt: skip
def test_only_its_people_know_a_conversation(
    as_: As, alice: Person, bob: Person, group: Space, method: str, path: str
) -> None:
    post = publish(alice, group, "Salut")
    address = f"/conversations/{group.pk}/{path.format(post=post.pk)}"
    dave = take_in(None, handle="dave", name="Dave", is_admin=True)
    stranger = getattr(as_(None), method)(address)
    assert stranger.status_code == 302
    assert "/login" in stranger.headers["Location"]
    body = {"text": "Hello", "emoji": "like", "name": "x", "line": str(post.pk)}
    assert getattr(as_(dave), method)(address, body).status_code == 404
    leave(bob, group)
    assert getattr(as_(bob), method)(address, body).status_code == 404
    post.refresh_from_db()
    assert (post.source, post.removed_at, post.reactions) == ("Salut", None, {})
    assert Post.objects.count() == 1
    if method == "get":
        assert getattr(as_(alice), method)(address).status_code == 200


def test_other_spaces_are_no_conversations(as_: As, alice: Person) -> None:
    wall = Space.objects.get(owner=alice, kind="wall")
    community = open_community(alice, name="Quality")
    for space in (wall, community):
        assert as_(alice).get(f"/conversations/{space.pk}/").status_code == 404
    assert as_(alice).get("/conversations/99999999999999999999/").status_code == 404


def test_a_line_is_reached_only_through_its_own_conversation(
    as_: As, alice: Person, bob: Person, talk: Space, group: Space
) -> None:
    post = publish(alice, group, "For the group")
    for path in ("", "edit"):
        assert as_(alice).get(f"/conversations/{talk.pk}/lines/{post.pk}/{path}").status_code == 404
    answer = as_(alice).get(f"/conversations/{talk.pk}/lines?only={post.pk}")
    assert answer.status_code == 404
    assert said(as_(alice).get(f"/conversations/{talk.pk}/?at={post.pk}").content.decode()) == []


def test_lines_stand_in_order_with_days_and_names(
    as_: As, alice: Person, bob: Person, carol: Person, group: Space
) -> None:
    now = timezone.now()
    old = publish(bob, group, "Long ago", history=History(now - timedelta(days=40)))
    one = publish(bob, group, "Yesterday **bold**", history=History(now - timedelta(days=1)))
    two = publish(carol, group, "Today")
    three = publish(carol, group, "At once")
    mine = publish(alice, group, "<script>alert(1)</script>")
    Subscription.objects.filter(person=alice).update(last_read=now)
    html = as_(alice).get(f"/conversations/{group.pk}/").content.decode()
    assert said(html) == ids(old, one, two, three, mine)
    assert html.count('class="chat-day"') == 3
    assert "Yesterday</li>" in html
    assert "Today</li>" in html
    assert f'chat-line chat-follows" id="post-{three.pk}"' in html
    assert f'chat-line chat-mine" id="post-{mine.pk}"' in html
    assert "<strong>bold</strong>" in html
    assert "<script>alert" not in html
    assert 'href="/people/carol/" dir="auto">Çarol Núñez' in html
    assert html.count("data-since") == 1


def test_who_said_the_last_line_is_told_as_the_language_does(
    as_: As, alice: Person, bob: Person, group: Space
) -> None:
    publish(bob, group, "Hello")
    alice.locale = "fr"
    alice.save(update_fields=["locale"])
    html = as_(alice).get("/conversations/").content.decode()
    assert f"<span>{bob.name}\u00a0:</span>" in html


def test_removed_lines_and_comments_do_not_show(
    as_: As, alice: Person, bob: Person, talk: Space
) -> None:
    one, two = publish(alice, talk, "One"), publish(bob, talk, "Two")
    remove(alice, one)
    assert said(as_(alice).get(f"/conversations/{talk.pk}/").content.decode()) == ids(two)
    assert as_(alice).get(f"/conversations/{talk.pk}/lines?only={one.pk}").status_code == 404


def test_older_and_newer_lines_page_by_page(
    as_: As, alice: Person, bob: Person, talk: Space
) -> None:
    posts = [publish(alice, talk, f"Line {number}") for number in range(95)]
    browser = as_(bob)
    seen: list[str] = []
    html = browser.get(f"/conversations/{talk.pk}/").content.decode()
    while True:
        seen = [*said(html), *seen]
        older = re.search(r'href="(\?before=\d+)"', html)
        if not older:
            break
        html = browser.get(f"/conversations/{talk.pk}/{older[1]}").content.decode()
    assert seen == ids(*posts)
    part = browser.get(f"/conversations/{talk.pk}/lines?before={posts[50].pk}")
    assert said(part.content.decode()) == ids(*posts[10:50])
    assert part.headers["Parvis-More"] == "yes"
    part = browser.get(f"/conversations/{talk.pk}/lines?before={posts[40].pk}")
    assert part.headers["Parvis-More"] == "no"
    part = browser.get(f"/conversations/{talk.pk}/lines?after={posts[90].pk}")
    assert said(part.content.decode()) == ids(*posts[91:])
    assert 'class="chat-day"' not in part.content.decode()
    part = browser.get(f"/conversations/{talk.pk}/lines?after=0")
    assert (said(part.content.decode()), part.headers["Parvis-More"]) == (ids(*posts[:40]), "yes")
    html = browser.get(f"/conversations/{talk.pk}/?at={posts[50].pk}").content.decode()
    assert said(html) == ids(*posts[31:71])
    assert f"?before={posts[31].pk}" in html
    assert f"?after={posts[70].pk}" in html


def test_searching_within(as_: As, alice: Person, bob: Person, talk: Space) -> None:
    one = publish(alice, talk, "Le café est prêt")
    publish(bob, talk, "Tea as well")
    percent = publish(bob, talk, "100% sure")
    browser = as_(bob)
    for words, found in {
        "CAFE": [one],
        "100%": [percent],
        "%": [percent],
        "_": [],
        "x\x00": [],
    }.items():
        html = browser.get(f"/conversations/{talk.pk}/", {"q": words}).content.decode()
        assert said(html) == ids(*found), words


def test_saying_something(as_: As, alice: Person, bob: Person, talk: Space) -> None:
    answer = as_(alice).post(f"/conversations/{talk.pk}/send", {"text": "Hello"})
    post = Post.objects.get()
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/conversations/{talk.pk}/#post-{post.pk}"
    assert (post.author, post.space, post.source) == (alice, talk, "Hello")
    fragment = as_(alice).post(f"/conversations/{talk.pk}/send", {"text": "Again"}, headers=HX)
    assert fragment.status_code == 204


def test_what_cannot_be_sent_stays_in_its_field(as_: As, alice: Person, talk: Space) -> None:
    long = "x" * 50_001
    page = as_(alice).post(f"/conversations/{talk.pk}/send", {"text": long})
    assert page.status_code == 400
    assert long in page.content.decode()
    assert 'role="alert"' in page.content.decode()
    part = as_(alice).post(f"/conversations/{talk.pk}/send", {"text": " "}, headers=HX)
    assert part.status_code == 400
    assert part.headers["Content-Type"].startswith("text/plain")
    assert not Post.objects.exists()


@pytest.mark.parametrize("limit", ["LINES_A_MINUTE", "LINES_AN_HOUR"])
def test_who_says_too_much_at_once_keeps_what_was_typed(
    as_: As, alice: Person, bob: Person, talk: Space, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(pace, limit, 2)
    publish(alice, Space.objects.get(owner=alice, kind="wall"), "Posts count apart")
    send = f"/conversations/{talk.pk}/send"
    for _ in range(2):
        assert as_(alice).post(send, {"text": "Hello"}, headers=HX).status_code == 204
    said = as_(alice).post(send, {"text": "And more"}, headers=HX)
    assert (said.status_code, said.headers["Content-Type"]) == (429, "text/plain; charset=utf-8")
    assert "many messages at once" in said.text
    page = as_(alice).post(send, {"text": "And more"})
    assert page.status_code == 429
    assert "And more" in page.text
    assert as_(bob).post(send, {"text": "Hello"}, headers=HX).status_code == 204
    begun = as_(alice).post("/conversations/new", {"people": str(bob.pk), "text": "Hello again"})
    assert begun.status_code == 429
    assert "Hello again" in begun.text
    assert Post.objects.filter(space=talk).count() == 3


def test_who_talks_much_may_still_post(
    as_: As, alice: Person, talk: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "A_MINUTE", 1)
    for _ in range(2):
        publish(alice, talk, "Hello")
    assert as_(alice).post("/posts/", {"text": "A post"}).status_code == 302
    assert as_(alice).post("/posts/", {"text": "Another"}).status_code == 429


def test_pictures_and_files_go_along(as_: As, alice: Person, bob: Person, talk: Space) -> None:
    image, theirs = keep(alice, Bytes("a.png", picture())), keep(bob, Bytes("b.png", picture()))
    body = {"text": "", "files": [str(image.pk)], f"alt-{image.pk}": "The line"}
    assert as_(alice).post(f"/conversations/{talk.pk}/send", body, headers=HX).status_code == 204
    html = as_(bob).get(f"/conversations/{talk.pk}/").content.decode()
    assert f'src="/files/{image.pk}/preview" alt="The line"' in html
    stolen = as_(alice).post(
        f"/conversations/{talk.pk}/send", {"text": "x", "files": [str(theirs.pk)]}, headers=HX
    )
    assert stolen.status_code == 400
    plain = SimpleUploadedFile("report.pdf", b"%PDF-1.7")
    bad = SimpleUploadedFile("cat.jpg", b"no cat")
    answer = as_(alice).post(f"/conversations/{talk.pk}/send", {"text": "", "upload": [plain, bad]})
    assert answer.status_code == 400
    assert File.objects.count() == 2, "all or nothing"
    plain.seek(0)
    as_(alice).post(f"/conversations/{talk.pk}/send", {"text": "", "upload": [plain]})
    assert "report.pdf" in as_(bob).get(f"/conversations/{talk.pk}/").content.decode()


def test_unread_lines_count_until_they_are_read(
    as_: As, alice: Person, bob: Person, talk: Space, group: Space
) -> None:
    assert queries.unread(bob) == 0
    post = publish(alice, talk, "One")
    publish(alice, talk, "Two")
    publish(alice, group, "Three")
    assert queries.unread(bob) == 2
    assert queries.unread(alice) == 0
    html = as_(bob).get("/conversations/").content.decode()
    assert html.count("is-unread") == 2
    assert "2 unread" in html
    as_(bob).get(f"/conversations/{talk.pk}/", headers={"Sec-Purpose": "prefetch"})
    as_(bob).get(f"/conversations/{talk.pk}/lines?after=0")
    assert queries.unread(bob) == 2
    html = as_(bob).get(f"/conversations/{talk.pk}/").content.decode()
    assert html.count("is-unread") == 1
    assert queries.unread(bob) == 1
    newer = publish(alice, talk, "Four")
    as_(bob).post(f"/conversations/{talk.pk}/read", {"line": str(post.pk)})
    assert queries.unread(bob) == 2
    as_(bob).post(f"/conversations/{talk.pk}/read", {"line": str(newer.pk)})
    assert queries.unread(bob) == 1
    as_(bob).post(f"/conversations/{talk.pk}/read", {"line": "nonsense"})
    Subscription.objects.filter(person=bob, space=group).update(level="nothing")
    assert queries.unread(bob) == 0


def test_what_is_removed_waits_no_longer(alice: Person, bob: Person, talk: Space) -> None:
    post = publish(alice, talk, "One")
    assert queries.unread(bob) == 1
    remove(alice, post)
    assert queries.unread(bob) == 0


def test_seen_by(as_: As, alice: Person, bob: Person, carol: Person, group: Space) -> None:
    publish(alice, group, "Who is here?")
    address = f"/conversations/{group.pk}/seen"
    assert "Seen" not in as_(alice).get(address).content.decode()
    as_(bob).get(f"/conversations/{group.pk}/")
    html = as_(alice).get(address).content.decode()
    assert "Bob Keller" in html
    assert "Çarol" not in html
    as_(carol).get(f"/conversations/{group.pk}/")
    assert "Çarol Núñez" in as_(alice).get(address).content.decode()
    publish(bob, group, "All of us")
    assert "Seen" not in as_(bob).get(address).content.decode()


def test_a_fragment_shows_every_change(as_: As, alice: Person, bob: Person, talk: Space) -> None:
    post = publish(alice, talk, "One")
    browser = as_(bob)

    def html() -> str:
        return browser.get(f"/conversations/{talk.pk}/lines?only={post.pk}").content.decode()

    assert "One" in html()
    edit(alice, post, "Two")
    assert "Two" in html()
    assert "edited" in html()
    react(bob, post, "🎉")
    assert 'class="emoji-mine" aria-hidden="true">🎉' in html()
    of_alice = as_(alice).get(f"/conversations/{talk.pk}/lines?only={post.pk}").content.decode()
    assert "🎉" in of_alice
    assert "emoji-mine" not in of_alice


def test_own_lines_can_be_changed_by_their_author_alone(
    as_: As, alice: Person, bob: Person, talk: Space
) -> None:
    post = publish(alice, talk, "One")
    here = f"/conversations/{talk.pk}/lines/{post.pk}/"
    menu = as_(bob).get(here, headers=HX).content.decode()
    assert "react" in menu
    assert f"{here}edit" not in menu
    assert f"{here}remove" not in menu
    assert as_(bob).get(f"{here}edit").status_code == 403
    assert as_(bob).post(f"{here}edit", {"text": "Mine"}).status_code == 403
    assert as_(bob).post(f"{here}remove").status_code == 403
    menu = as_(alice).get(here, headers=HX).content.decode()
    assert f"{here}edit" in menu
    assert as_(alice).get(here).status_code == 200
    assert "One" in as_(alice).get(f"{here}edit").content.decode()
    refused = as_(alice).post(f"{here}edit", {"text": ""}, headers=HX)
    assert refused.status_code == 422
    fresh = as_(alice).post(f"{here}edit", {"text": "Changed"}, headers=HX).content.decode()
    assert said(fresh) == ids(post)
    assert "Changed" in fresh
    assert "chat-day" not in fresh
    assert as_(bob).post(f"{here}react", {"emoji": "like"}, headers=HX).status_code == 200
    assert as_(bob).post(f"{here}react", {"emoji": "no emoji"}, headers=HX).status_code == 400
    assert as_(alice).post(f"{here}remove").status_code == 302
    assert said(as_(bob).get(f"/conversations/{talk.pk}/").content.decode()) == []


def statements(browser_get: object, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert browser_get(address).status_code == 200  # type: ignore[operator]
    return len(captured)


def test_the_number_of_statements_does_not_grow(
    as_: As, alice: Person, bob: Person, carol: Person
) -> None:
    from parvis.spaces.verbs import open_conversation

    def fill(number: int, lines: int) -> Space:
        space = open_conversation(alice, [bob, carol], name=f"Group {number}")
        for line in range(lines):
            post = publish((alice, bob, carol)[line % 3], space, f"Line {line} https://a.example")
            react(bob, post, "like")
        return space

    from parvis.posts import fragments

    small = fill(0, 1)
    browser = as_(bob)
    addresses = [
        "/conversations/",
        *(
            "/conversations/{}/" + page
            for page in ("", "lines?after=0", "?q=line", "people", "seen")
        ),
    ]

    def counts(space: Space) -> list[int]:
        found = []
        for address in addresses:
            Subscription.objects.filter(person=bob).update(last_read=None)
            fragments.kept.clear()
            found.append(statements(browser.get, address.format(space.pk)))
        return found

    browser.get("/conversations/")
    before = counts(small)
    for number in range(1, 9):
        large = fill(number, 5)
    fill_more = [publish(alice, large, f"More {n}") for n in range(60)]
    assert fill_more
    assert counts(large) == before
    assert max(before) <= 22


def test_only_its_people_say_that_they_write(
    as_: As, alice: Person, bob: Person, carol: Person, talk: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, dict[str, str]]] = []
    monkeypatch.setattr(
        "parvis.conversations.views.rooms.nudge", lambda topic, **words: told.append((topic, words))
    )
    address = f"/conversations/{talk.pk}/typing"
    assert as_(None).post(address).status_code == 302
    assert as_(carol).post(address).status_code == 404
    assert as_(alice).get(address).status_code == 405
    assert told == []
    assert as_(alice).post(address).status_code == 204
    words = {"what": "conversation.typing", "by": str(alice.pk), "name": alice.name}
    assert told == [(f"space:{talk.pk}", words)]
