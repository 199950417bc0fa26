"""What a message does, by the same verbs as on the pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from parvis.access import Forbidden, NotVisible
from parvis.files.models import File
from parvis.files.verbs import MOST_PER_POST, keep
from parvis.kernel.errors import Refused, TooFast
from parvis.mail import links, verbs
from parvis.mail.addresses import Purpose
from parvis.mail.incoming import gestures, secrets
from parvis.mail.incoming.attachment import Attachment
from parvis.mail.incoming.message import Message
from parvis.mail.incoming.models import Original
from parvis.mail.incoming.reasons import Turned
from parvis.mail.incoming.recipients import Recipient
from parvis.people import house
from parvis.people.models import Person
from parvis.posts import pace, text
from parvis.posts.models import Post
from parvis.posts.verbs import comment, publish
from parvis.posts.verbs.writing import LONGEST_TITLE
from parvis.spaces.models import Space

PREFIXES: Final = re.compile(
    r"^\s*((re|aw|sv|vs|ref|rif|odp|ynt|tr|fw|fwd|wg|rv|enc|i|vb|doorst|回复|答复|转发|返信)"
    r"(\[\d+\])?\s?[:：]\s*|\[[^\]]{1,60}\]\s*)+",
    re.IGNORECASE,
)
BLOCK: Final = 256 * 1024


@dataclass
class Done:
    """What was done: a word, the post it was done to or made, and files that were not taken."""

    word: str
    post: Post | None = None
    refused: list[str] = field(default_factory=list)


class _Upload:
    """A file on the desk as an upload."""

    def __init__(self, attachment: Attachment) -> None:
        self.name = attachment.name
        self.size = attachment.size
        self._path: Path = attachment.path

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes in parts."""
        with self._path.open("rb") as file:
            while block := file.read(BLOCK):
                yield block


def attempt(person: Person, message: Message, recipient: Recipient, key: str) -> Done:
    """Do what a message asks for in the person's language, wholly or not; raises Turned alone."""
    try:
        with (
            translation.override(person.locale or house.current().language),
            transaction.atomic(),
        ):
            return do(person, message, recipient, key)
    except NotVisible as error:
        raise Turned("gone") from error
    except Forbidden as error:
        raise Turned("forbidden") from error
    except TooFast as error:
        raise Turned("fast", str(error)) from error
    except Refused as error:
        raise Turned("refused", str(error)) from error


def do(person: Person, message: Message, recipient: Recipient, key: str) -> Done:
    """Do what a message asks for; the same ``key`` makes no second post.

    Raises Turned, Refused, and what the rule raises.
    """
    answer = recipient.answer
    form = uuid5(NAMESPACE_URL, f"mail:{key}")
    if answer is None:
        return _post(person, _space(recipient.space), message, form)
    if answer.purpose is Purpose.POST:
        return _post(person, _space_of(answer.space), message, form)
    if answer.purpose is Purpose.MUTE:
        return _mute(person, answer.post, answer.space)
    if answer.purpose is Purpose.STOP:
        verbs.stop(person, links.of_answer(person, answer.kinds or 0))
        return Done("muted")
    return _answer(person, _post_of(answer.post), message, form)


def _answer(person: Person, post: Post, message: Message, form: UUID) -> Done:
    """A comment; or a reaction, or the end of mail about the thread."""
    if not message.attachments:
        if gestures.is_stop(message.text):
            return _mute(person, post.pk, None)
        sign = gestures.reaction(message.text)
        if sign:
            verbs.react(person, post, sign)
            return Done("reacted", post)
    if not message.text and not message.attachments:
        raise Turned("empty")
    pace.check(person)
    files, refused = _files(person, message)
    made = comment(person, post, _fitting(message), markup=message.markup, files=files, key=form)
    _keep_whole(made, message)
    return Done("commented", made, refused)


def _post(person: Person, space: Space, message: Message, form: UUID) -> Done:
    if gestures.is_stop(message.text or message.subject) and not message.attachments:
        return _mute(person, None, space.pk)
    title = PREFIXES.sub("", message.subject).strip()[:LONGEST_TITLE]
    if not (message.text or title or message.attachments):
        raise Turned("empty")
    pace.check(person)
    files, refused = _files(person, message)
    made = publish(
        person,
        space,
        _fitting(message),
        title=title,
        markup=message.markup,
        files=files,
        key=form,
    )
    _keep_whole(made, message)
    return Done("published", made, refused)


def _mute(person: Person, post: int | None, space: int | None) -> Done:
    if post is not None:
        return Done("muted", verbs.mute(person, _post_of(post)))
    verbs.stop_space(person, _space_of(space))
    return Done("muted")


def _files(person: Person, message: Message) -> tuple[list[int], list[str]]:
    """Keep the files as uploads; one that is refused does not hold up the words."""
    kept: list[int] = []
    refused: list[str] = []
    for attachment in message.attachments:
        if len(kept) == MOST_PER_POST:
            refused.append(attachment.name)
            continue
        if secrets.are_in(attachment):
            why = _("it holds links that only you may use")
            refused.append(f"{attachment.name}: {why}")
            continue
        try:
            file: File = keep(person, _Upload(attachment))
        except TooFast:
            raise
        except Refused as error:
            refused.append(f"{attachment.name}: {error}")
        else:
            kept.append(file.pk)
    if refused and not (kept or message.text):
        raise Refused("\n".join(refused))
    return kept, refused


def _fitting(message: Message) -> str:
    """Return the words, cut where a post must end; the whole stays one click away."""
    words = message.text
    return words if len(words) <= text.LONGEST else f"{words[: text.LONGEST - 2].rstrip()} …"


def _keep_whole(post: Post, message: Message) -> None:
    if message.cut or len(message.text) > text.LONGEST:
        Original.objects.get_or_create(
            post=post, defaults={"text": message.whole, "format": message.markup}
        )


def _post_of(key: int | None) -> Post:
    found = Post.objects.select_related("space", "thread", "reply_to")
    post = found.filter(pk=key).first() if key is not None else None
    if post is None:
        raise Turned("gone")
    return post


def _space_of(key: int | None) -> Space:
    return _space(Space.objects.filter(pk=key).first() if key is not None else None)


def _space(space: Space | None) -> Space:
    if space is None:
        raise Turned("gone")
    return space
