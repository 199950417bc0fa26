"""The addresses by which mail comes back: nobody can make one up, none lives for ever."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from parvis.mail import addresses
from parvis.mail.addresses import Purpose
from parvis.mail.tokens import Forged
from parvis.spaces.models import Space

PERSON: Any = SimpleNamespace(pk=2**40)
POST: Any = SimpleNamespace(pk=2**63 - 1)


@pytest.fixture(params=["", "parvis@corp.example"])
def mailbox(request: pytest.FixtureRequest, settings: Settings) -> str:
    settings.MAIL_DOMAIN = "talk.corp.example"
    settings.MAIL_MAILBOX = request.param
    return str(request.param)


def test_it_says_whom_what_and_why(mailbox: str) -> None:
    address = addresses.reply_address(PERSON, POST)
    answer = addresses.read(address)
    assert answer is not None
    assert (answer.person, answer.purpose, answer.post) == (PERSON.pk, Purpose.REPLY, POST.pk)
    assert not answer.expired
    assert len(address.partition("@")[0]) <= addresses.LOCAL_PART
    assert addresses.read(f"Parvis <{address.upper()}>") == answer


def test_muting_knows_a_thread_from_a_space(mailbox: str) -> None:
    space = Space(pk=7)
    of_thread = addresses.read(addresses.mute_address(PERSON, POST))
    of_space = addresses.read(addresses.mute_address(PERSON, space))
    posting = addresses.read(addresses.private_post_address(PERSON, space))
    assert of_thread
    assert of_space
    assert posting
    assert (of_thread.purpose, of_thread.post, of_thread.space) == (Purpose.MUTE, POST.pk, None)
    assert (of_space.purpose, of_space.post, of_space.space) == (Purpose.MUTE, None, 7)
    assert (posting.purpose, posting.post, posting.space) == (Purpose.POST, None, 7)


def test_stopping_by_mail(mailbox: str) -> None:
    for kinds in (0, 5):
        answer = addresses.read(addresses.stop_address(PERSON, kinds))
        assert answer
        assert (answer.purpose, answer.kinds, answer.post) == (Purpose.STOP, kinds, None)


def test_every_changed_letter_is_a_forgery(mailbox: str) -> None:
    address = addresses.reply_address(PERSON, POST)
    local, _, host = address.partition("@")
    start = local.index("+") + 1
    for at in range(start, len(local)):
        other = "a" if local[at] != "a" else "b"
        changed = f"{local[:at]}{other}{local[at + 1 :]}@{host}"
        try:
            same = addresses.read(changed)
        except Forged:
            continue
        # The last letter's spare bits say nothing.
        assert at == len(local) - 1
        assert same == addresses.read(address)


def test_an_old_one_is_genuine_but_expired(mailbox: str, monkeypatch: pytest.MonkeyPatch) -> None:
    address = addresses.reply_address(PERSON, POST)
    later = timezone.now() + addresses.LIFETIME + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    answer = addresses.read(address)
    assert answer is not None
    assert answer.expired


def test_another_key_makes_forgeries(mailbox: str, settings: Settings) -> None:
    address = addresses.reply_address(PERSON, POST)
    settings.SECRET_KEY = "another"
    with pytest.raises(Forged):
        addresses.read(address)


@pytest.mark.parametrize("wrong", ["", "x", "reply+@talk.corp.example", "marie@else.example"])
def test_other_addresses_are_not_ours(wrong: str, settings: Settings) -> None:
    settings.MAIL_DOMAIN = "talk.corp.example"
    try:
        assert addresses.read(wrong) is None
    except Forged:
        assert wrong.startswith("reply+")


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["quality", "postmaster", "x" * 70, "y" * addresses.TOKEN])
def test_a_community_is_found_by_its_address(mailbox: str, slug: str) -> None:
    space = Space.objects.create(kind=Space.Kind.COMMUNITY, name="Quality", slug=slug)
    address = addresses.post_address(space)
    assert len(address.partition("@")[0]) <= addresses.LOCAL_PART
    assert addresses.read(address) is None
    assert addresses.community(address.upper()) == space
    assert addresses.community(address.replace("@", "x@")) is None


@pytest.mark.django_db
def test_a_conversation_has_no_address(settings: Settings) -> None:
    settings.MAIL_DOMAIN = "talk.corp.example"
    space = Space.objects.create(kind=Space.Kind.CONVERSATION, name="Two")
    assert addresses.community(f"space.{space.pk}@talk.corp.example") is None
    assert addresses.community("space.x@talk.corp.example") is None
