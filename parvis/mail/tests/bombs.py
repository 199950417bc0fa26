"""Mails that were made to be hard to read."""

import os

HEAD = b"From: Ann <ann@corp.example>\r\nTo: x@net.example\r\nSubject: Hello\r\n"


def bombs() -> dict[str, bytes]:
    """Return some, by what they are made of."""
    html = HEAD + b"Content-Type: text/html\r\n\r\n"
    many = HEAD + b"Content-Type: multipart/mixed; boundary=B\r\n\r\n"
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=B%d\r\n\r\n--B%d\r\n" % (n, n)
        for n in range(2000)
    )
    return {
        "nested": HEAD + nested,
        "nested alike": many + b"--B\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n" * 5000,
        "parts": many + b"--B\r\n\r\nx\r\n" * 20_000,
        "headers": HEAD + b"".join(b"X-%d: y\r\n" % n for n in range(40_000)) + b"\r\nhi",
        "encoded words": HEAD + b"X: " + b"=?utf-8?q?a?= " * 15_000 + b"\r\n\r\nhi",
        "comments": b"From: " + b"(" * 100_000 + b"\r\n\r\nhi",
        "parameters": HEAD + b"Content-Type: text/plain;" + b' a*0*="x;' * 8000 + b"\r\n\r\nhi",
        "comments in html": html + b"<!--" * 70_000,
        "attributes in html": html + b'<a b="' * 50_000,
        "elements in html": html + b"<div>" * 60_000,
        "one line": HEAD + b"\r\n" + b"a" * 5_000_000,
        "empty lines": HEAD + b"\r\n" + b"\n" * 3_000_000,
        "attributions": HEAD + b"\r\n" + b"On 4 Jan 2016 at 18:32 x\n" * 12_000,
        "noise": HEAD + b"\r\n" + os.urandom(300_000),
    }
