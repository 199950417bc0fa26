"""A notification in one sentence, in the reader's language."""

from collections.abc import Callable
from html import unescape
from typing import Final

from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.kernel.words import beginning, one_line
from parvis.notifications.models import Notification
from parvis.notifications.queries import Line
from parvis.spaces.models import Space

Kind = Notification.Kind
QUOTED: Final = 60

ICONS: Final = {
    Kind.MENTION: "at-sign",
    Kind.REPLY: "reply",
    Kind.COMMENT: "message-circle",
    Kind.REACTION: "heart",
    Kind.WALL: "square-pen",
    Kind.POST: "newspaper",
    Kind.INVITATION: "mail-open",
    Kind.REQUEST: "door-open",
    Kind.ACCEPTED: "check",
    Kind.ROLE: "key-round",
}


def sentence(line: Line) -> SafeString:
    """Return the sentence as HTML, names in bold, everything else escaped."""
    people = len(line.actors) + line.others
    words = SENTENCES[Kind(line.notification.kind)](people)
    return format_html(
        mark_safe(words),  # noqa: S308 - our own sentences and their translations
        who=who(line),
        space=format_html('<strong dir="auto">{}</strong>', place(line.notification.space)),
        words=quoted(line.notification),
    )


def who(line: Line) -> SafeString:
    """Return "Marie", "Marie and Paul" or "Marie and 3 others"."""
    names = [format_html('<strong dir="auto">{}</strong>', person.name) for person in line.actors]
    if not names:
        return format_html("{}", _("Somebody"))
    if len(names) == 1 and not line.others:
        return names[0]
    if not line.others:
        return format_html(_("{} and {}"), names[0], names[1])
    others = line.others + len(names) - 1
    text = ngettext("{who} and {count} other", "{who} and {count} others", others)
    return format_html(text, who=names[0], count=others)


def place(space: Space | None) -> str:
    """Return the name of where it happened, if it happened somewhere."""
    return space.place_name if space else ""


def quoted(notification: Notification) -> SafeString:
    """Return the first words of the post it is about, in quotation marks; maybe nothing."""
    post = notification.post
    if post is None:
        return SafeString("")
    about = post.thread if notification.kind == Kind.COMMENT and post.thread else post
    text = one_line(about.title or unescape(strip_tags(about.html)))
    words = format_html("<bdi>{}</bdi>", beginning(text, QUOTED))
    return format_html(_(": “{}”"), words) if text else SafeString("")


def _mention(people: int) -> str:
    return _("{who} mentioned you in {space}{words}")


def _reply(people: int) -> str:
    return ngettext(
        "{who} replied to your comment{words}", "{who} replied to your comment{words}", people
    )


def _comment(people: int) -> str:
    return ngettext(
        "{who} commented on your post{words}", "{who} commented on your post{words}", people
    )


def _reaction(people: int) -> str:
    return ngettext(
        "{who} reacted to what you wrote{words}", "{who} reacted to what you wrote{words}", people
    )


def _wall(people: int) -> str:
    return ngettext("{who} wrote on your wall{words}", "{who} wrote on your wall{words}", people)


def _post(people: int) -> str:
    return ngettext("{who} wrote in {space}{words}", "{who} wrote in {space}{words}", people)


def _invitation(people: int) -> str:
    return ngettext("{who} invites you to {space}", "{who} invite you to {space}", people)


def _request(people: int) -> str:
    return ngettext("{who} would like to join {space}", "{who} would like to join {space}", people)


def _accepted(people: int) -> str:
    return _("{who} let you into {space}: welcome")


def _role(people: int) -> str:
    return _("{who} changed your role in {space}")


SENTENCES: Final[dict[Kind, Callable[[int], str]]] = {
    Kind.MENTION: _mention,
    Kind.REPLY: _reply,
    Kind.COMMENT: _comment,
    Kind.REACTION: _reaction,
    Kind.WALL: _wall,
    Kind.POST: _post,
    Kind.INVITATION: _invitation,
    Kind.REQUEST: _request,
    Kind.ACCEPTED: _accepted,
    Kind.ROLE: _role,
}
