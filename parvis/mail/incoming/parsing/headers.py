"""A part's headers: names, parameters, encoded words, however broken.

RFC 5322, 2045, 2047, 2231, 6532.
"""

import re
from email import header, utils
from email.errors import HeaderParseError
from email.message import Message
from email.parser import Parser
from typing import Final

from parvis.mail.incoming.parsing.charsets import decode

LONGEST: Final = 8_000
NOT_SHOWN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
ENCODED: Final = re.compile(r"=\?[^?\s]{1,40}\?[bqBQ]\?.*?\?=", re.DOTALL)


class Headers:
    """The headers of one part, read leniently: nothing here raises."""

    def __init__(self, raw: bytes) -> None:
        """Take the lines up to the empty one."""
        self._message: Message = Parser().parsestr(decode(raw, "utf-8"), headersonly=True)

    def get(self, name: str) -> str:
        """Return a header's decoded value in one line; empty where there is none."""
        return _decoded(str(self._message.get(name) or "")[:LONGEST])

    def all(self, name: str) -> list[str]:
        """Return all values of a header that may come several times, at most fifty."""
        values = (self._message.get_all(name) or [])[:50]
        return [_decoded(str(value)[:LONGEST]) for value in values]

    def raw(self, name: str) -> str:
        """Return a header's value without decoding words, in one line."""
        return " ".join(str(self._message.get(name) or "")[:LONGEST].split())

    @property
    def content_type(self) -> str:
        """The type in lower case; text/plain where it is missing or makes no sense."""
        kind = self.raw("Content-Type").split(";")[0].strip().lower()
        return kind if re.fullmatch(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+", kind) else ""

    def parameter(self, name: str, of: str = "Content-Type") -> str:
        """Return a parameter of a header, decoded; empty where there is none."""
        self._shorten(of)
        try:
            value = self._message.get_param(name, "", header=of)
        except (ValueError, LookupError, TypeError, AttributeError):
            return ""
        if isinstance(value, tuple):
            try:
                value = utils.collapse_rfc2231_value(value)
            except (ValueError, LookupError):
                value = str(value[2])
        return _decoded(str(value or ""))

    @property
    def file_name(self) -> str:
        """The name that the sender gave the part, if any."""
        return self.parameter("filename", "Content-Disposition") or self.parameter("name")

    @property
    def disposition(self) -> str:
        """attachment, inline or nothing, in lower case."""
        return self.raw("Content-Disposition").split(";")[0].strip().lower()

    @property
    def encoding(self) -> str:
        """The transfer encoding in lower case, as far as it makes sense."""
        return self.raw("Content-Transfer-Encoding").split(";")[0].strip(" \t'\"").lower()

    def _shorten(self, name: str) -> None:
        """The library's reading of parameters takes the square of their length."""
        value = str(self._message.get(name) or "")
        if len(value) > LONGEST:
            del self._message[name]
            self._message[name] = value[:LONGEST]


def _decoded(value: str) -> str:
    """Return a value with its encoded words decoded, in one line without control characters."""
    if "=?" in value:
        value = _words(value)
    return " ".join(NOT_SHOWN.sub(" ", value).split())


def _words(value: str) -> str:
    # Programs that quote an encoded word, or put two without a space between, are common.
    value = re.sub(r"\?=(?==\?)", "?= ", value)
    try:
        pieces = header.decode_header(value)
    except (HeaderParseError, ValueError, AssertionError):
        return ENCODED.sub("", value)
    return "".join(
        decode(piece, charset or "utf-8") if isinstance(piece, bytes) else piece
        for piece, charset in pieces
    )


def addresses(values: list[str]) -> list[tuple[str, str]]:
    """Return names and addresses of headers such as To; what is none is left out."""
    found: list[tuple[str, str]] = []
    for value in values:
        try:
            pairs = utils.getaddresses([value], strict=False)
        except (ValueError, IndexError, TypeError, RecursionError):
            pairs = []
        found += [(name, address.strip()) for name, address in pairs if "@" in address]
    return found[:200]
