"""``bin/bench mail``: letters built a second, and an announcement whose worker is killed midway.

Synthetic people in a data folder of its own; a mail server in a process of its own that only
writes down what it was handed; the real worker, killed with SIGKILL and started again. Then mail
coming in: forged and replayed answers, bombs, and bombs by LMTP while the site answers pages.
"""

import argparse
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from rich.console import Console

from bench import mail_in
from bench.report import Report
from parvis.operations import runtime

PROCESSES = 2
KILLS = (0.3, 0.6)
# Letters that each process builds over and over.
SHARE, BATCH = 200, 50
MODULE = "bench.mail"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command's options."""
    made = commands.add_parser("mail", help="build and send letters", description=__doc__)
    made.add_argument("--people", type=int, default=10_000, help="whom the announcement reaches")
    made.add_argument("--only", choices=["out", "in"], help="letters going out, or mail coming in")
    made.add_argument("--forged", type=int, default=10_000, help="forged or replayed answers")
    made.add_argument("--bombs", type=int, default=400, help="mails made to be hard to read")
    made.add_argument("--seconds", type=float, default=5.0, help="how long building counts")
    made.add_argument(
        "--data", metavar="DIR", default="var/bench-mail", help="default: %(default)s"
    )
    made.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON too")
    made.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Measure; returns 1 where a bar is not met."""
    data = runtime.data_folder(options.data)
    report, console = Report(), Console()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    os.environ |= {"PARVIS_MAIL_URL": f"smtp://127.0.0.1:{port}", "PARVIS_MAIL_RATE": "0"}
    with runtime.database(data):
        runtime.set_up()
        runtime.migrate()
        post = _fill(options.people)
        if options.only != "in":
            _out(post, port, data, options, report, console)
        if options.only != "out":
            mail_in.measure(post, data, report, console, options.forged, options.bombs)
    return report.conclude(options.json)


def _out(
    post: int, port: int, data: Path, options: argparse.Namespace, report: Report, console: Console
) -> None:
    """Measure how letters are built, and an announcement whose worker is killed."""
    for kind in ("announcement", "news", "digest"):
        bar = 200 if kind == "announcement" else None
        rate = _built(kind, post, options.seconds)
        report.add_rate(f"mail.built.{kind}", rate, "1/s", bar)
        console.print(f"{kind}: {rate:.0f} built a second in {PROCESSES} processes")
    handed = data / f"handed-{os.getpid()}"
    with subprocess.Popen([sys.executable, "-m", MODULE, str(port), str(handed)]) as server:  # noqa: S603
        try:
            _announce(post, options.people, handed, report, console)
        finally:
            server.terminate()
            handed.unlink(missing_ok=True)


def _people(count: int) -> None:
    """Have exactly so many synthetic people, each with a number of their own."""
    from parvis.people.models import Person

    synthetic = Person.objects.filter(handle__startswith="synthetic-")
    there = set(synthetic.values_list("handle", flat=True))
    wanted = {f"synthetic-{n}": n for n in range(1, count + 1)}
    synthetic.filter(handle__in=there - wanted.keys()).delete()
    missing = [n for handle, n in wanted.items() if handle not in there]
    for start in range(0, len(missing), 5_000):
        Person.objects.bulk_create(
            Person(
                handle=f"synthetic-{n}",
                name=f"Person {n}",
                email=f"p{n}@bench.example",
                locale=("fr", "en")[n % 2],
            )
            for n in missing[start : start + 5_000]
        )


def _fill(people: int) -> int:
    """Make the people, their community and a post; a fresh one each time. Returns its key."""
    from django.db import connection

    from parvis.mail.models import Letter
    from parvis.people.models import Person
    from parvis.people.verbs import take_in
    from parvis.posts.verbs import publish
    from parvis.spaces.models import Space
    from parvis.spaces.verbs import open_community

    Letter.objects.all().delete()
    writer = Person.objects.filter(handle="writer").first() or take_in(
        None, handle="writer", name="Agnès Martin", email="writer@bench.example"
    )
    space = Space.objects.filter(slug="everybody").first()
    space = space or open_community(writer, name="Everybody")
    _people(people)
    with connection.cursor() as cursor:
        for statement in ALL.split(";"):
            cursor.execute(statement, {"space": space.pk})
    for number in range(12):
        publish(writer, space, f"What we learnt on day {number}. " + WORDS)
    post = publish(writer, space, WORDS * 4, title="Our new site opens in spring")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")  # nothing else is to be done meanwhile
    return int(post.pk)


WORDS = (
    "The **presses** move first, then the paint shop; whoever comes by tram gets off at "
    "[the same stop](https://tram.example/). Please write below what would help you.\n\n"
)
ALL = """
INSERT INTO spaces_subscription
  (person_id, space_id, state, role, level, source, comes_home, created_at)
SELECT id, %(space)s, 'active', 'member', 'mentions', 'hand', true, now()
FROM people_person WHERE handle LIKE 'synthetic-%%' ON CONFLICT DO NOTHING;
INSERT INTO mail_preferences (person_id, kinds, urgent, digest, digest_hour, digest_day,
  keeps_hours, work_days, work_from, work_until, unopened, refused_why)
