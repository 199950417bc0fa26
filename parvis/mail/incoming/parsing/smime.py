"""S/MIME in one piece: the message that a signature is wrapped around (RFC 8551, 3.5.2; CMS).

Signatures are not checked: who wrote is decided elsewhere. Only enough of BER is read to find the
content in a SignedData.
"""

from typing import Final

SIGNED_DATA: Final = bytes.fromhex("06092a864886f70d010702")
DATA: Final = bytes.fromhex("06092a864886f70d010701")
OCTETS: Final = 0x04
OCTETS_IN_PIECES: Final = 0x24
DEEPEST: Final = 20


def content(raw: bytes) -> bytes | None:
    """Return the signed message, or None where there is none in clear (it is encrypted)."""
    if SIGNED_DATA not in raw[:64]:
        return None
    at = raw.find(DATA, 0, 4096)
    if at < 0:
        return None
    at += len(DATA)
    try:
        _tag, start, _end = _element(raw, at, len(raw))  # the explicit tag around the octets
        return _octets(raw, start, len(raw), 0)
    except (IndexError, ValueError):
        return None


def _octets(raw: bytes, at: int, most: int, depth: int) -> bytes:
    """Return an octet string, put together where it comes in pieces."""
    tag, start, end = _element(raw, at, most)
    if tag == OCTETS:
        return raw[start:end]
    if tag != OCTETS_IN_PIECES or depth > DEEPEST:
        raise ValueError(tag)
    pieces = []
    while start < end and raw[start : start + 2] != b"\0\0":
        pieces.append(_octets(raw, start, end, depth + 1))
        _tag, _start, start = _element(raw, start, end)
    return b"".join(pieces)


def _element(raw: bytes, at: int, most: int) -> tuple[int, int, int]:
    """Return an element's tag and where its content starts and ends (the limit if not said)."""
    tag, length = raw[at], raw[at + 1]
    start = at + 2
    if length == 0x80:
        return tag, start, most
    if length > 0x80:
        count = length & 0x7F
        if count > 8:
            raise ValueError(count)
        length = int.from_bytes(raw[start : start + count])
        start += count
    if start + length > most:
        raise ValueError(length)
    return tag, start, start + length
