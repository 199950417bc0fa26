"""The cast: Alice and Bob talk, Carol is a stranger to it, a group has all three."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.spaces.models import Space
from parvis.spaces.verbs import open_conversation


@pytest.fixture(autouse=True)
def files_root(settings: Settings, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def alice() -> Person:
    return take_in(None, handle="alice", name="Alice Martin", title="Quality engineer")


@pytest.fixture
def bob() -> Person:
    return take_in(None, handle="bob", name="Bob Keller")


@pytest.fixture
def carol() -> Person:
    return take_in(None, handle="carol", name="Çarol Núñez")


@pytest.fixture
def talk(alice: Person, bob: Person) -> Space:
    return open_conversation(alice, [bob])


@pytest.fixture
def group(alice: Person, bob: Person, carol: Person) -> Space:
    return open_conversation(alice, [bob, carol], name="Line 3")


type As = Callable[[Person | None], Client]


@pytest.fixture
def as_() -> As:
    """Return a browser in which that person is signed in."""

    def signed_in(person: Person | None) -> Client:
        client = Client()
        if person:
            client.force_login(person)
        return client

    return signed_in
