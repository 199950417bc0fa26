"""An audience rule over everybody, narrowed and widened again while others read their homes."""

import threading
import time
from typing import Any

from django.db import connection

from bench.load import mix
from bench.load.deeds import Targets
from bench.load.driver import drive
from bench.load.visitors import Visitors
from bench.report import Report
from parvis.people.models import Person
from parvis.spaces.models import Space, Subscription
from parvis.spaces.verbs import change_audience

SECONDS, SLOWER = 5.0, 2.0
SLICE = 0.5


def measure(
    port: int, visitors: Visitors, targets: Targets, seconds: float, report: Report
) -> None:
    """Change the largest ruled community's rule to one country, and back."""
    space = Space.objects.filter(audience__isnull=False).order_by("-members_count")[0]
    manager = Person.objects.filter(
        is_admin=True,
        subscriptions__space=space,
        subscriptions__role=Subscription.Role.MANAGER,
    ).first()
    if manager is None:
        return  # a company that was not made here
    rule = space.audience
    country = (
        Person.objects.filter(is_active=True).order_by("-country").values_list("country", flat=True)
    )
    narrow = {"any": [{"country": [str(country[0])]}]}
    quiet = _home(port, visitors, targets, seconds)
    for name, wanted in (("narrowed", narrow), ("widened", rule)):
        spent, meanwhile = _change(port, visitors, targets, manager, space, wanted)
        report.add(f"rule.{name}", spent, "s", SECONDS)
        report.add(f"rule.{name}.home.p50", meanwhile, "ms")
        report.add(f"rule.{name}.home.slower", meanwhile / quiet, "times", SLOWER)
    report.add("rule.people", Space.objects.get(pk=space.pk).members_count, "people")


def _change(
    port: int, visitors: Visitors, targets: Targets, manager: Person, space: Space, rule: Any
) -> tuple[float, float]:
    """Return the seconds of the change, and the p50 of homes read meanwhile (ms)."""
    spent: list[float] = []

    def change() -> None:
        began = time.perf_counter()
        try:
            change_audience(manager, space, rule)
        finally:
            spent.append(time.perf_counter() - began)
            connection.close()

    worker = threading.Thread(target=change)
    worker.start()
    seconds: list[float] = []
    while worker.is_alive() or not seconds:
        run = drive(port, mix.alone("home", visitors.everybody, targets), 1, SLICE)
        seconds += run.together.seconds
    worker.join()
    return spent[0], sorted(seconds)[len(seconds) // 2] * 1000


def _home(port: int, visitors: Visitors, targets: Targets, seconds: float) -> float:
    run = drive(port, mix.alone("home", visitors.everybody, targets), 1, seconds, warm=20)
    return run.together.quantile(0.5)
