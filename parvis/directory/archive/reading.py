"""The values of an archive's lines, read leniently: moments, ids, reactions, tags, formats."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from django.utils import timezone

from parvis.directory.reading.words import one_line
from parvis.kernel.console import said
from parvis.kernel.errors import Refused
from parvis.posts.models import Post
from parvis.posts.text import REACTIONS, read_reaction

EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)
# Other networks' names for what we have.
_SAME: Final[dict[str, str]] = {
    **dict.fromkeys(("like", "likes", "thumbsup", "thumbs_up", "score", "votes"), "like"),
    **dict.fromkeys(("upvote", "upvotes", "points", "plus1", "plus", "good"), "like"),
    **dict.fromkeys(("love", "heart", "hearts", "heart_eyes"), "love"),
    **dict.fromkeys(("laugh", "haha", "joy", "laughing", "smile", "smiley", "lol"), "laugh"),
    **dict.fromkeys(("grinning", "grin", "rofl", "slightly_smiling_face"), "laugh"),
    **dict.fromkeys(("wow", "open_mouth", "astonished", "surprised", "hushed"), "wow"),
    **dict.fromkeys(("sad", "cry", "sob", "disappointed", "frowning"), "sad"),
    **dict.fromkeys(("thanks", "thank_you", "thankful", "pray"), "thanks"),
    "+1": "like",
    "-1": "👎",
    "thumbsdown": "👎",
    "tada": "🎉",
    "party": "🎉",
    "clap": "👏",
    "fire": "🔥",
    "eyes": "👀",
    "rocket": "🚀",
    "100": "💯",
    "wave": "👋",
    "muscle": "💪",
    "raised_hands": "🙌",
    "ok_hand": "👌",
    "white_check_mark": "✅",
    "check": "✅",
    "x": "❌",
    "heavy_check_mark": "✔️",
    "star": "⭐",
    "sparkles": "✨",
    "bulb": "💡",
    "thinking": "🤔",
    "thinking_face": "🤔",
    "angry": "😠",
    "rage": "😡",
    "confused": "😕",
    "beers": "🍻",
    "sunglasses": "😎",
    "wink": "😉",
    "coffee": "☕",
    "cake": "🎂",
    "trophy": "🏆",
}
_FORMATS: Final = {
    "text/plain": Post.Format.PLAIN,
    "plain": Post.Format.PLAIN,
    "text": Post.Format.PLAIN,
    "text/markdown": Post.Format.MARKDOWN,
    "markdown": Post.Format.MARKDOWN,
    "md": Post.Format.MARKDOWN,
    "text/html": Post.Format.HTML,
    "html": Post.Format.HTML,
}

type Note = Callable[[str, object], None]


def id_of(value: Any) -> str | None:
    """Return an id as text; None for none, or for what is neither text nor a number."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    text = one_line(str(value), 1000)
    return text or None


def moment(value: Any) -> datetime | None:
    """Read a time: ISO 8601 (UTC without a zone) or seconds or milliseconds since 1970."""
    try:
        if isinstance(value, str) and not re.fullmatch(r"-?\d{9,13}(\.\d+)?", value.strip()):
            read = datetime.fromisoformat(value.strip())
        elif isinstance(value, (str, int, float)) and not isinstance(value, bool):
            number = float(value)
            read = datetime.fromtimestamp(number / 1000 if number > 1e11 else number, tz=UTC)
        else:
            return None
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def past(value: Any, stand_in: datetime, note: Note) -> datetime:
    """Return when something was written; without a sensible time, a stand-in."""
    read = moment(value)
    if read is None:
        note(said("no time that can be read: the time before it taken"), value)
        return stand_in
    if read < EARLIEST:
        note(said("before 1970: taken for 1970"), value)
        return EARLIEST
    now = timezone.now()
    if read > now:
        note(said("in the future: taken for now"), value)
        return now
    return read


def markup(value: Any, note: Note) -> str:
    """Return how a body is written; without a word about it, plain text."""
    known = _FORMATS.get(str(value).lower().partition(";")[0].strip())
    if known is None:
        if value is not None:
            note(said("a format we do not know: taken for plain text"), value)
        return Post.Format.PLAIN.value
    return known.value


def reactions(value: Any, note: Note) -> dict[str, int]:
    """Return counted reactions by our names; unknown names and odd counts are told."""
    if isinstance(value, list):
        pairs = [(one.get("name"), one.get("count", 1)) for one in value if isinstance(one, dict)]
    else:
        pairs = list(value.items()) if isinstance(value, dict) else []
    counted: dict[str, int] = {}
    for name, count in pairs:
        if isinstance(count, bool) or not isinstance(count, int) or not 0 < count < 2**31:
            if count != 0:
                note(said("a reaction whose count is none: left out"), f"{name}: {count}")
            continue
        ours = _reaction(str(name))
        if ours is None:
            note(said("a reaction we do not know: left out"), name)
        else:
            counted[ours] = counted.get(ours, 0) + count
    return counted


def _reaction(name: str) -> str | None:
    name = name.strip().strip(":")
    if name in REACTIONS:
        return name
    word = re.sub(r"::?skin-tone-\d", "", name.lower()).replace("-", "_")
    if name == "-1" or word in _SAME:
        return _SAME.get(name) or _SAME[word]
    try:
        return read_reaction(name)
    except Refused:
        return None


def tags(value: Any) -> list[str]:
    """Return tags as they are kept: lower case, without #, blanks turned into hyphens."""
    words = value if isinstance(value, list) else str(value or "").split(",")
    clean = (re.sub(r"\s+", "-", one_line(str(w), 80).lstrip("#").lower()) for w in words)
    return list(dict.fromkeys(word for word in clean if word))[:30]
