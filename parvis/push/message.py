"""One message as push services take it: encrypted for its device alone, signed by us.

RFC 8030 (HTTP), RFC 8291 (encryption), RFC 8292 (VAPID). What the device is told leaves this
machine encrypted; the service that passes it on sees its size and where it goes.
"""

import hashlib
import json
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit

import http_ece
import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from parvis.push.keys import Keys, decoded, encoded
from parvis.push.models import Device

# Push services take 4096 bytes; whatever is longer than this is nothing for a phone's lid.
LARGEST: Final = 3000
SIGNED_FOR: Final = timedelta(hours=12)
# What could not be delivered within this is on the site.
KEPT_FOR: Final = timedelta(days=1)


@dataclass(frozen=True)
class Message:
    """What a device shows: ``tag`` replaces what is shown under it, ``url`` is where it leads."""

    title: str
    body: str
    url: str
    tag: str
    urgent: bool = False

    def told(self, device: Device, language: str) -> bytes:
        """Return it as the service worker reads it."""
        words: dict[str, Any] = {
            "title": self.title,
            "body": self.body,
            "url": self.url,
            "tag": self.tag,
            "person": str(device.person_id),
            "lang": language,
        }
        return json.dumps(words, ensure_ascii=False).encode()


def sealed(device: Device, told: bytes) -> bytes:
    """Encrypt for the device (aes128gcm); raises ValueError for more than a service takes."""
    if len(told) > LARGEST:
        raise ValueError(f"{len(told)} bytes")
    body: bytes = http_ece.encrypt(
        told,
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=decoded(device.public),
        auth_secret=decoded(device.secret),
        version="aes128gcm",
    )
    return body


def headers(device: Device, keys: Keys, message: Message) -> dict[str, str]:
    """Return the request's headers: for how long, how urgent, which topic, by whom."""
    return {
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(KEPT_FOR.total_seconds())),
        "Urgency": "high" if message.urgent else "normal",
        # A newer one replaces what the device has not fetched yet.
        "Topic": encoded(hashlib.sha256(message.tag.encode()).digest()[:18]),
        "Authorization": f"vapid t={_signed(device.endpoint, keys)}, k={keys.public}",
    }


def _signed(endpoint: str, keys: Keys) -> str:
    there = urlsplit(endpoint)
    claims = {
        "aud": f"{there.scheme}://{there.netloc}",
        "exp": int(time.time() + SIGNED_FOR.total_seconds()),
        "sub": _contact(),
    }
    return jwt.encode(claims, keys.private, algorithm="ES256")


def _contact() -> str:
    """Return how a push service reaches whoever runs this site."""
    if settings.HTTPS:
        return str(settings.SITE_URL)
    address = settings.DEFAULT_FROM_EMAIL.rsplit("<", 1)[-1].rstrip("> ")
    return f"mailto:{address}"
