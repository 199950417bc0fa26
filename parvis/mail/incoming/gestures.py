"""Answers that are not words to post: a reaction, or STOP."""

import re
from typing import Final

from parvis.kernel.errors import Refused
from parvis.posts.text import read_reaction

STOPS: Final = frozenset(
    {"stop", "stopp", "unsubscribe", "arrêt", "arret", "arrêter", "désabonner", "desabonner"}
    | {"me désabonner", "désinscription", "mute", "abmelden", "abbestellen", "baja", "parar"}
    | {"cancelar", "basta", "disiscrivi", "afmelden", "dur", "durdur", "стоп", "توقف", "إيقاف"}
)
SIGNS: Final = {
    "+1": "👍",
    ":+1:": "👍",
    "<3": "❤️",
    ":)": "😄",
    ":-)": "😄",
    ":(": "😢",
    ":-(": "😢",
}
SENTENCE_MARKS: Final = re.compile(r"^[\s\"'«»“”*_.!]+|[\s\"'«»“”*_.!]+$")


def is_stop(text: str) -> bool:
    """Tell whether the whole text says that one wants no more."""
    return SENTENCE_MARKS.sub("", text).casefold() in STOPS


def reaction(text: str) -> str:
    """Return the reaction that the whole text is, or nothing."""
    sign = text.strip()
    if len(sign) > 40:
        return ""
    sign = SIGNS.get(sign, sign)
    if sign.isascii():  # a word such as "like" is a word here
        return ""
    try:
        return read_reaction(sign)
    except Refused:
        return ""
