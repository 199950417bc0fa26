"""Notifications on a device: asked for by a click alone, shown to its person, leading somewhere."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from parvis.people.models import Person
from parvis.posts.verbs import publish
from parvis.push.keys import ours
from parvis.push.models import Device
from parvis.spaces.models import Space
from tests.browser.conftest import Opens, axe_findings
from tests.browser.house import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What a browser's own push service would answer: there is none here to ask.
SUBSCRIBED = """() => {
  const made = (options) => ({
    options,
    toJSON: () => ({ endpoint: "https://push.example/mine", keys: {
      p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcx" +
        "aOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
      auth: "BTBZMqHH6r4Tts7J_aSIgg" } }),
    unsubscribe: async () => { localStorage.removeItem("subscribed"); return true; },
  });
  PushManager.prototype.subscribe = async (options) => {
    localStorage.setItem("subscribed", String(options.applicationServerKey.length));
    return made(options);
  };
  PushManager.prototype.getSubscription = async () =>
    localStorage.getItem("subscribed") ? made({}) : null;
}"""


def deliver(page: Page, told: dict[str, Any]) -> None:
    """Hand a message to the service worker, as the browser does once it has decrypted it."""
    session = page.context.new_cdp_session(page)
    registrations: list[Any] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: registrations.extend(event["registrations"]),
    )
    session.send("ServiceWorker.enable")
    wait_until(lambda: [page.evaluate("1"), *registrations][1:], "the registration")
    session.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": page.evaluate("location.origin"),
            "registrationId": registrations[0]["registrationId"],
            "data": json.dumps(told),
        },
    )


def shown(page: Page) -> list[Any]:
    """What the device shows of this site."""
    found: list[Any] = page.evaluate(
        """navigator.serviceWorker.ready.then((one) => one.getNotifications()).then((all) =>
        all.map(({title, body, tag, lang, data}) => ({title, body, tag, lang, url: data.url})))"""
    )
    return found


def open_app(open_as: Opens, person: Person, path: str) -> Page:
    page = open_as(person, "/", service_workers="allow", permissions=["notifications"])
    wait_until(lambda: page.evaluate("navigator.serviceWorker.controller !== null"), "worker")
    page.goto(path)
    return page


def test_a_device_is_turned_on_and_off_by_a_click(open_as: Opens, alice: Person) -> None:
    page = open_app(open_as, alice, "/me/devices/")
    page.context.add_init_script(f"({SUBSCRIBED})()")
    page.reload()
    turn_on = page.get_by_role("button", name="Turn on for this device")
    expect(turn_on).to_be_visible()
    assert not Device.objects.exists()
    assert axe_findings(page) == []
    turn_on.click()
    expect(page.get_by_text("Turned on for this device.")).to_be_visible()
    expect(page.get_by_text("this device", exact=True)).to_be_visible()
    assert Device.objects.get().person == alice
    assert page.evaluate("localStorage.subscribed") == "65"
    assert page.locator("#push").get_attribute("data-key") == ours().public
    assert axe_findings(page) == []
    page.locator("#push").get_by_role("button", name="Turn off").click()
    expect(turn_on).to_be_visible()
    assert not Device.objects.exists()


def test_who_blocks_notifications_is_told_how_to_allow_them(open_as: Opens, alice: Person) -> None:
    page = open_as(alice, "/me/devices/", service_workers="allow")
    page.context.add_init_script(
        "Object.defineProperty(Notification, 'permission', {get: () => 'denied'})"
    )
    page.reload()
    expect(page.get_by_text("Your browser blocks notifications of this site.")).to_be_visible()
    assert axe_findings(page) == []


def test_a_message_is_shown_to_its_person_alone_and_replaces_its_like(
    open_as: Opens, alice: Person, bob: Person
) -> None:
    wall = Space.objects.get(kind="wall", owner=alice)
    post = publish(alice, wall, "Read me")
    page = open_app(open_as, alice, "/saved/")
    page.goto("about:blank")  # nobody looks at the site
    page.goto("/saved/")
    told = {
        "title": "Acme",
        "body": "Bob Durand commented on your post",
        "url": f"/posts/{post.pk}/",
        "tag": "trial",
        "person": str(alice.pk),
        "lang": "en",
    }
    deliver(page, told)
    wait_until(lambda: shown(page), "the notification")
    deliver(page, told | {"body": "Bob Durand and 1 other commented on your post"})
    wait_until(lambda: "1 other" in shown(page)[0]["body"], "the newer one")
    assert len(shown(page)) == 1
    assert shown(page)[0]["url"] == f"/posts/{post.pk}/"
    deliver(page, told | {"tag": "other", "person": str(bob.pk)})
    page.wait_for_timeout(500)
    assert [one["tag"] for one in shown(page)] == ["trial"]
