"""The letter that brings a whole post: of a community read as a list, or an announcement."""

import copy
from dataclasses import replace

from django.utils.translation import gettext as _

from parvis.mail import addresses, choices, links
from parvis.mail.letters import pieces, threading, wording
from parvis.mail.letters.content import Button, Content, Group
from parvis.mail.letters.readers import Reader
from parvis.mail.models import Letter
from parvis.posts.models import Post


def shared(post: Post, reader: Reader) -> Content:
    """Return what is the same for all readers of one language and time zone."""
    thread = post.thread or post
    subject = wording.subject_of(thread)
    content = Content(
        subject=f"Re: {subject}" if post.thread_id else subject,
        preview=wording.excerpt(post, 20),
        groups=[],
        from_name=post.author.name,
        headers=threading.of_space(post.space, reader.company),
    )
    entry = pieces.entry(post, reader, content.pictures)
    group = Group(entries=[entry])
    if post.thread is not None:
        group = replace(group, quote=wording.excerpt(thread, 30), quote_by=pieces.quote_by(thread))
    content.groups = [group]
    return content


def write(letter: Letter, post: Post, reader: Reader, common: Content, *, may: bool) -> Content:
    """Return one reader's letter; ``may`` tells whether the rule lets them answer."""
    person = reader.person
    content = copy.copy(common)
    reply = addresses.reply_address(person, post) if may else ""
    (group,) = common.groups
    (entry,) = group.entries
    content.groups = [
        replace(group, entries=[replace(entry, buttons=_buttons(post, reader, reply, content))])
    ]
    if reply:
        content.reply_to = (post.author.name, reply)
        content.answer = _("To answer, just reply to this mail.")
    content.headers = {**common.headers, **threading.of_post(post, person)}
    _say_why(content, letter, post, reader)
    return content


def _buttons(post: Post, reader: Reader, reply: str, content: Content) -> list[Button]:
    open_ = Button(_("Open"), pieces.address_of(post.get_absolute_url()), main=not reply)
    if not reply:
        return [open_]
    return [
        Button(_("Answer"), pieces.mailto(reply, content.subject), main=True),
        Button(f"👍 {_('React')}", links.react(reader.person, post)),
        open_,
        Button(_("Mute"), links.mute(reader.person, post.thread_id or post.pk)),
    ]


def _say_why(content: Content, letter: Letter, post: Post, reader: Reader) -> None:
    words = {"name": post.space.place_name}
    if letter.kind == Letter.Kind.ANNOUNCEMENT:
        content.why = _("An announcement to all members of %(name)s.") % words
        content.stop_label = _("No more announcements by mail")
        content.stop_url = links.stop_kinds(reader.person, [choices.ANNOUNCEMENT])
        bits = links.bits_of([choices.ANNOUNCEMENT])
        stop = addresses.stop_address(reader.person, bits)
        content.headers |= threading.stop(content.stop_url, stop)
        return
    content.why = _("You get every post of %(name)s by mail.") % words
    content.stop_label = _("End this list")
    content.stop_url = links.stop_list(reader.person, post.space)
    mute = addresses.mute_address(reader.person, post.space)
    content.headers |= threading.stop(content.stop_url, mute)
    content.headers["Precedence"] = "list"
