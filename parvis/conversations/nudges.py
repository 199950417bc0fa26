"""Tell the people of a conversation that there is something new for them, wherever they are."""

from parvis.journal.models import Entry
from parvis.live.nudges import nudge_many
from parvis.spaces.models import Space, Subscription


def nudge_people(entry: Entry) -> None:
    """Nudge each person of a conversation, so that their counts and lists follow.

    Listens to what is written in a space; a conversation holds fifty people at most.
    """
    if entry.space is None or entry.space.kind != Space.Kind.CONVERSATION:
        return
    inside = Subscription.objects.filter(space=entry.space, state=Subscription.State.ACTIVE)
    people = inside.values_list("person", flat=True)
    nudge_many((f"person:{person}" for person in people), what="conversation.line")
