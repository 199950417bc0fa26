"""Fill in the sample company, through the same verbs that people's pages call."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from parvis.kernel.console import said
from parvis.people.models import Person
from seeds import texts
from seeds.moments import Calendar
from seeds.steps import communities, habits, people, reacting, writing
from seeds.steps.scene import Scene

STEPS: Final[tuple[tuple[str, Callable[[Scene], None]], ...]] = (
    (said("people"), people.take_in_everybody),
    (said("communities"), communities.open_all),
    (said("posts"), writing.write_everything),
    (said("reactions"), reacting.react_everywhere),
    (said("conversations"), writing.talk),
    (said("pinned posts and accepted answers"), habits.put_in_order),
    (said("who follows whom"), habits.follow_each_other),
    (said("what has been read"), habits.read_up_to_a_visit),
    (said("notifications"), habits.tell_of_the_last_days),
)


def fill(progress: Callable[[str], None] | None = None, *, now: datetime | None = None) -> None:
    """Fill in people, communities, posts and conversations; nothing where they are already.

    ``progress`` hears the name of each step; ``now`` (aware) is the moment to which the dates
    are relative. All or nothing.
    """
    if Person.objects.filter(origin__startswith="sample:").exists():
        return
    zone = ZoneInfo(texts.company()["timezone"])
    scene = Scene(Calendar(now or timezone.now(), zone))
    with transaction.atomic():
        for name, step in STEPS:
            if progress is not None:
                progress(name)
            step(scene)
