"""Mail to a community without proof of its sender: held until they say that it is theirs."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail as outbox
from django.db import transaction
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from parvis.mail import addresses, links
from parvis.mail.incoming import holding, keeping
from parvis.mail.incoming.models import Notice, Received
from parvis.mail.tests.mails import PNG, came, mail
from parvis.mail.tests.test_in_receiving import World
from parvis.posts.models import Post
from parvis.spaces.models import Space
from parvis.spaces.verbs import open_community

pytestmark = pytest.mark.django_db
BOB = "Bob <bob@corp.example>"


@pytest.fixture
def world(settings: Any, tmp_path: Path) -> World:
    made = World(settings)
    settings.MAIL_UNPROVEN = "confirm"
    settings.DATA = tmp_path
    return made


@pytest.fixture
def asked(world: World) -> Any:
    """Bob wrote to the community, or somebody in his name; returns what he is asked."""
    files = [("pump.png", "image/png", PNG)]
    outcome = came(mail(BOB, world.address, "It **leaks**.", subject="Pump 3", files=files))
    assert (outcome.state, outcome.reason) == ("held", "held")
    outbox.outbox = []
    (job,) = ProcrastinateJob.objects.filter(task_name="mail.ask_to_confirm")
    holding.ask(row_key=job.args["row"])
    (letter,) = outbox.outbox
    return letter


def posts(world: World) -> list[Post]:
    return list(Post.objects.filter(space=world.space).exclude(pk=world.post.pk))


def row() -> Received:
    return Received.objects.get(recipient__startswith="pumps@")


def link(world: World) -> str:
    return links.confirm(world.bob, row().pk).removeprefix("http://127.0.0.1:8000")


def test_nothing_is_posted_before_its_sender_says_so(world: World, asked: Any) -> None:
    assert posts(world) == []
    assert asked.to == ["bob@corp.example"]
    assert asked.extra_headers["Auto-Submitted"] == "auto-generated"
    assert "It **leaks**." in asked.body
    assert links.confirm(world.bob, row().pk) in asked.body
    assert asked.reply_to == [addresses.confirm_address(world.bob, row().pk)]
    again = came(mail(BOB, world.address, "It **leaks**.", subject="Pump 3"))
    assert again.state == "held"


def test_one_click_posts_it_once(
    world: World, asked: Any, django_capture_on_commit_callbacks: Any
) -> None:
    client = Client()
    page = client.get(link(world)).content.decode()
    assert "It **leaks**." in page
    assert "pump.png" in page
    assert "Pumps" in page
    assert posts(world) == []  # scanners open links
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(link(world), {"deed": "post"}).content.decode()
    assert "Your mail is posted" in page
    client.post(link(world), {"deed": "post"})
    client.post(link(world), {"deed": "discard"})
    (post,) = posts(world)
    assert (post.title, post.source, post.author) == ("Pump 3", "It **leaks**.", world.bob)
    assert [file.name for file in post.files.all()] == ["pump.png"]
    assert row().state == Received.State.TAKEN
    assert list(keeping.folder("held").iterdir()) == []


def test_it_is_thrown_away_if_it_is_not_theirs(world: World, asked: Any) -> None:
    client = Client()
    assert "thrown away" in client.post(link(world), {"deed": "discard"}).content.decode()
    client.post(link(world), {"deed": "post"})
    assert posts(world) == []
    assert (row().state, row().reason) == ("refused", "discarded")


@pytest.mark.parametrize(
    ("said", "reason", "count"),
    [
        ("OK", "published", 1),
        ("Oui.\n\nBob", "published", 1),
        ("Yes!\n\nOn 4 Jan 2016, at 18:32, Parvis wrote:\n> It leaks", "published", 1),
        ("\n\nOn 4 Jan 2016, at 18:32, Parvis wrote:\n> It leaks", "unclear", 0),
        ("no", "discarded", 0),
        ("Non, ce n'est pas moi", "unclear", 0),
        ("STOP", "discarded", 0),
    ],
)
def test_an_answer_says_it_too(
    world: World, asked: Any, said: str, reason: str, count: int
) -> None:
    outcome = came(mail(BOB, asked.reply_to[0], said, subject="Re: Did you write this?"))
    assert outcome.reason == reason
    assert len(posts(world)) == count


def test_nobody_else_can_say_it(world: World, asked: Any) -> None:
    forger = mail("carla@corp.example", asked.reply_to[0], "OK")
    assert came(forger).reason == "other"
    carlas = links.confirm(world.carla, row().pk).removeprefix("http://127.0.0.1:8000")
    assert Client().post(carlas, {"deed": "post"}).status_code == 410
    carlas = addresses.confirm_address(world.carla, row().pk)
    assert came(mail("carla@corp.example", carlas, "OK")).reason == "expired"
    vacation = mail(BOB, asked.reply_to[0], "OK", headers={"Auto-Submitted": "auto-replied"})
    assert came(vacation).state == "ignored"
    assert posts(world) == []


def test_after_a_week_it_is_forgotten(world: World, asked: Any) -> None:
    import os

    (path,) = keeping.folder("held").iterdir()
    keeping.forget()
    assert path.exists()
    old = (timezone.now() - timedelta(days=8)).timestamp()
    os.utime(path, (old, old))
    keeping.forget()
    assert Client().get(link(world)).status_code == 410
    assert came(mail(BOB, asked.reply_to[0], "OK")).reason == "expired"


def test_the_private_address_asks_nothing(world: World, asked: Any) -> None:
    own = next(line for line in asked.body.splitlines() if line.startswith("post+"))
    assert came(mail(BOB, own, "It leaks", subject="Again")).reason == "published"
    assert came(mail("carla@corp.example", own, "Mine", subject="Again")).reason == "other"


def test_who_could_not_post_is_told_at_once(world: World) -> None:
    assert came(mail("carla@corp.example", world.address, "x")).reason == "forbidden"
    assert came(mail("eve@elsewhere.example", world.address, "x")).reason == "unknown"
    secret = open_community(world.alice, name="Quiet", visibility=Space.Visibility.SECRET)
    hidden = came(mail("carla@corp.example", addresses.post_address(secret), "x"))
    assert hidden.reason == "gone"
    assert not ProcrastinateJob.objects.filter(task_name="mail.ask_to_confirm").exists()


def test_nobodys_mailbox_is_filled_with_questions(world: World) -> None:
    said = [came(mail(BOB, world.address, f"{n}")).reason for n in range(23)]
    assert said == ["held"] * holding.A_DAY_EACH + ["fast"] * 3
    jobs = ProcrastinateJob.objects.filter(task_name="mail.ask_to_confirm")
    assert jobs.count() == holding.A_DAY_EACH
    assert Notice.objects.filter(reason=holding.REASON).count() == holding.A_DAY_EACH


def test_it_may_be_refused_instead(world: World, settings: Any) -> None:
    settings.MAIL_UNPROVEN = "refuse"
    outcome = came(mail(BOB, world.address, "It leaks"))
    assert (outcome.state, outcome.reason) == ("refused", "unproven")
    assert Notice.objects.get().reason == "unproven"
    own = addresses.private_post_address(world.bob, world.space)
    assert came(mail(BOB, own, "It leaks")).reason == "published"


@pytest.mark.parametrize(
    ("results", "reason"),
    [
        ("dmarc=pass header.from=corp.example", "published"),
        ("auth=pass smtp.auth=bob@corp.example", "published"),
        ("auth=pass smtp.auth=carla@corp.example", "held"),
        ("auth=fail smtp.auth=bob@corp.example", "held"),
        ("dmarc=none; spf=none", "held"),
        ("dmarc=fail", "unsure"),
        ("", "held"),
    ],
)
def test_a_relay_that_vouches_makes_it_quick(
    world: World, settings: Any, results: str, reason: str
) -> None:
    settings.MAIL_TRUSTED_RELAY = "mx.corp.example"
    headers = {"Authentication-Results": f"mx.corp.example; {results}"} if results else {}
    assert came(mail(BOB, world.address, "x", headers=headers)).reason == reason


def test_answers_are_never_held(world: World) -> None:
    assert came(mail(BOB, world.reply(), "I do")).reason == "commented"


def test_it_is_asked_in_ones_language(world: World) -> None:
    world.bob.locale = "fr"
    world.bob.save()
    came(mail(BOB, world.address, "Ça fuit", subject="Pompe"))
    outbox.outbox = []
    with transaction.atomic():
        holding.ask(row().pk)
    assert outbox.outbox[0].subject == "Est-ce bien vous\xa0? Pompe"
    assert "Est-ce bien vous" in Client().get(link(world)).content.decode()
