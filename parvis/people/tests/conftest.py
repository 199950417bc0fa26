"""A small cast: everybody tries every page."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client, override_settings

from parvis.people.models import Person
from parvis.people.verbs import take_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_counters(db: None) -> Iterator[None]:
    """Start with nothing counted (the limits live in the cache); hash passwords fast."""
    cache.clear()
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture
def ada() -> Person:
    """The administrator."""
    return take_in(None, handle="ada", name="Ada Admin", email="ada@example.com", is_admin=True)


@pytest.fixture
def max_() -> Person:
    """A manager."""
    return take_in(
        None, handle="max", name="Max Chef", email="max@example.com",
        department="Quality", site="Lyon", country="FR",
    )  # fmt: skip


@pytest.fixture
def zoe(max_: Person) -> Person:
    """An employee without a mailbox, in Max's team."""
    return take_in(
        None, handle="zoe", name="Zoé Martin", manager=max_, department="Quality", site="Lyon",
        country="FR", languages=["fr", "en"], skills=["torque"], locale="fr",
    )  # fmt: skip


@pytest.fixture
def eve() -> Person:
    """An employee elsewhere."""
    return take_in(
        None, handle="eve", name="Eve Ștefănescu", email="eve@example.com", department="IT",
        site="Pitești", country="RO", languages=["ro"],
    )  # fmt: skip


@pytest.fixture
def gus() -> Person:
    """A guest."""
    return take_in(None, handle="gus", name="Gus Guest", email="gus@example.com", kind="guest")


def signed_in(person: Person) -> Client:
    """A browser in which a person is signed in."""
    client = Client()
    client.force_login(person)
    return client
