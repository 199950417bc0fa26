"""The journal in words."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from parvis.journal.models import Entry
from parvis.people.models import Person
from parvis.spaces.models import Space

# Third person, after the actor's name.
DEEDS: Final[dict[str, Promise]] = {
    "person.taken_in": pgettext_lazy("journal", "took in"),
    "person.invited": pgettext_lazy("journal", "invited"),
    "person.invitation_accepted": pgettext_lazy("journal", "accepted the invitation"),
    "person.changed": pgettext_lazy("journal", "changed the profile"),
    "person.left": pgettext_lazy("journal", "deactivated"),
    "person.came_back": pgettext_lazy("journal", "reactivated"),
    "person.administrator_changed": pgettext_lazy("journal", "changed whether an administrator"),
    "person.code_given": pgettext_lazy("journal", "gave a sign-in code"),
    "person.password_changed": pgettext_lazy("journal", "set a password"),
    "person.followed": pgettext_lazy("journal", "follows"),
    "person.unfollowed": pgettext_lazy("journal", "no longer follows"),
    "session.revoked": pgettext_lazy("journal", "ended sessions"),
    "company.set_up": pgettext_lazy("journal", "set the company up"),
    "company.changed": pgettext_lazy("journal", "changed the company"),
    "job.retried": pgettext_lazy("journal", "had a job tried again"),
    "mail.paused": pgettext_lazy("journal", "stopped mail to an address that sends it back:"),
    "mail.resumed": pgettext_lazy("journal", "resumed mail to"),
    "community.opened": pgettext_lazy("journal", "opened a community"),
    "space.joined": pgettext_lazy("journal", "joined"),
    "space.left": pgettext_lazy("journal", "left"),
    "space.asked_to_join": pgettext_lazy("journal", "asked to join"),
    "space.request_accepted": pgettext_lazy("journal", "accepted a request"),
    "space.invited": pgettext_lazy("journal", "invited to a community"),
    "space.changed": pgettext_lazy("journal", "changed a community"),
    "space.rule_changed": pgettext_lazy("journal", "changed an audience rule"),
    "space.rule_applied": pgettext_lazy("journal", "applied an audience rule"),
    "space.role_changed": pgettext_lazy("journal", "changed a role:"),
    "space.member_removed": pgettext_lazy("journal", "took out"),
    "space.banned": pgettext_lazy("journal", "banned"),
    "space.unbanned": pgettext_lazy("journal", "lifted a ban"),
    "space.archived": pgettext_lazy("journal", "archived"),
    "space.unarchived": pgettext_lazy("journal", "opened again"),
    "welcome.began": pgettext_lazy("journal", "began the first five minutes"),
    "welcome.step": pgettext_lazy("journal", "took a step of the first five minutes"),
    "welcome.finished": pgettext_lazy("journal", "finished the first five minutes"),
    "welcome.dismissed": pgettext_lazy("journal", "did without the first five minutes"),
    "post.published": pgettext_lazy("journal", "published a post"),
    "post.commented": pgettext_lazy("journal", "wrote a comment"),
    "post.edited": pgettext_lazy("journal", "edited a post"),
    "post.removed": pgettext_lazy("journal", "removed a post"),
    "post.reacted": pgettext_lazy("journal", "reacted"),
    "post.pinned": pgettext_lazy("journal", "pinned a post"),
    "post.unpinned": pgettext_lazy("journal", "unpinned a post"),
}


# The steps of the first five minutes.
STEP_NAMES: Final[dict[str, Promise]] = {
    "photo": pgettext_lazy("step", "Photo or drawing"),
    "about": pgettext_lazy("step", "Skills and languages"),
    "communities": pgettext_lazy("step", "Communities joined"),
    "people": pgettext_lazy("step", "Colleagues followed"),
    "hello": pgettext_lazy("step", "First hello published"),
}

# What an audit asks for first: who may come in, with which rights, and how the house is run.
RUNNING: Final = frozenset(
    verb
    for verb in DEEDS
    if verb.split(".")[0] in ("company", "session", "job", "mail")
    or (verb.startswith("person.") and "follow" not in verb)
    or verb
    in (
        "community.opened",
        "space.role_changed",
        "space.banned",
        "space.unbanned",
        "space.member_removed",
        "space.archived",
        "space.unarchived",
    )
)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry, ready to be shown."""

    entry: Entry
    deed: str
    person: Person | None
    space: Space | None
    details: str


def told(entry: Entry) -> Line:
    """Return an entry in words; a deed without words shows its own name."""
    deed = str(DEEDS.get(entry.verb, entry.verb))
    person = entry.person if entry.person_id != entry.actor_id else None
    fields = entry.data.get("fields")
    return Line(entry, deed, person, entry.space, ", ".join(map(str, fields)) if fields else "")
