"""What mail programs and companies put below one's words."""

import re
from collections.abc import Sequence
from typing import Final

from parvis.mail.trim import vocabulary

SENT_FROM: Final = re.compile(rf"^[\W_]*(?:{'|'.join(vocabulary.SENT_FROM)})(?P<rest>.*)$")
MINE: Final = re.compile(rf"^[\W_]*(?:{'|'.join(vocabulary.FROM_MINE_SENT)})[\W_]*$")
PROGRAMS: Final = re.compile(rf"^[\s\W]*(?:{'|'.join(vocabulary.PROGRAMS)})[\s\W]*", re.DOTALL)
AFTER_DEVICE: Final = re.compile(r"[,;.!–—(-]+\s+(?=\w)")
EXCUSE: Final = re.compile(rf"^(?:{'|'.join(vocabulary.EXCUSES)})")
LINK: Final = re.compile(r"<?https?://\S+>?|\]\([^)\s]*\)|<[^<>\s]*>")
SECRET: Final = (
    *(re.compile(rf"(?<!\w)(?:{part})") for part in vocabulary.SECRET),
    *map(re.compile, vocabulary.SECRET_UNSPACED),
)
DISCLAIMING: Final = (
    *(re.compile(rf"(?<!\w)(?:{part})") for part in vocabulary.DISCLAIMING),
    *map(re.compile, vocabulary.DISCLAIMING_UNSPACED),
)
WITHOUT_SPACES: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
TITLES: Final = re.compile(rf"^[\W_]*(?:{'|'.join(vocabulary.DISCLAIMER_TITLES)})\b")
PRINTING: Final = re.compile(rf"^.{{0,6}}(?:{'|'.join(vocabulary.PRINTING)})")
SERVICE: Final = re.compile(rf"^[\W_]*(?:{'|'.join(vocabulary.SERVICE)})")
GREETING: Final = re.compile(rf"^\W*(?:{'|'.join(vocabulary.GREETINGS)})[\s,.!;:،，。！-]*$")
SIGNED: Final = re.compile(
    rf"^\W*(?:{'|'.join(vocabulary.GREETINGS)})[\s,.!;:،，。！-]*(\S+ ?){{0,3}}$"
)
CONTACT: Final = re.compile(
    r"(?:\b(?:tel|tél|telefon|téléphone|phone|mobile?|mob|cell|fax|gsm|handy|portable|standard|"
    r"móvil|telefono|cel|тел|моб|linkedin|twitter|skype|web|www|site)\b\s*(?:\.|:)|"
    r"电话|電話|手机|手機|携帯|传真|傳真|邮箱|郵箱|メール|전화|휴대폰|"
    r"(?:\+|\b0)[\d\s().-]{7,}\d|^\W*(?:https?://|www\.)\S+\W*$|^\W*<?[\w.+-]+@[\w-]+\.[\w.-]+>?\W*$)"
)
TRACKING: Final = re.compile(r"^\s*[\u1427\u200b-\u200f\u2060\ufeff\uf8ff\ufffc]+\s*$")


def is_mobile(line: str) -> bool:
    """Tell whether the (lower-cased) line is a program's "Sent from my telephone" or the like."""
    if len(line) > 160 or TRACKING.match(line):
        return bool(TRACKING.match(line))
    plain = LINK.sub("", line).strip()
    found = SENT_FROM.match(plain)
    if found:
        return _ends_there(found.group("rest"))
    return bool(MINE.match(plain) or PROGRAMS.match(line)) and len(plain.split()) < 16


def _ends_there(rest: str) -> bool:
    """A telephone's name, and maybe an excuse; not a sentence that goes on."""
    device, *more = AFTER_DEVICE.split(rest, maxsplit=1)
    if len(device.split()) > 8 or device.rstrip().endswith("?"):
        return False
    return not more or bool(EXCUSE.match(more[0])) or len(more[0].split()) < 3


def is_disclaimer(paragraph: str) -> bool:
    """Tell whether a (lower-cased) paragraph is a company's warning, not somebody's words."""
    if TITLES.match(paragraph) or PRINTING.match(paragraph) or SERVICE.match(paragraph):
        return True
    # A syllable a letter says as much in half the length.
    if len(paragraph) + len(WITHOUT_SPACES.findall(paragraph)) < 60:
        return False
    secret = sum(bool(part.search(paragraph)) for part in SECRET)
    found = secret + sum(bool(part.search(paragraph)) for part in DISCLAIMING)
    return found >= 4 or (secret > 0 and found >= 3)


def is_farewell(lines: Sequence[str]) -> bool:
    """Tell whether lines are nothing but a greeting and a name."""
    words = [line.strip().lower() for line in lines if line.strip()]
    if not words or len(words) > 3 or not SIGNED.match(words[0]):
        return False
    return all(len(line.split()) <= 4 for line in words[1:])


def _is_long(line: str) -> bool:
    return len(line.split()) > (30 if CONTACT.search(line) else 12) or len(line) > 160


def visiting_card(lines: Sequence[str]) -> int | None:
    """Return where the visiting card begins that follows a greeting and a name at the end.

    Returns None where there is no such thing: a card has a telephone or an address on the web,
    and nothing but short lines.
    """
    for position in range(len(lines) - 1, -1, -1):
        if not GREETING.match(lines[position].lower()):
            continue
        below = [at for at in range(position + 1, len(lines)) if lines[at].strip()]
        card = below[1:]
        if not 1 <= len(card) <= 12 or any(_is_long(lines[at].lower()) for at in card):
            return None
        return card[0] if any(CONTACT.search(lines[at].lower()) for at in card) else None
    return None
