"""The summary: what is unread of oneself, then the best of one's places; two minutes at most."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.kernel.ids import moment_of
from parvis.mail import addresses, choices, links
from parvis.mail.letters import pieces, threading, wording
from parvis.mail.letters.content import Content, Entry, Group
from parvis.mail.letters.readers import Reader
from parvis.mail.models import Letter, Preferences
from parvis.mail.outgoing import digests, picking
from parvis.notifications import queries
from parvis.notifications.sentences import sentence
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.ui import moments

# Ten items of 35 words and their names: at 200 words a minute, two minutes.
MOST: Final = picking.MOST
MOST_LINES: Final = 4
WORDS: Final = 26
OLDEST: Final = timedelta(days=31)

SEEN: Final = """
SELECT greatest(
  (SELECT seen_at FROM feed_visit WHERE person_id = %(person)s),
  (SELECT max(seen_at) FROM people_session WHERE person_id = %(person)s))
"""


def write(letter: Letter, reader: Reader) -> Content | None:
    """Return the summary, or None when there is nothing to tell."""
    person, preferences = reader.person, reader.preferences
    now = timezone.now()
    seen = last_here(person)
    content = Content(subject="", preview="", groups=[], from_name="")
    lines = _lines(reader)
    shown = {post for line in lines if (post := line.notification.post_id)}
    since = max(
        now - OLDEST, preferences.digest_at or now - timedelta(days=7), seen or now - OLDEST
    )
    picks = picking.pick(person, since, MOST - len(lines), shown)
    if not lines and not picks:
        return None
    if lines:
        entries = [_line(line, reader) for line in lines]
        content.groups.append(Group(heading=_("For you"), entries=entries))
    if picks:
        entries = [_pick(pick, reader, content) for pick in picks]
        content.groups.append(Group(heading=_("In your places"), entries=entries))
    _name(content, letter, reader, len(lines) + len(picks))
    return content


def last_here(person: Person) -> datetime | None:
    """Return when the person was last on the site, or wrote, by mail perhaps."""
    with connection.cursor() as cursor:
        cursor.execute(SEEN, {"person": person.pk})
        ((seen,),) = cursor.fetchall()
    wrote = Post.objects.filter(author=person).order_by("-pk").values_list("pk", flat=True).first()
    moments = [m for m in (seen, moment_of(wrote) if wrote else None) if m is not None]
    return max(moments, default=None)


def note_sent(person: Person) -> None:
    """Keep that a summary goes out, and whether the one before brought the person here."""
    preferences = choices.of(person)
    before = preferences.digest_at
    seen = last_here(person)
    came = before is None or (seen is not None and seen > before)
    unopened = 0 if came else min(preferences.unopened + 1, 1000)
    Preferences.objects.update_or_create(
        person=person, defaults={"digest_at": timezone.now(), "unopened": unopened}
    )


def _lines(reader: Reader) -> list[queries.Line]:
    """Return unread notifications that may come in a summary, the newest first."""
    wanted = [
        line
        for line in queries.lines(reader.person)
        if line.notification.read_at is None
        and choices.how(reader.preferences, line.notification.kind) != Preferences.How.OFF
    ]
    return wanted[:MOST_LINES]


def _line(line: queries.Line, reader: Reader) -> Entry:
    words = sentence(line)
    return Entry(
        html=words,
        text=wording.wrapped(wording.plain(words)),
        when=wording.moment(line.notification.updated_at, reader.zone),
        url=pieces.target(line.notification),
    )


def _pick(pick: picking.Pick, reader: Reader, content: Content) -> Entry:
    entry = pieces.line(pick.post, reader, content.pictures)
    words = wording.excerpt(pick.post, WORDS)
    return replace(
        entry,
        place="" if entry.place and entry.place in pick.why else entry.place,
        title=pick.post.title,
        text=wording.wrapped(words),
        why=pick.why,
        buttons=pieces.buttons(pick.post, reader),
    )


def _name(content: Content, letter: Letter, reader: Reader, count: int) -> None:
    day = moments.weekday_and_day(timezone.now().astimezone(reader.zone))
    words = {"company": reader.company.name, "day": day, "n": count}
    content.heading = _("%(company)s, %(day)s") % words
    content.subject = ngettext(
        "%(company)s: %(n)s thing for you, %(day)s", "%(company)s: %(n)s things for you, %(day)s",
        count,
    ) % words  # fmt: skip
    first = content.groups[-1].entries[0]
    content.preview = " · ".join(part for part in (first.author, first.title or first.text) if part)
    content.intro = _rarer(reader)
    content.why = _pace(reader)
    content.stop_label = _("No more summaries")
    content.stop_url = links.stop_digest(reader.person)
    content.headers |= threading.of_kind("digest", reader.company)
    content.headers |= {"Message-ID": threading.letter_id(letter.pk, reader.person)}
    content.headers |= threading.stop(content.stop_url, addresses.stop_address(reader.person))
    content.headers["Precedence"] = "bulk"


def _pace(reader: Reader) -> str:
    if reader.preferences.unopened >= digests.SLOW:
        return _("This summary comes now and then.")
    if reader.preferences.digest == Preferences.Pace.DAILY:
        return _("This summary comes every working day, unless you have just been here.")
    return _("This summary comes every week, unless you have just been here.")


def _rarer(reader: Reader) -> str:
    """Say that it comes less often from now on, with the letter from which on it does."""
    if reader.preferences.unopened + 1 not in (digests.SLOW, digests.SLOWER):
        return ""
    return _(
        "You have not come by since the last few summaries, so from now on they will come less "
        "often. Once you look in or answer, they are back to what you chose."
    )
