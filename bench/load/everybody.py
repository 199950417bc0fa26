"""A post by somebody whom everybody follows: one short transaction, and it is in every home."""

import http.client
import time
from statistics import median

from django.db import connection

from bench.load.visitors import Visitor, Visitors
from bench.report import Report
from parvis import journal
from parvis.journal.models import Entry
from parvis.people.models import Person
from parvis.posts import verbs
from parvis.spaces.models import Space, Subscription

TIMES = 40
READERS = 60
TRANSACTION_MS = 3.0


def measure(port: int, visitors: Visitors, report: Report) -> None:
    """Post a few times on the most followed wall, then look for the last post in many homes."""
    wall = Space.objects.filter(kind=Space.Kind.WALL).order_by("-members_count")[0]
    author = Person.objects.get(spaces_owned=wall)
    clock = _Transaction()
    spent, whole, written = [], [], []
    for number in range(TIMES):
        began = time.perf_counter()
        written.append(verbs.publish(author, wall, f"To everybody, number {number}."))
        ended = time.perf_counter()
        spent.append(clock.milliseconds + (ended - clock.noted) * 1000)
        whole.append((ended - began) * 1000)
    report.add("everybody.followers", wall.members_count, "people")
    report.add("everybody.transaction.p50", median(spent[5:]), "ms", TRANSACTION_MS)
    report.add("everybody.commit_alone.p50", _commit(author), "ms")
    report.add("everybody.transaction.p95", sorted(spent[5:])[-2], "ms")
    report.add("everybody.verb.p50", median(whole[5:]), "ms")
    readers = _readers(visitors, wall)
    missing = sum(f"post-{written[-1].pk}" not in _home(port, one) for one in readers)
    report.add("everybody.homes_without_it", missing, f"of {len(readers)} homes", 0)
    for post in written:  # else they would stand in everybody's home when the next one measures
        verbs.remove(author, post)


class _Transaction:
    """Hears of each publication last, inside its transaction, and notes for how long it runs."""

    def __init__(self) -> None:
        self.milliseconds = self.noted = 0.0
        journal.connect("post.published", self._note)

    def _note(self, entry: Entry) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT extract(epoch FROM clock_timestamp() - transaction_timestamp()) * 1000"
            )
            (self.milliseconds,) = map(float, cursor.fetchone() or (0,))
        self.noted = time.perf_counter()


def _commit(person: Person) -> float:
    """Return the milliseconds that the least transaction takes: one row changed and kept."""
    spent = []
    for _ in range(TIMES):
        began = time.perf_counter()
        Person.objects.filter(pk=person.pk).update(joined_at=person.joined_at)
        spent.append((time.perf_counter() - began) * 1000)
    return median(spent)


def _readers(visitors: Visitors, wall: Space) -> list[Visitor]:
    home = Subscription.objects.filter(
        space=wall, state=Subscription.State.ACTIVE, comes_home=True
    ).values_list("person", flat=True)
    known = {one.signed.person: one for one in [*visitors.heavy, *visitors.everybody]}
    found = home.filter(person__in=list(known))[:READERS]
    return [known[pk] for pk in found]


def _home(port: int, one: Visitor) -> str:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", "/", headers={"Cookie": one.signed.cookies})
    text = line.getresponse().read().decode()
    line.close()
    return text
