"""A real push service of one's own, and browsers that can read what it gets."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings as django_settings
from django.test import Client
from pytest_django.fixtures import Settings

from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.push.keys import encoded, point
from parvis.push.models import Device


@dataclass
class Service:
    """What a push service was asked, and what it answers next (by path, else 201)."""

    address: str = ""
    asked: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


@pytest.fixture
def service(settings: Settings) -> Iterator[Service]:
    """A push service on this machine, which the settings allow by name."""
    here = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            here.asked.append((self.path, dict(self.headers), body))
            self.send_response(here.answers.get(self.path, 201))
            for name, value in here.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here.address = f"127.0.0.1:{server.server_port}"
    settings.PUSH_HOSTS = [here.address]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield here
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Phone:
    """A browser's side of a subscription."""

    service: Service
    client: Client
    path: str
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    secret: bytes = b"sixteen bytes...".ljust(16)[:16]

    @property
    def endpoint(self) -> str:
        return f"http://{self.service.address}{self.path}"

    def subscription(self) -> dict[str, str]:
        public = encoded(point(self.private.public_key()))
        return {"endpoint": self.endpoint, "public": public, "secret": encoded(self.secret)}

    def turn_on(self) -> Device:
        answer = self.client.post("/me/devices/register", self.subscription())
        assert answer.status_code == 201, answer.content
        return Device.objects.get(pk=answer.json()["id"])

    def shown(self) -> list[dict[str, Any]]:
        """What came for it, decrypted as its browser would."""
        mine = [body for path, _headers, body in self.service.asked if path == self.path]
        return [
            json.loads(
                http_ece.decrypt(
                    body,
                    private_key=self.private,
                    auth_secret=self.secret,
                    version="aes128gcm",
                )
            )
            for body in mine
        ]


@pytest.fixture
def phone_of(service: Service) -> Any:
    """``phone_of(person, "/a")``: a browser in which the person is signed in."""

    def make(person: Person, path: str = "/push/a", agent: str = "") -> Phone:
        client = Client(headers={"user-agent": agent})
        client.force_login(person)
        assert client.cookies[django_settings.SESSION_COOKIE_NAME].value
        return Phone(service, client, path)

    return make


@pytest.fixture
def alice() -> Person:
    """She has a phone."""
    return take_in(None, handle="alice", name="Alice Martin", email="alice@example.com")


@pytest.fixture
def bob() -> Person:
    """Her colleague."""
    return take_in(None, handle="bob", name="Bob Durand", email="bob@example.com")
