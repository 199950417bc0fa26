"""The worker's list: one job for many deeds, none forgotten, none held up by another."""

from collections.abc import Callable

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from parvis.journal.models import Entry
from parvis.notifications import letters, queries
from parvis.notifications.models import Untold
from parvis.notifications.tasks import tell_one
from parvis.notifications.telling import tell_all
from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.posts.models import Post
from parvis.posts.verbs import comment, publish, react
from parvis.spaces.models import Space

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(alice: Person) -> Post:
    return publish(alice, Space.objects.get(owner=alice, kind="wall"), "Who knows this pump?")


def calls() -> int:
    return ProcrastinateJob.objects.filter(task_name="notifications.tell", status="todo").count()


def test_many_deeds_call_the_worker_once(
    bob: Person, post: Post, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    tell_all()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        for _ in range(3):
            comment(bob, post, "I do")
    assert calls() == 1
    assert Untold.objects.count() == 3
    tell_all()
    assert not Untold.objects.exists()
    assert queries.unread_count(post.author) == 1


def test_one_that_cannot_be_told_of_holds_up_no_other(
    bob: Person, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell_all()
    react(bob, post, "like")
    comment(bob, post, "I do")
    reacted, commented = Entry.objects.order_by("-pk")[:2][::-1]

    def fails(entry: Entry) -> list[letters.Letter]:
        raise ValueError(entry)

    monkeypatch.setitem(letters.LETTERS, "post.reacted", fails)
    tell_all()
    assert not Untold.objects.exists()
    jobs = ProcrastinateJob.objects.filter(task_name=tell_one.name).order_by("pk")
    assert [job.args["entry"] for job in jobs] == [reacted.pk, commented.pk]
    tell_one(entry=commented.pk)
    assert queries.unread_count(post.author) == 1
    with pytest.raises(ValueError, match=r"post\.reacted"):
        tell_one(entry=reacted.pk)


def test_what_was_done_in_a_conversation_is_not_on_the_list(alice: Person, bob: Person) -> None:
    from parvis.spaces.verbs import open_conversation

    publish(alice, open_conversation(alice, [bob]), "A line")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM notifications_untold")
        assert cursor.fetchone() == (0,)


def test_a_crowd_is_told_part_by_part_by_a_job_of_its_own(
    alice: Person, bob: Person, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parvis.notifications.telling.PEOPLE_AT_ONCE", 1)
    monkeypatch.setattr("parvis.notifications.verbs.PEOPLE_AT_ONCE", 1)
    tell_all()
    comment(bob, post, "Ask @carla, @dan or @eve")  # nobody yet
    people = [take_in(None, handle=h, name=h.title()) for h in ("carla", "dan", "eve")]
    tell_all()
    comment(bob, post, "Ask @carla, @dan or @eve")
    tell_all()
    assert not any(queries.unread_count(person) for person in people)
    (job,) = ProcrastinateJob.objects.filter(task_name=tell_one.name)
    for _ in range(2):
        tell_one(**job.args)
    assert [queries.unread_count(person) for person in [*people, alice]] == [1, 1, 1, 1]
