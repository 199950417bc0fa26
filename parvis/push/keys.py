"""Our key pair towards push services: made once, kept in the database, the same for all processes.

Losing it would end every subscription, so it is in the backup with everything else.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, cast

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from parvis.push.models import ServerKey

ONE: Final = 1


@dataclass(frozen=True)
class Keys:
    """The private key, and the public one as browsers want it (base64url of the point)."""

    private: ec.EllipticCurvePrivateKey
    public: str


def ours() -> Keys:
    """Return our keys, making them when there are none."""
    row = ServerKey.objects.filter(pk=ONE).first()
    if row is None:
        made = _pem(ec.generate_private_key(ec.SECP256R1()))
        # Two at once make two, and the first to arrive is kept.
        ServerKey.objects.bulk_create([ServerKey(pk=ONE, private=made)], ignore_conflicts=True)
        row = ServerKey.objects.get(pk=ONE)
    return _read(row.private)


@lru_cache(maxsize=8)
def _read(pem: str) -> Keys:
    loaded = serialization.load_pem_private_key(pem.encode(), password=None)
    private = cast("ec.EllipticCurvePrivateKey", loaded)
    return Keys(private, encoded(point(private.public_key())))


def _pem(private: ec.EllipticCurvePrivateKey) -> str:
    return private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def point(public: ec.EllipticCurvePublicKey) -> bytes:
    """Return a public key as 65 bytes (X9.62, uncompressed)."""
    return public.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )


def encoded(data: bytes) -> str:
    """Return bytes as base64url without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Read base64url with or without padding; raises ValueError."""
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
