"""The cast of the tests: Alice manages, Bob moderates, Carol is a member, Dave a stranger to it."""

from typing import Any

import pytest

from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.spaces.models import Space
from parvis.spaces.verbs import invite, join, open_community, set_role


def person(handle: str, **fields: Any) -> Person:
    """Take somebody in."""
    return take_in(None, handle=handle, name=handle.title(), **fields)


@pytest.fixture
def alice() -> Person:
    return person("alice")


@pytest.fixture
def bob() -> Person:
    return person("bob")


@pytest.fixture
def carol() -> Person:
    return person("carol")


@pytest.fixture
def dave() -> Person:
    return person("dave")


@pytest.fixture
def guest() -> Person:
    return person("gina", kind="guest")


@pytest.fixture
def admin() -> Person:
    return person("adam", is_admin=True)


@pytest.fixture(params=["open", "closed", "secret"])
def any_space(request: pytest.FixtureRequest, alice: Person, bob: Person, carol: Person) -> Space:
    """A community of each visibility, with Alice, Bob and Carol in it."""
    return staffed(alice, bob, carol, visibility=request.param)


@pytest.fixture
def space(alice: Person, bob: Person, carol: Person) -> Space:
    """An open one."""
    return staffed(alice, bob, carol)


def staffed(alice: Person, bob: Person, carol: Person, **fields: Any) -> Space:
    """A community that Alice manages, Bob moderates, and Carol is in."""
    made = open_community(alice, name="Quality circle", **fields)
    for colleague in (bob, carol):
        invite(alice, made, colleague)
        join(colleague, made)
    set_role(alice, made, bob, "moderator")
    made.refresh_from_db()
    return made
