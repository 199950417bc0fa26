"""Files on posts: one's own, in order, while writing and while editing."""

import pytest
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from parvis.files import verbs
from parvis.files.models import File
from parvis.files.tests.samples import png
from parvis.kernel.errors import Refused
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.posts.verbs import publish
from parvis.spaces.models import Space

pytestmark = pytest.mark.django_db


@pytest.fixture
def wall(alice: Person) -> Space:
    return Space.objects.get(owner=alice, kind="wall")


def files_of(post: Post) -> list[int]:
    return list(post.files.order_by("position").values_list("pk", flat=True))


def test_own_uploads_hang_on_a_post_in_order(alice: Person, wall: Space) -> None:
    one, two, three = (verbs.keep(alice, png()).pk for _ in range(3))
    post = publish(alice, wall, "", files=[three, one, two, one])
    assert files_of(post) == [three, one, two]


def test_others_uploads_and_published_ones_are_refused(
    alice: Person, bob: Person, wall: Space
) -> None:
    mine, theirs = verbs.keep(alice, png()).pk, verbs.keep(bob, png()).pk
    face = verbs.keep(alice, png(), purpose="public").pk
    published = verbs.keep(alice, png()).pk
    publish(alice, wall, "One", files=[published])
    for foreign in (theirs, published, face, 999_999):
        with pytest.raises(Refused, match="no longer there"):
            publish(alice, wall, "Two", files=[mine, foreign])
    assert Post.objects.count() == 1
    assert File.objects.get(pk=mine).post_id is None


def test_a_post_carries_only_so_many(alice: Person, wall: Space) -> None:
    ids = [verbs.keep(alice, png()).pk for _ in range(verbs.MOST_PER_POST + 1)]
    with pytest.raises(Refused, match="at most"):
        publish(alice, wall, "Many", files=ids)
    assert len(files_of(publish(alice, wall, "Many", files=ids[1:]))) == verbs.MOST_PER_POST


def test_an_edit_takes_off_adds_and_reorders(alice: Person, bob: Person, wall: Space) -> None:
    one, two, three = (verbs.keep(alice, png()).pk for _ in range(3))
    post = publish(alice, wall, "One", files=[one, two])
    assert not verbs.arrange(alice, post, [one, two])
    assert verbs.arrange(alice, post, [three, one])
    assert files_of(post) == [three, one]
    assert not File.objects.filter(pk=two).exists()
    with pytest.raises(Refused):
        verbs.arrange(alice, post, [three, verbs.keep(bob, png()).pk])


def test_a_form_brings_ids_descriptions_and_plain_uploads(alice: Person, bob: Person) -> None:
    one, theirs = verbs.keep(alice, png()).pk, verbs.keep(bob, png()).pk
    data = QueryDict(f"files={one}&files={theirs}&files=x&alt-{one}=A+quiet%0Asea&alt-{theirs}=No")
    ids = verbs.keep_form(alice, data, MultiValueDict({"upload": [png()]}))
    assert ids[:2] == [one, theirs]
    assert len(ids) == 3
    assert File.objects.get(pk=one).alt == "A quiet sea"
    assert File.objects.get(pk=theirs).alt == ""


def test_discarding_is_for_ones_own_unpublished(alice: Person, bob: Person, wall: Space) -> None:
    mine, published = verbs.keep(alice, png()), verbs.keep(alice, png())
    publish(alice, wall, "One", files=[published.pk])
    for actor, file in ((bob, mine), (alice, published)):
        verbs.discard(actor, file)
        assert File.objects.filter(pk=file.pk).exists()
    verbs.discard(alice, mine)
    assert not File.objects.filter(pk=mine.pk).exists()
