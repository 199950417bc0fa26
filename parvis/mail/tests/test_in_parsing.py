"""Reading messages: broken ones, odd ones, bombs; each in a process with limits."""

import base64
import json
import os
import struct
import time
from pathlib import Path
from typing import Any

import pytest

from parvis.mail.commands import looks_like_message
from parvis.mail.incoming.parsing import smime, tnef
from parvis.mail.incoming.parsing.charsets import decode
from parvis.mail.incoming.parsing.child import BY_THE_CLOCK, RESULT, SECONDS
from parvis.mail.incoming.parsing.flowed import unflow
from parvis.mail.incoming.parsing.html import to_text
from parvis.mail.incoming.reader import Reader
from parvis.mail.tests.bombs import HEAD, bombs

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "data" / "mail" / "broken"


reader = Reader()


class Read:
    """What was read, or why it could not be."""

    def __init__(self, raw: bytes, folder: Path) -> None:
        path, self.desk = folder / "message", folder / "desk"
        path.write_bytes(raw)
        self.desk.mkdir(exist_ok=True)
        started = time.monotonic()
        answer = reader.ask(path, self.desk)
        self.error, self.cpu = answer.get("error", ""), float(answer.get("cpu", 0))
        self.seconds = time.monotonic() - started
        self.found: dict[str, Any] = {}
        if not self.error:
            self.found = json.loads((self.desk / RESULT).read_text())

    @property
    def text(self) -> str:
        return str(self.found["text"])

    @property
    def files(self) -> dict[str, bytes]:
        return {
            file["name"]: (self.desk / file["path"]).read_bytes() for file in self.found["files"]
        }


def parts(kind: str, *bodies: bytes) -> bytes:
    """A message of several parts."""
    head = HEAD + b"Content-Type: multipart/%s; boundary=B\r\n\r\n" % kind.encode()
    return head + b"".join(b"--B\r\n%s\r\n" % body for body in bodies) + b"--B--\r\n"


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample messages are not on this machine")
def test_real_broken_messages_are_read_or_turned_down(tmp_path: Path) -> None:
    paths = [path for path in sorted(SAMPLES.rglob("*")) if path.is_file()]
    assert len(paths) > 100
    read = 0
    for number, path in enumerate(paths):
        (tmp_path / str(number)).mkdir()
        read += not Read(path.read_bytes(), tmp_path / str(number)).error
    assert read >= 100


def test_the_best_of_several_ways_is_taken(tmp_path: Path) -> None:
    html = b"Content-Type: text/html\r\n\r\n<p>Rich</p>"
    assert Read(parts("alternative", b"\r\nPlain", html), tmp_path).text == "Plain"
    both = Read(parts("alternative", b"\r\n  ", html), tmp_path)
    assert both.text == "Rich"
    assert both.found["markdown"]


def test_signed_calendar_and_forwarded_parts(tmp_path: Path) -> None:
    signature = b"Content-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nxyz"
    signed = Read(parts("signed", b"\r\nSigned words", signature), tmp_path)
    assert signed.text == "Signed words"
    assert signed.files == {}
    invitation = b"Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR"
    assert Read(parts("mixed", b"\r\nCome", invitation), tmp_path).files == {
        "file.ics": b"BEGIN:VCALENDAR"
    }
    forwarded = b"Content-Type: message/rfc822\r\n\r\nSubject: Old\r\n\r\nOld words"
    passed_on = Read(parts("mixed", b"\r\nSee below", forwarded), tmp_path)
    assert passed_on.text == "See below"
    assert passed_on.files["file.eml"].endswith(b"Old words")
    encrypted = b"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1"
    assert Read(parts("encrypted", encrypted), tmp_path).error == "encrypted"


def der(tag: int, content: bytes) -> bytes:
    size = len(content)
    length = bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2)
    return bytes([tag]) + length + content


def test_a_message_within_its_signature_is_read(tmp_path: Path) -> None:
    inner = b"Content-Type: text/plain\r\n\r\nWithin the seal"
    octets = der(0x24, der(4, inner[:20]) + der(4, inner[20:]))
    content = der(0x30, smime.DATA + der(0xA0, octets))
    version = der(2, b"\x01") + der(0x31, b"")
    sealed = der(0x30, smime.SIGNED_DATA + der(0xA0, der(0x30, version + content)))
    head = HEAD + b"Content-Type: application/pkcs7-mime; smime-type=signed-data\r\n"
    encoded = b"Content-Transfer-Encoding: base64\r\n\r\n"
    assert Read(head + encoded + base64.encodebytes(sealed), tmp_path).text == "Within the seal"
    closed = sealed.replace(smime.SIGNED_DATA, smime.SIGNED_DATA[:-1] + b"\x03")
    assert Read(head + encoded + base64.encodebytes(closed), tmp_path).error == "encrypted"
    for broken in (b"", sealed[:40], sealed[:80], os.urandom(200)):
        assert smime.content(broken) is None or isinstance(smime.content(broken), bytes)


def attribute(number: int, value: bytes) -> bytes:
    return struct.pack("<BHHI", 2, number, 6, len(value)) + value + b"\0\0"


