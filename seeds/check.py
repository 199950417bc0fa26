"""Whether the texts of the sample company hold together; ``python -m seeds.check`` says."""

import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from seeds import texts
from seeds.images.covers import SCENES
from seeds.images.faces import looks
from seeds.images.photos import PHOTOS
from seeds.images.pictures import HEARTS
from seeds.images.walls import LANDS
from seeds.moments import Calendar
from seeds.texts import Community, Said

MENTION = re.compile(r"(?<![\w.@/])@([a-z][a-z0-9]*)")
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
# French: a space before these signs and inside « », which must not break; narrow before ; ? and !
BREAKS = re.compile(r"\S[ \u00a0](?=[;?!](?![=)\w]))|\S[ \u202f](?=:(?![=)\w/])|»)|«[ \u202f]")
NAMED = {"like", "love", "laugh", "wow", "sad", "thanks"}


def problems(now: datetime | None = None) -> list[str]:
    """Return every flaw found, in words; ``now`` is the moment of loading to try."""
    seen_from = now or datetime.now(UTC)
    calendar = Calendar(seen_from, ZoneInfo(str(texts.company()["timezone"])))
    handles = {person["handle"] for person in texts.people()}
    return [
        *_people(),
        *(flaw for community in texts.communities() for flaw in _community(community, handles)),
        *(flaw for place, post in _posts() for flaw in _post(place, post, handles, calendar)),
        *_conversations(handles, calendar),
        *_enough(calendar),
        *_spaces(),
    ]


def _people() -> Iterator[str]:
    people = texts.people()
    managers = {person["handle"]: person.get("manager") for person in people}
    sites = {site["name"]: site["country"] for site in texts.company()["site"]}
    for person in people:
        handle = person["handle"]
        if person["kind"] != "guest" and sites.get(person["site"]) != person["country"]:
            yield f"{handle}: {person['site']} is not in {person['country']}"
        if handle not in looks() or person["site"] not in LANDS:
            yield f"{handle} has no face or no land"
        above, steps = handle, 0
        while managers.get(above) and steps < len(people):
            above, steps = str(managers[above]), steps + 1
        if above != "helene":
            yield f"{handle} does not report to the head of the company"
    for what in ("handle", "email", "name"):
        counted = Counter(person[what] for person in people if what in person)
        yield from (f"twice: {value}" for value, count in counted.items() if count > 1)
    if sum(person.get("admin", False) for person in people) != 1:
        yield "there must be one administrator"


def _community(community: Community, handles: set[str]) -> Iterator[str]:
    inside = {*community.managers, *community.moderators, *(community.members or handles)}
    waiting = {*community.invited, *community.asked}
    yield from (f"{community.slug}: who is {name}?" for name in (inside | waiting) - handles)
    yield from (f"{community.slug}: {name} is in it already" for name in waiting & inside)
    if community.cover not in SCENES or community.cover not in HEARTS:
        yield f"{community.slug} has no cover or no picture"
    for post in community.posts:
        if community.policy == "managers":
            inside = {*community.managers, *community.moderators}
        if post.author not in inside:
            yield f"{community.slug}: {post.author} may not post"
        if community.visibility != "open":
            voices = {
                name
                for said in post.everything()
                for name in (
                    said.author,
                    *(who for them in said.reactions.values() for who in them),
                )
            }
            yield from (f"{community.slug}: {name} is not in it" for name in voices - inside)


def _posts() -> Iterator[tuple[str, Said]]:
    for community in texts.communities():
        for post in community.posts:
            yield community.slug, post
    for post in texts.walls():
        yield f"wall of {post.wall}", post


def _post(place: str, post: Said, handles: set[str], calendar: Calendar) -> Iterator[str]:
    if post.wall and post.wall not in handles:
        yield f"whose is the {place}?"
    if post.image and (post.image not in PHOTOS or not post.alt):
        yield f"{place}: picture {post.image} is missing or not described"
    yield from _order(place, post, calendar)
    for said in post.everything():
        yield from _said(place, said, handles)
        if said.accepted and post.kind != "question":
            yield f"{place}: an accepted answer to no question: {said.body[:40]}"


def _said(place: str, said: Said, handles: set[str]) -> Iterator[str]:
    if said.author not in handles:
        yield f"{place}: who is {said.author}?"
    if not said.body:
        yield f"{place}: {said.author} says nothing"
    yield from (f"{place}: who is @{name}?" for name in set(MENTION.findall(said.body)) - handles)
    who = [name for names in said.reactions.values() for name in names]
    yield from (f"{place}: who is {name}?" for name in set(who) - handles)
    if len(who) != len(set(who)) or said.author in who:
        yield f"{place}: somebody reacts twice, or to themselves: {said.body[:40]}"
    for kind in said.reactions:
        if kind.isascii() and kind not in NAMED:
            yield f"{place}: no such reaction: {kind}"


def _order(place: str, said: Said, calendar: Calendar) -> Iterator[str]:
    for answer in said.answers:
        if calendar.moment(answer.at) <= calendar.moment(said.at):
            yield f"{place}: answered before it was said: {answer.body[:50]}"
        yield from _order(place, answer, calendar)


def _conversations(handles: set[str], calendar: Calendar) -> Iterator[str]:
    for talk in texts.conversations():
        yield from (f"conversation: who is {name}?" for name in set(talk.people) - handles)
        for line in talk.lines:
            if line.author not in talk.people:
                yield f"{line.author} is not in the conversation of {talk.people}"
        for one, next_ in pairwise(talk.lines):
            if calendar.moment(next_.at) <= calendar.moment(one.at):
                yield f"conversation of {talk.people}: out of order: {next_.body[:40]}"


def _spaces() -> Iterator[str]:
    for path in sorted(texts.ROOT.rglob("*.toml")):
        for words in _strings(tomllib.loads(path.read_text("utf-8"))):
            prose = CODE.sub("", words)
            for found in BREAKS.finditer(prose):
                around = prose[max(0, found.start() - 20) : found.end() + 5]
                yield f"{path.name}: no space that keeps the sign with its word: {around}"


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for value in data.values() if isinstance(data, dict) else data:
            yield from _strings(value)


def _enough(calendar: Calendar) -> Iterator[str]:
    posts = [post for _place, post in _posts()]
    comments = sum(len(list(post.everything())) - 1 for post in posts)
    counts = (
        ("people", len(texts.people()), 60),
        ("communities", len(texts.communities()), 14),
        ("posts", len(posts), 260),
        ("comments", comments, 450),
        ("conversations", len(texts.conversations()), 12),
    )
    yield from (f"too few {what}: {found}" for what, found, wanted in counts if found < wanted)
    lately = calendar.now - timedelta(days=12)
    for community in texts.communities():
        newest = max(
            calendar.moment(said.at) for post in community.posts for said in post.everything()
        )
        if len(community.posts) < 8 or newest < lately:
            yield f"{community.slug} is asleep"


def main() -> int:
    """Print the flaws; 1 where there are some."""
    found = problems()
    print("\n".join(found) or "The sample company holds together.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
