"""Mail coming in, for ``bin/bench mail``: forged and replayed answers, and mail bombs."""

import io
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from rich.console import Console

from bench.report import Report

AT_ONCE = 2
SECONDS, MEGABYTES = 2.0, 64.0


def measure(post: int, report: Report, console: Console, forged: int, bombs: int) -> None:
    """Hand in forged and replayed answers, of which none may post, and bombs."""
    _forged(post, forged, report, console)
    _bombs(bombs, report, console)


def _forged(post: int, number: int, report: Report, console: Console) -> None:
    """Half have a token that was never made, half are one genuine answer over and over."""
    from parvis.mail import addresses
    from parvis.mail.incoming.receiving import receive
    from parvis.people.models import Person
    from parvis.posts.models import Post

    answered = Post.objects.get(pk=post)
    person = Person.objects.exclude(pk=answered.author_id).exclude(email="").first()
    if person is None:
        return
    address = addresses.reply_address(person, answered)
    genuine = _answer(person.email, address, f"{post}@genuine")
    receive(io.BytesIO(genuine))
    before = Post.objects.count()

    def hand_in(n: int) -> str:
        raw = genuine if n % 2 else _answer(person.email, _broken(address, n), f"{post}-{n}@forged")
        (outcome,) = receive(io.BytesIO(raw))
        return f"{outcome.state} {outcome.reason} {outcome.again}"

    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        said = set(threads.map(hand_in, range(number)))
    seconds = time.perf_counter() - began
    posted = Post.objects.count() - before
    report.add("mail.forged.handed_in", number, "mails")
    report.add("mail.forged.posted", posted, "posts", 0)
    report.add_rate("mail.forged.rate", number / seconds, "1/s")
    console.print(
        f"{number} forged or replayed answers in {seconds:.0f} s: {posted} posts ({sorted(said)})"
    )


def _answer(sender: str, to: str, message_id: str) -> bytes:
    lines = (f"From: {sender}", f"To: {to}", "Subject: Re: x", f"Message-ID: <{message_id}>")
    return "\r\n".join((*lines, "", "An answer")).encode()


def _broken(address: str, number: int) -> str:
    """Change one letter of the token."""
    start = address.index("+") + 1
    length = address.index("@") - start
    at = start + number // 2 % length
    letters = "abcdefghijklmnopqrstuvwxyz234567".replace(address[at], "")
    return address[:at] + letters[number // (2 * length) % 31] + address[at + 1 :]


def _bombs(number: int, report: Report, console: Console) -> None:
    from parvis.mail.incoming.reader import Reader
    from parvis.mail.tests.bombs import bombs

    made = list(bombs().values())
    readers = [Reader() for _ in range(AT_ONCE)]

    def read(part: int) -> list[dict[str, Any]]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "message"
            answers = []
            for n in range(part, number, AT_ONCE):
                path.write_bytes(made[n % len(made)])
                answers.append(readers[part].ask(path, Path(folder)))
            return answers

    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = [answer for part in threads.map(read, range(AT_ONCE)) for answer in part]
    for reader in readers:
        reader.close()
    slowest = max(float(answer.get("cpu", 99)) for answer in answers)
    largest = max(float(answer.get("kb", 10**9)) for answer in answers) / 1024
    report.add("mail.bombs.handed_in", number, "mails")
    report.add("mail.bombs.cpu", slowest, "s", SECONDS + 0.1)
    report.add("mail.bombs.memory", largest, "MB", MEGABYTES)
    console.print(f"{number} bombs: {slowest:.2f} s and {largest:.0f} MB at most")
