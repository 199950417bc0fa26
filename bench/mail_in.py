"""Mail coming in, for ``bin/bench mail``: forged and replayed answers, and mail bombs."""

import io
import os
import smtplib
import socket
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.db import connections
from rich.console import Console

from bench.client import Samples, drive
from bench.report import Report
from bench.server import running
from parvis.mail.tests.bombs import bombs

AT_ONCE = 2
SECONDS, MEGABYTES = 2.0, 64.0
PEOPLE, CLIENTS = 50, 4
WARMING, SLICE, ROUNDS = 5.0, 4.0, 4
# How much slower the site's pages may be at the 95th percentile while bombs come in.
SLOWER = 1.5


def measure(
    post: int, data: Path, report: Report, console: Console, forged: int, bombs: int
) -> None:
    """Hand in forged and replayed answers, of which none may post, and bombs."""
    _forged(post, forged, report, console)
    _bombs(bombs, report, console)
    _beside_the_site(data, bombs, report, console)


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


def _beside_the_site(data: Path, number: int, report: Report, console: Console) -> None:
    """Home, with and without bombs coming in by LMTP, in turns so that both see the same hour."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    os.environ["PARVIS_MAIL_LMTP"] = f"127.0.0.1:{port}"
    from bench.crowd import sign_in
    from bench.pages import reading

    crowd = sign_in(PEOPLE)
    connections.close_all()
    with running(data) as server:
        home = reading(lambda _one: "/")(crowd)
        drive(server.port, home, CLIENTS, WARMING, warm=20)
        quiet, bombed = Samples(), Samples()
        answers: Counter[int] = Counter()
        shares = [number // ROUNDS + (n < number % ROUNDS) for n in range(ROUNDS)]
        for share in shares:
            _merge(quiet, drive(server.port, home, CLIENTS, SLICE))
            with ThreadPoolExecutor(AT_ONCE) as threads:
                parts = [share // AT_ONCE + (n < share % AT_ONCE) for n in range(AT_ONCE)]
                doing = [threads.submit(_hand_over, port, part) for part in parts]
                while not all(one.done() for one in doing):
                    _merge(bombed, drive(server.port, home, CLIENTS, SLICE))
                for one in doing:
                    answers += one.result()
    without, beside = quiet.quantile(0.95), bombed.quantile(0.95)
    report.add("mail.site.handed_in", answers.total(), "mails")
    report.add(
        "mail.site.wrong", sum(quiet.wrong.values()) + sum(bombed.wrong.values()), "pages", 0
    )
    report.add("mail.site.home_p95", without, "ms")
    report.add("mail.site.home_p95_beside_bombs", beside, "ms")
    report.add("mail.site.slower", beside / without, "times", SLOWER)
    console.print(
        f"home p95 {without:.1f} ms ({quiet.rate:.0f}/s); while {answers.total()} bombs came in "
        f"{beside:.1f} ms ({bombed.rate:.0f}/s); LMTP answered {dict(answers)}"
    )


def _merge(into: Samples, more: Samples) -> None:
    into.seconds += more.seconds
    into.elapsed += more.elapsed
    for status, count in more.wrong.items():
        into.wrong[status] = into.wrong.get(status, 0) + count


def _hand_over(port: int, number: int) -> Counter[int]:
    """Hand bombs in as a mail server does; returns how often each code was answered."""
    made = list(bombs().values())
    said: Counter[int] = Counter()
    for n in range(number):
        try:
            with smtplib.LMTP("127.0.0.1", port, timeout=60) as client:
                client.ehlo()
                raw = f"Message-ID: <{n}-{time.time_ns()}@bomb>\r\n".encode() + made[n % len(made)]
                client.sendmail("ann@corp.example", ["everybody@localhost"], raw)
                said[250] += 1
        except smtplib.SMTPResponseException as error:
            said[error.smtp_code] += 1
        except (smtplib.SMTPException, OSError):
            said[0] += 1
    return said
