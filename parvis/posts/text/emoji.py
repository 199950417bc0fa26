"""Reactions: six named ones, or any one emoji.

Emoji sequences by Unicode Technical Standard 51: with presentation selector or skin tone, joined
(👩‍🚒), keycaps (1️⃣), flags of two letters (🇫🇷) or of tags (🏴󠁧󠁢󠁳󠁣󠁴󠁿).
"""

import re
from typing import Final

from django.utils.translation import gettext as _

from parvis.kernel.errors import Refused

# Name and sign of each named reaction, in the order they are offered.
SIGNS: Final = {
    "like": "👍",
    "love": "❤️",
    "laugh": "😄",
    "wow": "😮",
    "sad": "😢",
    "thanks": "🙏",
}
REACTIONS: Final = tuple(SIGNS)
MOST_CODE_POINTS: Final = 10

_BASE: Final = (
    "[©®‼⁉™ℹ↔-↙↩↪⌚⌛⌨⏏⏩-⏳⏸-⏺Ⓜ▪▫▶◀◻-◾☀-☄☎☑☔☕☘☝☠☢☣☦☪☮☯☸-☺♀♂♈-♓♟♠♣♥♦♨♻♾♿⚒-⚗⚙⚛⚜⚠⚡⚧⚪⚫⚰⚱⚽⚾⛄⛅⛈⛎⛏⛑⛓⛔⛩⛪"
    "⛰-⛵⛷-⛺⛽✂✅✈-✍✏✒✔✖✝✡✨✳✴❄❇❌❎❓-❕❗❣❤➕-➗➡➰➿⤴⤵⬅-⬇⬛⬜⭐⭕〰〽㊗㊙"
    "\U0001f004\U0001f0cf\U0001f170\U0001f171\U0001f17e\U0001f17f\U0001f18e"
    "\U0001f191-\U0001f19a\U0001f201\U0001f202\U0001f21a\U0001f22f\U0001f232-\U0001f23a"
    "\U0001f250\U0001f251\U0001f300-\U0001f3fa\U0001f400-\U0001f64f\U0001f680-\U0001f6ff"
    "\U0001f7e0-\U0001f7eb\U0001f7f0\U0001f90c-\U0001f9ff\U0001fa70-\U0001faff]"
)
_ONE: Final = f"{_BASE}(?:\ufe0f|[\U0001f3fb-\U0001f3ff])?"
_EMOJI: Final = re.compile(
    "(?:[0-9#*]\ufe0f?\u20e3"
    "|[\U0001f1e6-\U0001f1ff]{2}"
    "|\U0001f3f4[\U000e0020-\U000e007e]{1,7}\U000e007f"
    f"|{_ONE}(?:\u200d{_ONE}){{0,4}})"
)
_NAMES: Final = {sign.replace("\ufe0f", ""): name for name, sign in SIGNS.items()}


def read_reaction(emoji: str) -> str:
    """Return a reaction as it is kept: a name, or one emoji. Raises Refused for anything else."""
    emoji = emoji.strip()
    if emoji in SIGNS:
        return emoji
    if len(emoji) > MOST_CODE_POINTS or not _EMOJI.fullmatch(emoji):
        raise Refused(_("That is not an emoji."))
    return _NAMES.get(emoji.replace("\ufe0f", ""), emoji)
