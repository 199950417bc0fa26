"""People with their walls, faces and managers; the company itself."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time
from typing import Any

from parvis import journal
from parvis.company.verbs import change_company
from parvis.files.models import File
from parvis.files.verbs import keep_bytes
from parvis.people.models import Person
from parvis.people.verbs import change_profile, take_in
from seeds import texts
from seeds.images.canvas import encoded
from seeds.images.faces import portrait
from seeds.images.logo import logo
from seeds.images.walls import wall_cover
from seeds.steps.scene import Scene

PLAIN = ("name", "title", "department", "site", "country", "languages", "skills", "about", "kind")


def take_in_everybody(scene: Scene) -> None:
    """Take the people in, those the demo looks around as first; then say who manages whom."""
    company = texts.company()
    zones = {site["name"]: site["timezone"] for site in company["site"]}
    guides: list[str] = company["guides"]
    people = sorted(texts.people(), key=lambda one: _place(one["handle"], guides))
    for one in people:
        joined = _joined(scene, one["joined"])
        with journal.as_of(max(joined, scene.opened)):
            scene.people[one["handle"]] = take_in(
                None,
                handle=one["handle"],
                quiet=True,
                email=one.get("email", ""),
                is_admin=one.get("admin", False),
                time_zone=zones[one["site"]],
                welcome="",
                joined_at=joined,
                origin=f"sample:{one['handle']}",
                **{name: one[name] for name in PLAIN},
            )
    with journal.as_of(scene.opened):
        _set_up(scene, company)
    for one, (face, cover) in zip(people, _pictures(people), strict=True):
        person = scene.people[one["handle"]]
        with journal.as_of(max(person.joined_at, scene.opened)):
            change_profile(
                scene.administrator,
                person,
                manager=scene.people.get(one.get("manager", "")),
                photo=_kept(person, "portrait.jpg", face),
                cover=_kept(person, "cover.jpg", cover),
            )


def _joined(scene: Scene, written: str) -> datetime:
    """Return when somebody joined the company: a date, or, for newcomers, so long ago."""
    if written.startswith("-"):
        return scene.calendar.moment(written)
    return datetime.combine(date.fromisoformat(written), time(8), scene.calendar.zone)


def _place(handle: str, first: list[str]) -> int:
    return first.index(handle) if handle in first else len(first)


def _set_up(scene: Scene, company: dict[str, Any]) -> None:
    administrator = scene.administrator
    change_company(
        administrator,
        name=company["name"],
        tagline=company["tagline"],
        language=company["language"],
        time_zone=company["timezone"],
        logo=_kept(administrator, "brevenne.jpg", encoded(logo())),
    )


def _pictures(people: list[dict[str, Any]]) -> Iterable[tuple[bytes, bytes]]:
    """Draw everybody's face and wall; Pillow lets two threads scale and encode at once."""
    with ThreadPoolExecutor(2) as pool:
        yield from pool.map(
            lambda one: (
                encoded(portrait(one["handle"])),
                encoded(wall_cover(one["handle"], one["site"])),
            ),
            people,
        )


def _kept(person: Person, name: str, data: bytes) -> File:
    return keep_bytes(person, name, data, purpose=File.Purpose.PUBLIC, quiet=True)
