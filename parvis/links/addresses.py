"""Where the server may go when it looks behind a link: out into the world, never inside.

A post can name any address. Whoever lets a server fetch what others name must see to it that
it does not knock at doors only it can reach: itself, the machines beside it, the metadata
service of a cloud. Names are resolved here, every answer is checked, and the connection goes to
the very address that was checked.
"""

import asyncio
import ipaddress
import socket
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address

PORTS: Final = {"http": 80, "https": 443}
LONGEST: Final = 2000

# IPv6 addresses that carry an IPv4 address of which the same must hold (RFC 6052, RFC 4291).
_TRANSLATED: Final = (
    ipaddress.IPv6Network("64:ff9b::/96"),
    ipaddress.IPv6Network("64:ff9b:1::/48"),
    ipaddress.IPv6Network("::/96"),
)


class NotAllowed(Exception):
    """The link leads somewhere the server does not go."""


@dataclass(frozen=True)
class Destination:
    """A checked address to connect to, and the name under which it was asked for."""

    scheme: str
    host: str
    port: int
    address: str
    # Whether it is a listed inside host.
    listed: bool = False

    @property
    def host_header(self) -> str:
        """Return the Host header's value."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def is_public(address: Address) -> bool:
    """Tell whether an address belongs to the open Internet, in whichever clothes it comes."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = _inner(address)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local:
            return False
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_unspecified
    )


def is_outside(url: str) -> bool:
    """Tell whether a link is worth a card: http(s), to somewhere else than Parvis itself."""
    try:
        scheme, host, _port = read(url)
    except NotAllowed:
        return False
    own = urlsplit(settings.SITE_URL)
    return scheme in PORTS and host != (own.hostname or "").lower()


async def destination(url: str, listed: list[str] | None = None) -> Destination:
    """Resolve a link's host and return where to connect; raises NotAllowed.

    ``listed`` are the inside hosts that may be visited; none given: those of link previews. Where a
    name has a private address among its public ones, nothing of it is trusted.
    """
    scheme, host, port = read(url)
    inside = _is_listed(host, port, settings.LINK_PREVIEW_HOSTS if listed is None else listed)
    if port != PORTS[scheme] and not inside:
        raise NotAllowed(f"port {port}")
    addresses = await _resolve(host, port)
    if not inside and not all(is_public(address) for address in addresses):
        raise NotAllowed(f"{host} is not in the open Internet")
    return Destination(scheme, host, port, str(addresses[0]), inside)


def read(url: str) -> tuple[str, str, int]:
    """Take a link apart; raises NotAllowed for what is not plainly http(s)://host[:port]/…"""
    if len(url) > LONGEST or any(ord(c) <= 32 or ord(c) == 127 or c == "\\" for c in url):
        raise NotAllowed("malformed")
    try:
        parts = urlsplit(url)
        scheme, port = parts.scheme.lower(), parts.port
    except ValueError as error:
        raise NotAllowed("malformed") from error
    if scheme not in PORTS:
        raise NotAllowed(f"scheme {scheme}")
    if parts.username is not None or parts.password is not None:
        raise NotAllowed("credentials in the address")
    host = _ascii(parts.hostname or "")
    return scheme, host, port if port is not None else PORTS[scheme]


def _ascii(host: str) -> str:
    """Return a host name as DNS knows it; raises NotAllowed for none."""
    host = host.rstrip(".").lower()
    try:
        host = host if host.isascii() else host.encode("idna").decode()
    except UnicodeError as error:
        raise NotAllowed("malformed") from error
    if not host or "%" in host:
        raise NotAllowed("no host")
    return host


def _is_listed(host: str, port: int, hosts: list[str]) -> bool:
    """Tell whether the company allows this inside host (``wiki.corp`` or ``wiki.corp:8080``)."""
    listed = {entry.strip().lower() for entry in hosts}
    return f"{host}:{port}" in listed or (host in listed and port in PORTS.values())


async def _resolve(host: str, port: int) -> list[Address]:
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotAllowed(f"{host} is unknown") from error
    addresses = []
    for _family, _type, _protocol, _name, address in found:
        text = str(address[0])
        if "%" in text:
            raise NotAllowed("an address of one link only")
        addresses.append(ipaddress.ip_address(text))
    if not addresses:
        raise NotAllowed(f"{host} is unknown")
    return addresses


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address inside an IPv6 one: mapped, translated, 6to4, Teredo."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if any(address in network for network in _TRANSLATED):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None
