"""Which language a text is in: guessed by the server, only where there is enough to go by."""

import re
from functools import cache
from typing import Any, Final

LEAST_LETTERS: Final = 24
LEAST_SURE: Final = 0.85
MOST_CHARACTERS: Final = 2_000

_ADDRESS: Final = re.compile(r"https?://\S+|[@#]\S+")


def language_of(words: str) -> str:
    """Return the ISO 639-1 code of a text's language; empty where it is too short or unclear."""
    words = _ADDRESS.sub(" ", words[:MOST_CHARACTERS])
    if sum(letter.isalpha() for letter in words) < LEAST_LETTERS:
        return ""
    language, sure = _identifier().classify(words)
    known = sure >= LEAST_SURE and len(language) == 2  # "zxx" is no language
    return str(language) if known else ""


def get_ready() -> None:
    """Read the model ahead, so that nobody's words wait for it."""
    _identifier()


@cache
def _identifier() -> Any:
    """The model, read at the first use: that takes a second or two, and some memory."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
