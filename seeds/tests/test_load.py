"""The whole company comes into the network, once, with nobody where they may not be."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from parvis import access
from parvis.feed.models import Visit
from parvis.journal.models import Entry
from parvis.notifications.models import Notification
from parvis.people.models import Person
from parvis.posts.models import Post, Reaction
from parvis.spaces.models import Space, Subscription
from seeds import texts
from seeds.load import fill

pytestmark = pytest.mark.django_db


def test_the_sample_company() -> None:
    """One long test, since filling in takes seconds."""
    steps: list[str] = []
    loaded = timezone.now()
    fill(steps.append)
    assert "posts" in steps
    _everybody_is_there()
    _everything_is_written()
    _nobody_is_where_they_may_not_be()
    _there_is_something_new()
    _everything_happened_when_it_is_said_to_have(loaded)
    before = Post.objects.count()
    fill()
    assert Post.objects.count() == before


def _everybody_is_there() -> None:
    assert Person.objects.count() == len(texts.people())
    assert Person.objects.get(is_admin=True).handle == "tiago"
    assert Person.objects.filter(manager=None).count() == 1
    assert not Person.objects.filter(photo=None).exists()
    assert Person.objects.order_by("pk").values_list("handle", flat=True)[0] == "leo"
    assert Space.objects.filter(kind=Space.Kind.WALL).count() == len(texts.people())


def _everything_is_written() -> None:
    written = [
        said
        for posts in ([c.posts for c in texts.communities()] + [texts.walls()])
        for post in posts
        for said in post.everything()
    ]
    lines = sum(len(talk.lines) for talk in texts.conversations())
    assert Post.objects.count() == len(written) + lines
    assert Reaction.objects.count() == sum(
        len(names) for said in written for names in said.reactions.values()
    )
    now = timezone.now()
    newest, oldest = Post.objects.order_by("-id")[0], Post.objects.order_by("id")[0]
    assert now - timedelta(hours=1) < newest.created_at < now
    assert now - timedelta(days=95) < oldest.created_at < now - timedelta(days=80)
    for post in Post.objects.filter(reply_to__isnull=False).select_related("reply_to"):
        assert post.reply_to is not None
        assert post.created_at > post.reply_to.created_at


def _everything_happened_when_it_is_said_to_have(loaded: datetime) -> None:
    late = Entry.objects.filter(at__gte=loaded).values_list("verb", flat=True)
    assert sorted(set(late)) == []
    written = Entry.objects.filter(verb__in=("post.published", "post.commented"))
    moments = {entry.post_id: entry.at for entry in written}
    for post in Post.objects.all():
        assert abs(moments[post.pk] - post.created_at) < timedelta(milliseconds=2)
    opened = (
        Entry.objects.filter(verb="community.opened").order_by("pk").values_list("at", flat=True)
    )
    assert list(opened) == sorted(opened)
    first = Post.objects.order_by("id")[0].created_at
    oldest = Entry.objects.order_by("at")[0].at
    assert first - timedelta(days=3) < oldest < first


def _nobody_is_where_they_may_not_be() -> None:
    leo, pauline = Person.objects.get(handle="leo"), Person.objects.get(handle="pauline")
    loire, site = Space.objects.get(slug="loire"), Space.objects.get(slug="arbresle")
    assert not access.can(leo, "see", loire)
    seen = access.visible(Space.objects.filter(kind=Space.Kind.COMMUNITY), pauline)
    assert [space.slug for space in seen] == ["source"]
    by_rule = Subscription.objects.get(space=site, person=leo)
    assert by_rule.source == Subscription.Source.RULE
    for space in Space.objects.filter(kind=Space.Kind.COMMUNITY):
        inside = Subscription.objects.filter(space=space, state=Subscription.State.ACTIVE)
        assert space.members_count == inside.count(), space.slug
        assert space.cover_id


def _there_is_something_new() -> None:
    leo = Person.objects.get(handle="leo")
    visit = Visit.objects.get(person=leo)
    assert Post.objects.order_by("-id")[0].created_at > visit.seen_at
    assert Notification.objects.filter(person=leo, read_at=None).exists()
