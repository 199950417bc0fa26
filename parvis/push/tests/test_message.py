"""What leaves is what the standards say: RFC 8291's own example, RFC 8292's signature."""

import http_ece
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from parvis.push import keys
from parvis.push.message import LARGEST, sealed
from parvis.push.models import Device, ServerKey
from parvis.push.tests.conftest import Service

pytestmark = pytest.mark.django_db

# RFC 8291, section 5 and appendix A.
PLAIN = b"When I grow up, I want to be a watermelon"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
RECEIVER = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
PUBLIC = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SECRET = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6"
    "TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(keys.decoded(text)), ec.SECP256R1())


def test_the_library_makes_the_example_of_the_standard() -> None:
    body = http_ece.encrypt(
        PLAIN,
        salt=keys.decoded(SALT),
        private_key=private(SENDER),
        dh=keys.decoded(PUBLIC),
        auth_secret=keys.decoded(SECRET),
        version="aes128gcm",
    )
    assert keys.encoded(body) == BODY


def test_only_the_device_can_read_and_each_message_differs() -> None:
    device = Device(public=PUBLIC, secret=SECRET)
    one, two = sealed(device, PLAIN), sealed(device, PLAIN)
    assert one != two
    assert PLAIN not in one
    read = http_ece.decrypt(
        one,
        private_key=private(RECEIVER),
        auth_secret=keys.decoded(SECRET),
        version="aes128gcm",
    )
    assert read == PLAIN
    with pytest.raises(http_ece.ECEException):
        http_ece.decrypt(
            one,
            private_key=private(SENDER),
            auth_secret=keys.decoded(SECRET),
            version="aes128gcm",
        )


def test_what_is_too_long_is_not_sent() -> None:
    with pytest.raises(ValueError, match="bytes"):
        sealed(Device(public=PUBLIC, secret=SECRET), b"x" * (LARGEST + 1))


def test_our_key_is_made_once() -> None:
    first = keys.ours()
    assert keys.ours().public == first.public
    assert ServerKey.objects.count() == 1
    assert len(keys.decoded(first.public)) == 65


def check_signature(headers: dict[str, str], service: Service) -> None:
    """Fail unless a request is signed by us, for this service, for a day at most."""
    scheme, _space, parts = headers["Authorization"].partition(" ")
    assert scheme == "vapid"
    words = dict(part.strip().split("=", 1) for part in parts.split(","))
    assert words["k"] == keys.ours().public
    claims = jwt.decode(
        words["t"],
        keys.ours().private.public_key(),
        algorithms=["ES256"],
        audience=f"http://{service.address}",
    )
    assert claims["sub"].startswith(("https://", "mailto:"))
