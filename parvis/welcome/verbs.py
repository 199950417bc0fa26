"""Deeds of the first five minutes; each is journalled, so that they can be measured."""

from typing import Final

from django.db import transaction

from parvis import access, journal
from parvis.journal.models import Entry
from parvis.people import signed_in
from parvis.people.models import Person
from parvis.spaces.models import Space
from parvis.welcome.steps import NEW, OVER, STEPS, after

DONE: Final = "done"
SKIPPED: Final = "skipped"


def begin(actor: Person) -> None:
    """Note that somebody has begun; again changes nothing."""
    access.require(actor, "edit", actor)
    with transaction.atomic():
        if _locked(actor) == NEW:
            journal.record(actor, "welcome.began", person=actor)
            _put(actor, STEPS[0])


def settle(actor: Person, step: str, how: str) -> None:
    """Note that a step is DONE or SKIPPED, and go on to the next; after the last it is over.

    The steps passed over on the way count as skipped. A step that was settled before, or one
    after all is over, changes nothing.
    """
    access.require(actor, "edit", actor)
    with transaction.atomic():
        now = _locked(actor)
        if now == NEW:
            journal.record(actor, "welcome.began", person=actor)
            now = STEPS[0]
        if now == OVER or STEPS.index(step) < STEPS.index(now):
            return
        for passed in STEPS[STEPS.index(now) : STEPS.index(step)]:
            _note(actor, passed, SKIPPED)
        _note(actor, step, how)
        following = after(step)
        if following == OVER:
            journal.record(actor, "welcome.finished", person=actor)
        _put(actor, following)


def dismiss(actor: Person) -> None:
    """Let it be: it is not offered any more."""
    access.require(actor, "edit", actor)
    with transaction.atomic():
        now = _locked(actor)
        if now != OVER:
            journal.record(actor, "welcome.dismissed", person=actor, data={"at": now})
            _put(actor, OVER)


def hear_hello(entry: Entry) -> None:
    """Take the first post of who has come to the last step for their hello."""
    actor, space = entry.actor, entry.space
    if actor is None or actor.welcome != STEPS[-1] or space is None:
        return
    if space.kind != Space.Kind.CONVERSATION:
        settle(actor, STEPS[-1], DONE)


def _locked(actor: Person) -> str:
    """Return where somebody is, held until the transaction ends: two tabs follow one another."""
    people = Person.objects.select_for_update(no_key=True)
    return str(people.values_list("welcome", flat=True).get(pk=actor.pk))


def _note(actor: Person, step: str, how: str) -> None:
    journal.record(actor, "welcome.step", person=actor, data={"step": step, "how": how})


def _put(actor: Person, step: str) -> None:
    actor.welcome = step
    actor.save(update_fields=["welcome"])
    signed_in.announce(actor.pk)
