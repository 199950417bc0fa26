"""The journal in words."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parvis.journal.models import Entry
from parvis.people.models import Person
from parvis.spaces.models import Space

# Third person, after the actor's name.
DEEDS: Final[dict[str, Promise]] = {
    "person.taken_in": _("took in"),
    "person.invited": _("invited"),
    "person.invitation_accepted": _("accepted the invitation"),
    "person.changed": _("changed the profile"),
    "person.left": _("deactivated"),
    "person.came_back": _("reactivated"),
    "person.administrator_changed": _("changed whether an administrator"),
    "person.code_given": _("gave a sign-in code"),
    "person.password_changed": _("set a password"),
    "person.followed": _("follows"),
    "person.unfollowed": _("no longer follows"),
    "session.revoked": _("ended sessions"),
    "company.set_up": _("set the company up"),
    "company.changed": _("changed the company"),
    "job.retried": _("had a job tried again"),
    "community.opened": _("opened a community"),
    "space.joined": _("joined"),
    "space.left": _("left"),
    "space.asked_to_join": _("asked to join"),
    "space.request_accepted": _("accepted a request"),
    "space.invited": _("invited to a community"),
    "space.changed": _("changed a community"),
    "space.rule_changed": _("changed an audience rule"),
    "space.rule_applied": _("applied an audience rule"),
    "space.role_changed": _("changed a role"),
    "space.member_removed": _("took out"),
    "space.banned": _("banned"),
    "space.unbanned": _("lifted a ban"),
    "space.archived": _("archived"),
    "space.unarchived": _("opened again"),
    "post.published": _("published a post"),
    "post.commented": _("wrote a comment"),
    "post.edited": _("edited a post"),
    "post.removed": _("removed a post"),
    "post.reacted": _("reacted"),
    "post.pinned": _("pinned a post"),
    "post.unpinned": _("unpinned a post"),
}


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
