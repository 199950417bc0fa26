"""Bytes to text: what the sender declared, else what it surely is, else what it may be."""

import codecs
from typing import Final

# Names that programs use and Python does not, and those that mean a larger set in practice
# (as browsers read them, WHATWG Encoding).
KNOWN: Final = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "ansi": "cp1252",
    "windows-1252http-equivcontent-type": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-euc-jp": "euc-jp",
    "iso-2022-jp": "iso-2022-jp-ext",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "tis-620": "cp874",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "x-unknown": "utf-8",
    "unknown-8bit": "utf-8",
    "8bit": "utf-8",
}
REFUSED: Final = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "mbcs"})


def decode(raw: bytes, charset: str) -> str:
    """Return the text of bytes; never raises, never leaves halves of surrogate pairs."""
    for name in (_codec(charset), "utf-8"):
        if name:
            try:
                return raw.decode(name).encode("utf-8", "ignore").decode()
            except (UnicodeError, LookupError, ValueError):
                continue
    name = _codec(charset) or "cp1252"
    return raw.decode("cp1252" if name == "utf-8" else name, "replace")


def _codec(charset: str) -> str:
    name = charset.strip(" \"'<>").split("*")[0].lower()
    name = KNOWN.get(name, name)
    if name in REFUSED or not name or "\0" in name:
        return ""
    if name == "cp1252":  # what is declared as Western is often UTF-8
        return "utf-8" if charset.lower() in {"us-ascii", "ascii"} else name
    try:
        # Codecs from bytes to bytes (zip, hex, base64) are no charsets.
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    return name if getattr(info, "_is_text_encoding", True) else ""
