"""A post as an entry of a letter."""

from dataclasses import replace
from typing import Final
from urllib.parse import quote

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis import access
from parvis.files.models import File
from parvis.mail import addresses, links
from parvis.mail.letters import pictures, wording
from parvis.mail.letters.content import Attached, Button, Entry
from parvis.mail.letters.message import Picture
from parvis.mail.letters.readers import Reader
from parvis.notifications.models import Notification
from parvis.posts.models import Post
from parvis.posts.wording import emoji_of
from parvis.ui.avatars import hue, initials

MOST_FILES: Final = 8

type Pictures = dict[str, Picture]


def address_of(path: str) -> str:
    """Return a whole address on this site."""
    return f"{settings.SITE_URL}{path}"


def target(line: Notification) -> str:
    """Return the whole address of what a notification is about."""
    if line.kind == Notification.Kind.REQUEST and line.space is not None:
        return address_of(reverse("spaces:members", args=[line.space.slug]))
    if line.post is not None:
        return address_of(line.post.get_absolute_url())
    place = line.space.get_absolute_url() if line.space else reverse("notifications:list")
    return address_of(place)


def entry(post: Post, reader: Reader, kept: Pictures, *, longest: int = wording.LONGEST) -> Entry:
    """Return a post, whole or cut, without buttons; its pictures go into ``kept``.

    Shows nothing but what every reader of the post sees, so that it can be used for all of them.
    """
    html, cut = wording.html_of(post, longest)
    return replace(
        line(post, reader, kept),
        title=post.title,
        html=mark_safe(html),  # noqa: S308 - sanitised when it was written
        text=wording.text_of(post, longest),
        cut=cut,
        files=_files(post, kept),
    )


def line(post: Post, reader: Reader, kept: Pictures) -> Entry:
    """Return who wrote a post, where and when, without its words."""
    face = pictures.face(post.author.photo)
    if face is not None:
        kept[face.cid] = face
    return Entry(
        author=post.author.name,
        initials=initials(post.author.name),
        hue=hue(post.author.pk),
        face=face.cid if face else "",
        place="" if post.thread_id or _own_wall(post) else post.space.place_name,
        when=wording.moment(post.created_at, reader.zone),
        url=address_of(post.get_absolute_url()),
        tally=_tally(post),
    )


def buttons(post: Post, reader: Reader) -> list[Button]:
    """Return what the reader may do about a post: only what the rule lets them."""
    found = []
    if access.can(reader.person, "comment", post):
        answer = addresses.reply_address(reader.person, post)
        subject = wording.subject_of(post.thread or post)
        found.append(Button(_("Answer"), mailto(answer, subject), main=True))
        found.append(Button(f"👍 {_('React')}", links.react(reader.person, post)))
    found.append(Button(_("Open"), address_of(post.get_absolute_url()), main=not found))
    return found


def mailto(address: str, subject: str) -> str:
    """Return a link that begins a mail."""
    subject = subject if subject.startswith("Re: ") else f"Re: {subject}"
    return f"mailto:{quote(address, safe='@+')}?subject={quote(subject)}"


def quote_by(post: Post) -> str:
    """Return who wrote what is answered, and where, before the words themselves."""
    name = post.author.name
    where = name if _own_wall(post) else f"{name} ▸ {post.space.place_name}"
    return _("%(name)s:") % {"name": where}


def _own_wall(post: Post) -> bool:
    return post.space.is_wall and post.space.owner_id == post.author_id


def _tally(post: Post) -> str:
    parts = []
    reactions = sum(int(count) for count in post.reactions.values())
    if reactions:
        first = max(post.reactions, key=lambda name: int(post.reactions[name]))
        parts.append(f"{emoji_of(first)} {reactions}")
    if post.comments_count:
        count = post.comments_count
        parts.append(ngettext("%(n)s comment", "%(n)s comments", count) % {"n": count})
    return " · ".join(parts)


def _files(post: Post, kept: Pictures) -> list[Attached]:
    found: list[Attached] = []
    shown = 0
    for file in post.files.order_by("position", "pk")[:MOST_FILES]:
        picture = pictures.shown(file) if file.is_image and shown < pictures.MOST else None
        if picture is not None:
            kept[picture.cid] = picture
            shown += 1
        found.append(_attached(file, picture))
    return found


def _attached(file: File, picture: Picture | None) -> Attached:
    return Attached(
        name=file.name,
        size=filesizeformat(file.size),
        url=address_of(file.get_absolute_url()),
        cid=picture.cid if picture else "",
        alt=file.alt or file.name,
    )
