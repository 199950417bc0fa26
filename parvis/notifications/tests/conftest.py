"""Two people."""

import pytest

from parvis.people.models import Person
from parvis.people.verbs import take_in


@pytest.fixture
def alice() -> Person:
    return take_in(None, handle="alice", name="Alice")


@pytest.fixture
def bob() -> Person:
    return take_in(None, handle="bob", name="Bob")
