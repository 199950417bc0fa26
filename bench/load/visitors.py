"""Thousands of people signed in at once, and where each of them goes."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.middleware.csrf import CSRF_SECRET_LENGTH
from django.test import Client
from django.utils import timezone
from django.utils.crypto import get_random_string

from bench.crowd import Signed
from parvis.feed.cursor import Cursor
from parvis.feed.queries import home
from parvis.kernel.hot import run
from parvis.people.models import Person, Session
from parvis.people.sessions import SessionStore

AGENT = "Parvis bench"
PAGES_DEEP = 50

# Everybody's number of places that come home, and the newest activity there.
_FACTS = """
SELECT s.person_id, count(*), max(sp.last_activity)
FROM spaces_subscription s JOIN spaces_space sp ON sp.id = s.space_id
JOIN people_person p ON p.id = s.person_id AND p.is_active AND p.kind = 'employee'
WHERE s.state = 'active' AND s.comes_home GROUP BY s.person_id
"""
_COMMUNITIES = """
SELECT sp.slug FROM spaces_subscription s JOIN spaces_space sp ON sp.id = s.space_id
WHERE s.person_id = %(person)s AND s.state = 'active' AND sp.kind = 'community' LIMIT 12
"""
_WALLS = """
SELECT o.handle FROM spaces_subscription s
JOIN spaces_space sp ON sp.id = s.space_id AND sp.kind = 'wall'
JOIN people_person o ON o.id = sp.owner_id
WHERE s.person_id = %(person)s AND s.state = 'active' LIMIT 12
"""
_TALKS = """
SELECT sp.id FROM spaces_subscription s JOIN spaces_space sp ON sp.id = s.space_id
WHERE s.person_id = %(person)s AND s.state = 'active' AND sp.kind = 'conversation' LIMIT 4
"""


@dataclass(frozen=True)
class Visitor:
    """A signed-in person with places to go to; ``after`` is the second page of home."""

    signed: Signed
    communities: list[str]
    walls: list[str]
    talks: list[int]
    threads: list[int]
    top: str
    after: str


@dataclass(frozen=True)
class Visitors:
    """Everybody, and apart the few who follow very much, or only what is quiet."""

    everybody: list[Visitor]
    heavy: list[Visitor]
    quiet: list[Visitor]


def come(people: int, few: int = 20) -> Visitors:
    """Sign that many people in, the same ones each time; those apart come on top."""
    facts = _facts()
    by_number = sorted(facts, key=lambda fact: (-fact[1], fact[0]))
    asleep = timezone.now() - timedelta(days=90)
    quiet = [pk for pk, _number, newest in facts if newest is not None and newest < asleep][:few]
    heavy = [pk for pk, _number, _newest in by_number[:few]]
    dice = Random(1)  # noqa: S311 - who comes by, not a secret
    pool = sorted(pk for pk, _number, _newest in facts)
    everybody = dice.sample(pool, min(people, len(pool)))
    signed = {one.person: one for one in sign_in({*everybody, *heavy, *quiet})}
    made = {pk: _visitor(one) for pk, one in signed.items()}
    return Visitors(*([made[pk] for pk in who] for who in (everybody, heavy, quiet)))


def deep(visitor: Visitor, pages: int = PAGES_DEEP) -> str:
    """Return the address of a page far down one's home, or of the last there is."""
    person = Person.objects.get(pk=visitor.signed.person)
    page = home(person)
    path = "/"
    for _ in range(pages - 1):
        if page.following is None:
            break
        path = f"/?after={page.following}"
        page = home(person, page.following)
    return path


def sign_in(people: Iterable[int]) -> list[Signed]:
    """Open a session for each, in bulk: nobody types a password here."""
    now = timezone.now()
    store, backend = SessionStore(), settings.AUTHENTICATION_BACKENDS[0]
    rows, found, hashes = [], [], dict[str, str]()
    for person in Person.objects.filter(pk__in=list(people)).order_by("pk"):
        if person.password not in hashes:
            hashes[person.password] = person.get_session_auth_hash()
        data = {
            SESSION_KEY: str(person.pk),
            BACKEND_SESSION_KEY: backend,
            HASH_SESSION_KEY: hashes[person.password],
        }
        key = get_random_string(32, "abcdefghijklmnopqrstuvwxyz0123456789")
        rows.append(
            Session(
                session_key=key, session_data=store.encode(data), person=person,
                expire_date=now + timedelta(days=2), user_agent=AGENT,
            )
        )  # fmt: skip
        found.append(_signed(person, key))
    Session.objects.bulk_create(rows, batch_size=2_000)
    return found


def sign_out() -> None:
    """End every session that was opened here, in this run or a former one."""
    Session.objects.filter(user_agent=AGENT).delete()


def _signed(person: Person, session: str) -> Signed:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    token = secrets.token_hex(CSRF_SECRET_LENGTH)[:CSRF_SECRET_LENGTH]
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}"
    return Signed(person.pk, person.handle, cookies, token, client)


def _facts() -> list[tuple[int, int, datetime | None]]:
    with connection.cursor() as cursor:
        cursor.execute(_FACTS)
        rows: list[tuple[int, int, datetime | None]] = cursor.fetchall()
    return rows


def _visitor(one: Signed) -> Visitor:
    named = {"person": one.person}
    page = home(Person.objects.get(pk=one.person))
    top = str(Cursor(page.activities[0], page.ids[0])) if page.ids else ""
    return Visitor(
        one,
        communities=[slug for (slug,) in run(_COMMUNITIES, named)],
        walls=[handle for (handle,) in run(_WALLS, named)] or [one.handle],
        talks=[id_ for (id_,) in run(_TALKS, named)],
        threads=list(page.ids),
        top=top,
        after=f"/?after={page.following}" if page.following else "/",
    )