def test_outlooks_own_format_gives_its_files(tmp_path: Path) -> None:
    raw = struct.pack("<IH", tnef.SIGNATURE, 1) + b"".join(
        (
            attribute(tnef.ATTACH_BEGINS, b"\0" * 14),
            attribute(tnef.ATTACH_TITLE, b"plan~1.txt\0"),
            attribute(tnef.ATTACH_DATA, b"The plan"),
        )
    )
    part = b"Content-Type: application/ms-tnef; name=winmail.dat\r\n"
    part += b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(raw)
    read = Read(parts("mixed", b"\r\nThe plan, as asked.", part), tmp_path)
    assert read.text == "The plan, as asked."
    assert read.files == {"plan~1.txt": b"The plan"}
    for length in range(0, len(raw), 7):
        tnef.read(raw[:length])


def test_charsets_as_programs_name_them() -> None:
    assert decode("Überraschung".encode("cp1252"), "iso-8859-1") == "Überraschung"
    assert decode("Überraschung".encode(), "us-ascii") == "Überraschung"
    assert decode("안녕".encode("cp949"), "ks_c_5601-1987") == "안녕"
    assert decode("你好".encode("gb18030"), "gb2312") == "你好"
    assert decode(b"\xff\xfe\xfa", "x-no-such") == "ÿþú"
    assert decode(b"x", "hex") == decode(b"x", "zip") == decode(b"x", "undefined") == "x"
    assert decode("Žluť".encode("iso-8859-2"), '"ISO-8859-2"') == "Žluť"


def test_html_becomes_what_one_would_have_typed() -> None:
    assert to_text("<p>Hello <b>you</b></p><p>a<br>b</p>") == "Hello **you**\n\na\nb"
    assert to_text("<ul><li>a<li>b</ul><ol><li>c</li></ol>") == "- a\n- b\n\n1. c"
    assert to_text('<a href="https://x.example/a">here</a>') == "[here](https://x.example/a)"
    assert to_text('<a href="https://x.example/">x.example</a>') == "https://x.example/"
    assert to_text('<a href="javascript:x()">here</a>') == "here"
    assert to_text("<div>a</div><blockquote>b<br>c</blockquote>d") == "a\n> b\n> c\n\nd"
    assert to_text("<style>x</style><script>y</script><p>z") == "z"
    assert to_text("<pre>a\n  b</pre>") == "```\na\n  b\n```"
    assert to_text('Yes<div class="gmail_signature">Bob</div>') == "Yes"
    assert to_text("a &lt;b&gt; &amp; c&nbsp;d") == "a <b> & c\xa0d"


def test_html_answers_are_trimmed_as_plain_ones_are(tmp_path: Path) -> None:
    gmail = (
        '<div dir="ltr">Yes, at ten.</div><br><div class="gmail_quote"><div class="gmail_attr">'
        'On Mon, Jan 4, 2016 at 6:32 PM Ann &lt;<a href="mailto:a@x.example">a@x.example</a>&gt;'
        " wrote:<br></div><blockquote>Shall we meet?</blockquote></div>"
    )
    outlook = (
        "<p>Yes, at ten.</p><div id='divRplyFwdMsg'><b>De :</b> Ann<br><b>Envoyé :</b> lundi<br>"
        "<b>À :</b> Bob<br><b>Objet :</b> X</div><p>Shall we meet?</p>"
    )
    apple = "Yes, at ten.<br><br><div>Envoyé de mon iPhone</div>"
    for source in (gmail, outlook, apple):
        raw = HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + source.encode()
        assert Read(raw, tmp_path).text == "Yes, at ten."


def test_flowed_lines_are_joined() -> None:
    assert unflow("a long \nline\nb\n> quoted \n> on\n-- \nBob", joined=False) == (
        "a long line\nb\n> quoted on\n-- \nBob"
    )
    assert unflow("ver \ny", joined=True) == "very"


@pytest.mark.parametrize("name", bombs())
def test_bombs_keep_within_their_limits(name: str, tmp_path: Path) -> None:
    read = Read(bombs()[name], tmp_path)
    assert read.seconds < BY_THE_CLOCK + 1  # two of a processor, which may be busy
    assert read.cpu < SECONDS + 0.3
    assert read.error in ("", "time", "memory", "parts", "depth", "headers", "broken")


def test_a_large_photo_is_no_bomb(tmp_path: Path) -> None:
    photo = os.urandom(12_000_000)
    part = b"Content-Type: image/jpeg; name=p.jpg\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    read = Read(parts("mixed", b"\r\nLook", part + base64.encodebytes(photo)), tmp_path)
    assert read.text == "Look"
    assert read.files == {"p.jpg": photo}


def test_a_reader_that_was_killed_is_started_again(tmp_path: Path) -> None:
    reader = Reader()
    (tmp_path / "message").write_bytes(HEAD + b"\r\nhi")
    assert reader.read(tmp_path / "message", tmp_path) == ""
    assert reader._process is not None
    reader._process.kill()
    assert reader.read(tmp_path / "message", tmp_path) == ""
    reader.close()


def test_messages_are_told_from_plain_texts() -> None:
    assert looks_like_message(HEAD + b"Message-ID: <a@b>\r\n\r\nhi")
    assert looks_like_message(b"Received: by x\nFrom: a@b\n\nhi")
    for text in (
        b"Hello\n\nFrom: a\nTo: b\n",
        b"From: Ann\nSent: Monday\nTo: Bob\nSubject: X\n\nShall we?",
        b"> quoted\n\nanswer",
        b"Note: this\nDate: that\n",
        b"",
    ):
        assert not looks_like_message(text)
