"""An address that the relay itself keeps refusing is paused, by a worker as it runs for real."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from parvis.mail import verbs
from parvis.mail.incoming.models import Failure
from parvis.mail.models import Choice, Letter, Preferences
from parvis.mail.outgoing.sending import Sender
from parvis.mail.tests.sink import sink
from parvis.people.verbs import take_in
from parvis.posts.verbs import publish
from parvis.spaces.verbs import join, open_community


@pytest.mark.django_db(transaction=True)
def test_it_is_paused_outside_any_transaction() -> None:
    alice = take_in(None, handle="alice", name="Alice")
    bob = take_in(None, handle="bob", name="Bob", email="bob@gone.example")
    place = open_community(alice, name="Pumps")
    join(bob, place)
    verbs.set_preferences(bob, keeps_hours=False)
    verbs.choose(bob, place, Choice.Delivery.LIST)
    with sink() as kept:
        kept.answer["bob@gone.example"] = "550 5.1.1 no such user"
        for number in range(3):
            post = publish(alice, place, f"Number {number}")
            Letter.objects.create(person=bob, kind="post", key=f"post:{post.pk}", post=post)
            Sender().run(5)
            Failure.objects.update(at=timezone.now() - timedelta(days=2 - number))
    row = Preferences.objects.get(person=bob)
    assert row.refused_at is not None
    assert "no such user" in row.refused_why
    states: list[Any] = list(Letter.objects.values_list("state", flat=True))
    assert states == [Letter.State.FAILED] * 3
