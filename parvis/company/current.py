"""The company as it is now, remembered while this process hears of changes, else for a request."""

from threading import local
from typing import Any

from django.core.signals import request_finished, request_started

from parvis.company.models import Company
from parvis.live.hub import hub
from parvis.people.house import House


class Memory:
    """The row remembered by this process."""

    company: Company | None = None
    # Counts what was forgotten: what was read before that is not remembered after it.
    epoch = 0


class Request(local):
    """What the request of this thread has found, where nothing is remembered."""

    runs = False
    company: Company | None = None


_memory = Memory()
_request = Request()


def current() -> Company:
    """Return the company's row; a nameless one (without key) before it is set up."""
    remembered = _memory.company if hub.listening else _request.company
    if remembered is not None:
        return remembered
    epoch = _memory.epoch
    company = Company.objects.select_related("logo").first() or Company(
        name="Parvis", time_zone="UTC"
    )
    if epoch == _memory.epoch:
        _memory.company = company
        _request.company = company if _request.runs else None
    return company


def forget(person: int | None = None) -> None:
    """Forget it when everything is to be forgotten (not for one person's sake)."""
    if person is None:
        _memory.epoch += 1
        _memory.company = _request.company = None


def house() -> House:
    """Return what people's pages and letters need of it."""
    company = current()
    return House(company.name, company.language, company.time_zone)


def _begin(**_: Any) -> None:
    _request.runs, _request.company = True, None


def _end(**_: Any) -> None:
    _request.runs, _request.company = False, None


request_started.connect(_begin, dispatch_uid="parvis.company.current")
request_finished.connect(_end, dispatch_uid="parvis.company.current")
