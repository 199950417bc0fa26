"""Every table's rows."""

import json
from collections.abc import Callable

import numpy as np
from django.db.models import Model

from bench.company import belonging, copying, reactions
from bench.company.activity import SIXTY_DAYS, Activity, Heads
from bench.company.belonging import Belonging, Members
from bench.company.binary import Flag, Moment, Number, Word
from bench.company.people import Staff
from bench.company.places import VISIBILITY, Places
from bench.company.sentences import REFERENCES, Library, copied, library, spoken
from bench.company.shape import DAY, Ints, Shape
from bench.company.words import words

type Progress = Callable[[int], None]

STRETCH = 50_000
NULL = "\\N"
TAG = '<a class="hashtag" href="/tags/{0}/" rel="nofollow noopener noreferrer">#{0}</a>'


def stamps(milliseconds: Ints) -> list[str]:
    """Return times as COPY reads them; NULL for -1."""
    found = np.datetime_as_string(milliseconds.astype("datetime64[ms]")).tolist()
    return [NULL if moment < 0 else text for moment, text in zip(milliseconds, found, strict=True)]


def usual(model: type[Model], given: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the columns that must not be empty and are not ``given``, and what is usual there."""
    ours = (f for f in model._meta.concrete_fields if not f.generated)
    fields = [f for f in ours if not f.null and f.column not in given]
    values = [field.get_default() for field in fields]
    words = ("ft"[value] if isinstance(value, bool) else str(value) for value in values)
    return tuple(str(field.column) for field in fields), tuple(words)


def people(url: str, shape: Shape, staff: Staff) -> None:
    """Write everybody down; nobody has a password."""
    from parvis.people.models import Person

    dice = shape.dice("rows of people")
    titles = words().titles
    joined = stamps(shape.begin - dice.integers(DAY, 3_000 * DAY, shape.people))
    left = stamps(np.where(staff.active, -1, shape.end - dice.integers(0, 300 * DAY, shape.people)))
    names = ("id", "password", "handle", "name", "email", "title", "department", "site", "country",
             "manager_id", "languages", "skills", "about", "locale", "time_zone", "theme", "kind",
             "is_active", "is_admin", "version", "joined_at", "left_at", "welcome")  # fmt: skip
    more, values = usual(Person, names)
    rows = []
    for i, handle in enumerate(staff.handles):
        code = words().languages[staff.language[i]].code
        kind = "guest" if staff.guest[i] else "employee"
        above = str(staff.manager[i] + 1) if staff.manager[i] >= 0 else NULL
        rows.append("\t".join((
            str(i + 1), "!", handle, staff.names[i], f"{handle}@company.example",
            titles[(i * 7) % len(titles)], staff.department[i], staff.site[i], staff.country[i],
            above, "{%s}" % ("en" if code == "en" else f"{code},en"), "{}", "",
            "", "", "", kind, "t" if staff.active[i] else "f", "t" if i == 1 else "f", "1",
            joined[i], left[i], "", *values,
        )))  # fmt: skip
    with copying.into(url, "people_person", (*names, *more), as_binary=False) as sink:
        sink.write(copying.lines(rows))


def spaces(url: str, places: Places, members: Members, heads: Heads) -> None:
    """Write the places down, with their counters and heads."""
    names = ("id", "kind", "visibility", "name", "slug", "description", "owner_id", "policy",
             "audience", "created_at", "last_activity", "members_count", "posts_count",
             "version")  # fmt: skip
    created, newest = stamps(places.created), stamps(heads.last_activity)
    rows = []
    for i in range(places.count):
        named = i - places.people
        community = 0 <= named < places.communities
        kind = "community" if community else "wall" if named < 0 else "conversation"
        rule = places.rules.get(i)
        rows.append("\t".join((
            str(i + 1), kind, VISIBILITY[places.visibility[i]],
            places.names[named] if community else "", places.slugs[named] if community else NULL,
            f"{places.names[named]}: what we know and ask." if community else "",
            str(places.owner[i] + 1), "managers" if places.managed[i] else "members",
            copied(json.dumps(rule.json, ensure_ascii=False)) if rule else NULL,
            created[i], newest[i], str(members.sizes[i]), str(heads.posts[i]), "1",
        )))  # fmt: skip
    with copying.into(url, "spaces_space", names, as_binary=False) as sink:
        for start in range(0, len(rows), STRETCH):
            sink.write(copying.lines(rows[start : start + STRETCH]))


def subscriptions(url: str, rows: Belonging) -> None:
    """Write down who is in what."""
    names = ("id", "person_id", "space_id", "state", "role", "level", "source", "comes_home",
             "last_read", "created_at")  # fmt: skip
    with copying.into(url, "spaces_subscription", names) as sink:
        sink.write_all((
            Number(np.arange(1, len(rows.person) + 1)), Number(rows.person + 1),
            Number(rows.space + 1), Word(rows.state, belonging.STATES),
            Word(rows.role, belonging.ROLES), Word(rows.level, belonging.LEVELS),
            Word(rows.source, belonging.SOURCES), Flag(rows.comes_home),
            Moment(rows.last_read), Moment(rows.created),
        ))  # fmt: skip


POST_COLUMNS = (
    "id", "space_id", "author_id", "kind", "thread_id", "reply_to_id", "shares_id", "title",
    "source", "format", "html", "language", "tags", "reactions", "comments_count", "accepted",
    "removed_at", "removed_by_id", "pinned_at", "last_activity", "version",
)  # fmt: skip


def posts(
    url: str, shape: Shape, staff: Staff, activity: Activity, members: Members, done: Progress
) -> int:
    """Write the posts and their reactions side by side; returns how many reactions there are."""
    dice, texts = shape.dice("words of posts"), library(shape)
    reacting = shape.dice("reactions")
    first = 1
    with (
        copying.into(url, "posts_post", POST_COLUMNS, as_binary=False) as into_posts,
        copying.into(
            url, "posts_reaction", ("id", "post_id", "person_id", "emoji", "at")
        ) as into_reactions,
    ):
        for start in range(0, shape.posts, STRETCH):
            stretch = slice(start, min(start + STRETCH, shape.posts))
            drawn = reactions.draw(reacting, shape, activity, members, stretch)
            into_reactions.write_all((
                Number(np.arange(first, first + len(drawn.post))),
                Number(activity.id[drawn.post]), Number(drawn.person + 1),
                Word(drawn.emoji, reactions.EMOJI), Moment(drawn.at),
            ))  # fmt: skip
            first += len(drawn.post)
            rows = _posts(dice, staff, activity, texts, stretch, _tallies(drawn.counts))
            into_posts.write(copying.lines(rows))
            done(stretch.stop)
    return first - 1


def _tallies(counts: Ints) -> list[str]:
    """Return each post's reactions as its row counts them."""
    known: dict[bytes, str] = {}
    found = []
    for row in counts:
        key = row.tobytes()
        text = known.get(key)
        if text is None:
            tally = {e: int(n) for e, n in zip(reactions.EMOJI, row, strict=True) if n}
            known[key] = text = copied(json.dumps(tally, ensure_ascii=False))
        found.append(text)
    return found


def _keys(activity: Activity, places: Ints) -> list[str]:
    known = activity.id[np.maximum(places, 0)].tolist()
    return [str(k) if p >= 0 else NULL for k, p in zip(known, places.tolist(), strict=True)]


def _posts(
    dice: np.random.Generator,
    staff: Staff,
    activity: Activity,
    texts: Library,
    stretch: slice,
    tallies: list[str],
) -> list[str]:
    root = activity.is_root[stretch]
    author = activity.author[stretch]
    language = spoken(dice, staff.language[author])
    each = len(texts.short[0])
    columns = zip(
        activity.id[stretch].tolist(), (activity.space[stretch] + 1).tolist(),
        (author + 1).tolist(), activity.question[stretch].tolist(),
        _keys(activity, activity.thread[stretch]), _keys(activity, activity.reply_to[stretch]),
        _keys(activity, activity.shares[stretch]), root.tolist(), language.tolist(),
        dice.integers(0, each, len(root)).tolist(), dice.random(len(root)).tolist(), tallies,
        activity.comments[stretch].tolist(), activity.accepted[stretch].tolist(),
        stamps(activity.removed_at[stretch]), stamps(activity.pinned_at[stretch]),
        stamps(activity.last_activity[stretch]),
        strict=True,
    )  # fmt: skip
    codes = [known.code for known in words().languages]
    rows = []
    for (id_, space, by, question, thread, reply_to, shares, is_root, spoken_, text, chance, tally,
         comments, accepted, removed, pinned, newest) in columns:  # fmt: skip
        paragraph = (texts.long if is_root else texts.short)[spoken_][text]
        source, html, tags, title = paragraph.source, paragraph.html, "{}", ""
        if chance < REFERENCES:  # a word that stands nowhere else
            word = f"dmr{id_ >> 24:x}"
            source, html = f"{source}\\n\\n{word}", f"{html}<p>{word}</p>\\n"
        elif is_root and chance > 0.93:
            tag = words().tags[text % len(words().tags)]
            source, html = f"{source}\\n\\n#{tag}", f"{html}<p>{TAG.format(tag)}</p>\\n"
            tags = f"{{{tag}}}"
        if question or (is_root and 0.5 < chance < 0.54):
            title = texts.titles[spoken_][text % len(texts.titles[spoken_])]
        rows.append(
            f"{id_}\t{space}\t{by}\t{'question' if question else 'message'}\t{thread}\t{reply_to}"
            f"\t{shares}\t{title}\t{source}\ttext/markdown\t{html}\t{codes[spoken_]}\t{tags}"
            f"\t{tally}\t{comments}\t{'t' if accepted else 'f'}\t{removed}"
            f"\t{NULL if removed == NULL else by}\t{pinned}\t{newest}\t{comments + 1}"
        )
    return rows


def notifications(url: str, shape: Shape, staff: Staff, places: Places, activity: Activity) -> None:
    """Tell authors of the last two months' comments on what they wrote; most have read of it."""
    dice = shape.dice("notifications")
    late = (activity.thread >= 0) & activity.shown & (activity.at > shape.end - SIXTY_DAYS)
    comment = np.flatnonzero(late)
    thread = activity.thread[comment]
    told = staff.active[activity.author[thread]] & activity.shown[thread]
    told &= activity.author[thread] != activity.author[comment]
    told &= dice.random(len(activity.id))[thread] < 0.5  # not every thread, to stay quick
    comment, thread = comment[told], thread[told]
    line, of = np.unique(thread, return_inverse=True)
    newest = np.full(len(line), -1)
    np.maximum.at(newest, of, comment)
    updated = activity.at[newest]
    read = np.where(dice.random(len(line)) < 0.75, np.minimum(updated + DAY, shape.end), -1)
    rows = zip(
        (activity.author[line] + 1).tolist(), activity.id[line].tolist(),
        (activity.space[line] + 1).tolist(), activity.id[newest].tolist(), stamps(updated),
        stamps(read), strict=True,
    )  # fmt: skip
    names = ("id", "person_id", "kind", "subject", "space_id", "post_id", "updated_at",
             "read_at")  # fmt: skip
    with copying.into(url, "notifications_notification", names, as_binary=False) as sink:
        sink.write(copying.lines([
            f"{i + 1}\t{person}\tcomment\tcomment:{post}\t{space}\t{last}\t{at}\t{seen}"
            for i, (person, post, space, last, at, seen) in enumerate(rows)
        ]))  # fmt: skip
    with copying.into(
        url, "notifications_cause", ("id", "notification_id", "actor_id", "ref", "at")
    ) as sink:
        sink.write_all((
            Number(np.arange(1, len(comment) + 1)), Number(of + 1),
            Number(activity.author[comment] + 1), Number(activity.id[comment]),
            Moment(activity.at[comment]),
        ))  # fmt: skip


def visits(url: str, shape: Shape) -> None:
    """Two of three were here in the last days."""
    dice = shape.dice("visits")
    person = np.flatnonzero(dice.random(shape.people) < 0.67)
    seen = shape.end - (dice.exponential(3, len(person)) * DAY).astype(np.int64) - 3_600_000
    with copying.into(url, "feed_visit", ("person_id", "seen_at", "before")) as sink:
        sink.write_all((Number(person + 1), Moment(seen), Moment(seen - DAY)))