SELECT id, '{}', '{}', 'weekly', 8, 0, false, '{0,1,2,3,4}', '08:00', '18:30', 0, ''
FROM people_person WHERE handle LIKE 'synthetic-%%' ON CONFLICT DO NOTHING;
ANALYZE
"""


def _built(kind: str, post: int, seconds: float) -> float:
    """Return how many letters as bytes two processes build a second, from row to message."""
    from django.db import connections

    connections.close_all()
    context = multiprocessing.get_context("spawn")
    with context.Pool(PROCESSES, initializer=runtime.set_up) as pool:
        jobs = [(kind, post, number, seconds) for number in range(PROCESSES)]
        return float(sum(pool.starmap(build, jobs)))


def build(kind: str, post: int, number: int, seconds: float) -> float:
    """Build letters of a kind for one's own share of the people; returns how many a second."""
    from parvis.mail.letters.desk import Desk
    from parvis.people.models import Person

    synthetic = Person.objects.filter(handle__startswith="synthetic-").order_by("pk")
    people = list(synthetic[number * SHARE : (number + 1) * SHARE])
    prepared = [_letter(kind, post, person) for person in people]
    desk = Desk()
    count, began = -1, 0.0
    while count < 0 or time.perf_counter() - began < seconds:
        for start in range(0, SHARE, BATCH):
            for _written, message in desk.write(prepared[start : start + BATCH]):
                if message is None:
                    raise SystemExit(f"A letter of kind {kind} was not built.")
                message.message().as_bytes()
                count += 1
            if not began:  # the first batch warms the process
                count, began = 0, time.perf_counter()
            if count and time.perf_counter() - began > seconds:
                break
    return count / (time.perf_counter() - began)


def _letter(kind: str, post: int, person: Any) -> Any:
    from parvis.mail.models import Letter

    letter = Letter(pk=1, person=person, kind=kind, key="", post_id=post, urgent=True)
    if kind == "news":
        letter.about = {"lines": [_line(post, person)]}
    return letter


def _line(post: int, person: Any) -> list[int]:
    """Return a notification with one cause, made where there is none."""
    from parvis.notifications.models import Cause, Notification
    from parvis.posts.models import Post

    written = Post.objects.get(pk=post)
    line, _made = Notification.objects.get_or_create(
        person=person,
        subject=f"post:{written.space_id}",
        defaults={"kind": "post", "space_id": written.space_id, "post": written},
    )
    cause, _made = Cause.objects.get_or_create(notification=line, actor=written.author, ref=post)
    return [line.pk, cause.pk - 1, cause.pk]


def _announce(post: int, people: int, handed: Path, report: Report, console: Console) -> None:
    """Announce, kill the worker twice in the middle, and count what was handed over."""
    from parvis.mail import verbs
    from parvis.mail.models import Letter, Mailing
    from parvis.posts.models import Post

    _wait_for(handed)
    announced = Post.objects.select_related("space", "author").get(pk=post)
    verbs.announce(announced.author, announced)
    began = time.perf_counter()
    last = began + max(900.0, people / 20)
    kills = [share * people for share in KILLS]
    worker = _worker()
    try:
        while True:
            time.sleep(0.2)
            count = len(handed.read_bytes().splitlines())
            if kills and count > kills[0]:
                worker.send_signal(signal.SIGKILL)
                worker.wait()
                console.print(f"killed after {count} letters")
                kills.pop(0)
                worker = _worker()
            waiting = Letter.objects.filter(state=Letter.State.WAITING).exists()
            if not waiting and Mailing.objects.filter(pk=post, done_at__isnull=False).exists():
                break
            if time.perf_counter() > last:
                console.print("The worker does not get done.")
                break
    finally:
        worker.terminate()
        worker.wait()
    seconds = time.perf_counter() - began
    time.sleep(1)
    ids = Counter(handed.read_bytes().splitlines())
    report.add("mail.announcement.people", people, "people")
    report.add("mail.announcement.handed", ids.total(), "letters")
    report.add("mail.announcement.missing", abs(people - len(ids)), "letters", 0)
    report.add("mail.announcement.doubled", ids.total() - len(ids), "letters", 0)
    report.add("mail.announcement.kills", len(KILLS), "SIGKILL")
    report.add("mail.announcement.seconds", seconds, "s")
    console.print(
        f"{ids.total()} letters for {people} people in {seconds:.0f} s, {len(KILLS)} kills, "
        f"{people - len(ids)} missing, {ids.total() - len(ids)} doubled"
    )


def _worker() -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "parvis", "worker"])


def _wait_for(path: Path) -> None:
    end = time.monotonic() + 20
    while not path.exists():
        if time.monotonic() > end:
            raise SystemExit("The mail server did not start.")
        time.sleep(0.1)


def serve(port: int, handed: Path) -> None:
    """Be a mail server that takes everything and writes down each Message-ID."""
    import asyncio

    from aiosmtpd.smtp import SMTP

    with handed.open("ab", buffering=0) as file:

        class Handler:
            async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
                lines = envelope.content.split(b"\r\n", 40)
                file.write(next(x for x in lines if x.lower().startswith(b"message-id:")) + b"\n")
                return "250 OK"

        async def listen() -> None:
            loop = asyncio.get_running_loop()
            server = await loop.create_server(lambda: SMTP(Handler()), "127.0.0.1", port)
            await server.serve_forever()

        asyncio.run(listen())


if __name__ == "__main__":
    serve(int(sys.argv[1]), Path(sys.argv[2]))
