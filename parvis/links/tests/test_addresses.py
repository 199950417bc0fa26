"""Where the server goes, and every kind of place where it does not."""

import asyncio
import ipaddress
import socket
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from parvis.links.addresses import Destination, NotAllowed, destination, is_outside, is_public


def go(url: str) -> Destination:
    return asyncio.run(destination(url))


def answers(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Let every name resolve to these addresses."""

    def resolve(host: str, port: int, *args: Any, **kwargs: Any) -> list[Any]:
        return [
            (
                socket.AF_INET6 if ":" in address else socket.AF_INET,
                socket.SOCK_STREAM, 6, "", (address, port),
            )
            for address in addresses
        ]  # fmt: skip

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


REFUSED = {
    "loopback": "127.0.0.1",
    "loopback, another": "127.8.9.10",
    "loopback, IPv6": "::1",
    "private 10": "10.1.2.3",
    "private 172": "172.16.0.1",
    "private 192": "192.168.1.1",
    "unique local": "fd12:3456::1",
    "metadata": "169.254.169.254",
    "metadata, IPv6": "fd00:ec2::254",
    "link-local": "169.254.1.1",
    "link-local, IPv6": "fe80::1",
    "link-local with its zone": "fe80::1%eth0",
    "site-local": "fec0::1",
    "carrier NAT": "100.64.0.1",
    "this network": "0.0.0.0",
    "this network, another": "0.1.2.3",
    "unspecified, IPv6": "::",
    "multicast": "224.0.0.1",
    "multicast, IPv6": "ff02::1",
    "broadcast": "255.255.255.255",
    "reserved": "240.0.0.1",
    "documentation": "192.0.2.1",
    "documentation, IPv6": "2001:db8::1",
    "benchmarks": "198.18.0.1",
    "IPv4-mapped loopback": "::ffff:127.0.0.1",
    "IPv4-mapped private": "::ffff:10.0.0.1",
    "IPv4-mapped metadata": "::ffff:a9fe:a9fe",
    "IPv4-compatible": "::127.0.0.1",
    "NAT64": "64:ff9b::10.0.0.1",
    "local NAT64": "64:ff9b:1::10.0.0.1",
    "6to4": "2002:7f00:1::",
    "Teredo": "2001:0:53aa:64c:0:fbff:80ff:fffe",
}


@pytest.mark.parametrize("address", REFUSED.values(), ids=REFUSED.keys())
def test_inside_addresses_are_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    answers(monkeypatch, address)
    with pytest.raises(NotAllowed):
        go("http://innocent.example/")
    if "%" not in address:
        assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::808:808"]
)
def test_public_addresses_are_allowed(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    answers(monkeypatch, address)
    there = go("https://Example.COM./page")
    assert there == Destination("https", "example.com", 443, str(ipaddress.ip_address(address)))
    assert there.host_header == "example.com"


def test_one_private_answer_spoils_all(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, "93.184.216.34", "10.0.0.1")
    with pytest.raises(NotAllowed):
        go("http://rebinding.example/")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/", "file:///etc/passwd", "gopher://example.com/", "javascript:alert(1)",
        "data:text/html,x", "http://example.com:22/", "https://example.com:8443/",
        "http://user:secret@example.com/", "http://@example.com/", "http://", "http:///path",
        "//example.com", "/people/alice/", "http://exa mple.com/", "http://example.com\\@10.0.0.1/",
        "http://example.com:99999/", "http://[::1", "http://example.com/\r\nX: y", "http://[fe80::1%25eth0]/",
        "http://" + "a" * 2000, "http://xn--" + "é" * 80 + ".example/",
    ],
)  # fmt: skip
def test_other_schemes_ports_and_tricks_are_refused(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    answers(monkeypatch, "93.184.216.34")
    with pytest.raises(NotAllowed):
        go(url)


@pytest.mark.parametrize(
    "url",
    ["http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/",
     "http://localhost/", "http://[::ffff:127.0.0.1]/", "http://127.0.0.1:80/"],
)  # fmt: skip
def test_odd_spellings_of_this_machine_are_refused(url: str) -> None:
    with pytest.raises(NotAllowed):
        go(url)


def test_the_company_lists_inside_hosts(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    answers(monkeypatch, "10.0.0.1")
    settings.LINK_PREVIEW_HOSTS = ["Wiki.corp", "ci.corp:8080"]
    assert go("https://wiki.corp/").address == "10.0.0.1"
    assert go("http://ci.corp:8080/").host_header == "ci.corp:8080"
    for url in ("http://wiki.corp:8080/", "http://ci.corp/", "http://other.wiki.corp/"):
        with pytest.raises(NotAllowed):
            go(url)


def test_links_to_parvis_itself_get_no_card(settings: Settings) -> None:
    settings.SITE_URL = "https://parvis.corp"
    assert is_outside("https://example.com/a")
    for url in ("https://parvis.corp/posts/1/", "http://PARVIS.corp", "/posts/1/", "mailto:a@b.c"):
        assert not is_outside(url)
