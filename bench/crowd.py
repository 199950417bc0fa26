"""The people who use the network while it is measured: signed in, each with their own cookies."""

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.middleware.csrf import CSRF_SECRET_LENGTH
from django.test import Client

from parvis.people.models import Person
from parvis.spaces.models import Subscription


@dataclass(frozen=True)
class Signed:
    """A signed-in person: their key, their cookies, the token that their forms carry."""

    person: int
    handle: str
    cookies: str
    token: str
    client: Client


def sign_in(people: int) -> list[Signed]:
    """Sign in that many people who are in at least one space; the same ones in each run."""
    busy = Subscription.objects.filter(state="active", comes_home=True).values("person")
    chosen = Person.objects.filter(pk__in=busy, is_active=True).order_by("pk")
    step = max(chosen.count() // people, 1)
    return [signed_in(person) for person in list(chosen)[::step][:people]]


def signed_in(person: Person) -> Signed:
    """Sign somebody in; returns what their browser would send."""
    client = Client()
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    token = secrets.token_hex(CSRF_SECRET_LENGTH)[:CSRF_SECRET_LENGTH]
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}"
    return Signed(person.pk, person.handle, cookies, token, client)
