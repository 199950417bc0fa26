"""Who is cut off no longer sees what stands on the pages that were open."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from parvis.people.models import Person
from parvis.people.queries import sessions_of
from parvis.people.verbs import end_session
from parvis.posts.verbs import publish
from parvis.spaces.models import Space
from parvis.spaces.verbs import join, open_community, remove_member
from tests.browser.conftest import Opens

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_session_ended_elsewhere_ends_its_page_at_once(open_as: Opens, alice: Person) -> None:
    publish(alice, Space.objects.get(owner=alice, kind="wall"), "For colleagues")
    page = open_as(alice, "/")
    expect(page.locator("article.post")).to_have_count(1)
    page.locator("form[data-draft] textarea").first.fill("Half a thought")
    (session,) = sessions_of(alice)
    end_session(alice, alice, session.mark)
    expect(page).to_have_url(re.compile(r"/account/login/\?next="))
    expect(page.locator("article.post")).to_have_count(0)


def test_the_network_going_does_not_sign_out(open_as: Opens, alice: Person) -> None:
    page = open_as(alice, "/")
    page.context.set_offline(True)
    page.wait_for_timeout(1500)
    page.context.set_offline(False)
    page.wait_for_timeout(1500)
    expect(page).to_have_url(re.compile(r"/$"))
    assert settings.SESSION_COOKIE_NAME in {c["name"] for c in page.context.cookies()}


def test_who_is_removed_from_a_community_no_longer_sees_it(
    open_as: Opens, alice: Person, bob: Person
) -> None:
    space = open_community(alice, name="Council", visibility="secret")
    space.visibility = Space.Visibility.OPEN
    space.save()
    join(bob, space)
    space.visibility = Space.Visibility.SECRET
    space.save()
    post = publish(alice, space, "Between us")
    publish(alice, space, "This too")
    feed = open_as(bob, space.get_absolute_url())
    thread = open_as(bob, f"/posts/{post.pk}/")
    expect(feed.locator("article.post")).to_have_count(2)
    remove_member(alice, space, bob)
    for page in (feed, thread):
        expect(page.locator("article.post")).to_have_count(0)
    expect(feed.locator(".toast")).to_have_count(0)
    expect(thread.locator(".toast")).to_have_count(1)
    publish(alice, space, "Without him")
    feed.wait_for_timeout(800)
    expect(feed.locator(".new-pill:visible")).to_have_count(0)
