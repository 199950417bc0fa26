"""The page of one's devices: one's own alone, what is offered, what browsers say."""

from typing import Any

import pytest
from django.db import connection

from parvis.people.models import Person
from parvis.push import choices, verbs
from parvis.push.models import Device

pytestmark = pytest.mark.django_db

ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"


def test_a_device_is_listed_tried_and_turned_off(phone_of: Any, alice: Person) -> None:
    phone = phone_of(alice, agent=ANDROID)
    device = phone.turn_on()
    page = phone.client.get("/me/devices/").content.decode()
    assert "Chrome, Android" in page
    assert "this device" in page
    phone.client.post(f"/me/devices/{device.pk}/remove")
    assert not Device.objects.exists()


def test_again_it_is_renewed_and_it_belongs_to_whoever_has_it_in_hand(
    phone_of: Any, alice: Person, bob: Person
) -> None:
    hers, his = phone_of(alice), phone_of(bob)
    hers.turn_on()
    hers.turn_on()
    assert Device.objects.get().person == alice
    his.turn_on()
    assert Device.objects.get().person == bob


def test_others_devices_are_out_of_reach(phone_of: Any, alice: Person, bob: Person) -> None:
    hers, his = phone_of(alice, "/push/a"), phone_of(bob, "/push/b")
    device = hers.turn_on()
    assert his.client.post(f"/me/devices/{device.pk}/remove").status_code == 404
    his.client.post("/me/devices/forget", {"endpoint": hers.endpoint})
    assert Device.objects.filter(pk=device.pk).exists()
    hers.client.post("/me/devices/forget", {"endpoint": hers.endpoint})
    assert not Device.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"endpoint": ""},
        {"endpoint": "ftp://push.example/x"},
        {"endpoint": "https://user:word@push.example/x"},
        {"endpoint": "https://push.example/" + "x" * 2000},
        {"public": "short"},
        {"public": "é" * 87},
        {"secret": ""},
    ],
)
def test_what_no_browser_says_is_refused(
    phone_of: Any, alice: Person, change: dict[str, str]
) -> None:
    phone = phone_of(alice)
    answer = phone.client.post("/me/devices/register", phone.subscription() | change)
    assert answer.status_code == 422
    assert answer.json()["error"]
    assert not Device.objects.exists()


def test_the_oldest_goes_when_there_are_too_many(phone_of: Any, alice: Person) -> None:
    for number in range(verbs.MOST + 2):
        phone_of(alice, f"/push/{number}").turn_on()
    kept = [device.endpoint for device in Device.objects.all()]
    assert len(kept) == verbs.MOST
    assert not any(endpoint.endswith(("/push/0", "/push/1")) for endpoint in kept)


def test_choices_are_kept_and_unchosen_kinds_are_off(phone_of: Any, alice: Person) -> None:
    client = phone_of(alice).client
    client.post("/me/devices/", {"kind_reaction": "on", "kind_mention": "on"})
    chosen = choices.of(alice)
    assert choices.wants(chosen, "reaction")
    assert choices.wants(chosen, "mention")
    assert not choices.wants(chosen, "comment")
    assert not chosen.keeps_hours
    page = client.get("/me/devices/").content.decode()
    assert 'name="kind_reaction"' in page


def test_devices_without_a_session_are_forgotten(phone_of: Any, alice: Person) -> None:
    phone, other = phone_of(alice, "/push/a"), phone_of(alice, "/push/b")
    phone.turn_on()
    other.turn_on()
    phone.client.post("/account/logout/")
    assert verbs.forget_the_dead() == 1
    assert Device.objects.get().endpoint == other.endpoint


def test_the_page_costs_the_same_for_many_devices(phone_of: Any, alice: Person) -> None:
    phone = phone_of(alice, "/push/0")
    phone.turn_on()
    phone.client.get("/me/devices/")
    one = statements(phone)
    for number in range(1, 6):
        phone_of(alice, f"/push/{number}").turn_on()
    assert statements(phone) == one > 0


def statements(phone: Any) -> int:
    """Count what the page asks of the database."""
    asked: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        assert phone.client.get("/me/devices/").status_code == 200
    return len(asked)
