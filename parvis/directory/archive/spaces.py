"""The communities (and conversations) of an archive, with who is in them from the start."""

from collections.abc import Iterable
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from parvis.directory.archive.reading import id_of, moment
from parvis.directory.archive.source import Archive
from parvis.directory.bulk import insert
from parvis.directory.reading.words import one_line, paragraphs, words
from parvis.directory.report import Report
from parvis.journal.models import Entry
from parvis.kernel.console import said
from parvis.kernel.errors import Refused
from parvis.spaces import audience
from parvis.spaces.models import Space, Subscription

_KEYS: Final = words(
    "id name description visibility members managers moderators slug policy "
    "audience owner created archived picture cover"
)
_VISIBILITY: Final = {
    "open": "open",
    "public": "open",
    "": "open",
    "closed": "closed",
    "restricted": "closed",
    "secret": "secret",
    "private": "secret",
}
_ROLES: Final = (("managers", "manager"), ("moderators", "moderator"), ("members", "member"))


class Spaces:
    """The communities and conversations that are here, by their keys; makes those that are not."""

    def __init__(self, archive: Archive, people: dict[str, int], report: Report, own: str) -> None:
        self._archive = archive
        self._people = people
        self._report = report
        self._network = own
        self.by_key: dict[str, int] = {}
        self.walls: dict[int, int] = {}
        # Those that came with this archive, in this run or one that was broken off.
        self.own: dict[str, int] = {}
        self._slugs: set[str] = {"new", "invitations"}
        for pk, origin, slug, kind, owner in Space.objects.values_list(
            "pk", "origin", "slug", "kind", "owner_id"
        ).iterator(5000):
            self._slugs.add(slug or "")
            if kind == Space.Kind.WALL:
                self.walls[owner or 0] = pk
            else:
                self.by_key[origin or f"{own}:{kind}:{pk}"] = pk

    def learn_walls(self) -> None:
        """Learn of the walls of people who were taken in meanwhile."""
        walls = Space.objects.filter(kind=Space.Kind.WALL, owner__isnull=False)
        known = walls.filter(pk__gt=max(self.walls.values(), default=0))
        self.walls.update(known.values_list("owner_id", "pk").iterator(5000))

    def bring(self, lines: Iterable[tuple[int, dict[str, Any]]], file: str, kind: str) -> None:
        """Make the spaces of a file of lines, all or none."""
        plural = {"community": "communities", "conversation": "conversations"}[kind]
        made: list[tuple[dict[str, Any], dict[int, str]]] = []
        seen: set[str] = set()
        for number, line in lines:
            where = f"{file} line {number}"
            id_ = id_of(line.get("id"))
            key = self._archive.key(kind, id_)
            if id_ is None or key in seen:
                self._report.skip(
                    plural, said("no id") if id_ is None else said("the same id again"), where
                )
                continue
            seen.add(key)
            for unknown in line.keys() - _KEYS:
                self._report.note("unknown keys", f"{file}: {unknown}", where)
            if key in self.by_key:
                self._report.count(plural, "unchanged")
                if not key.startswith(f"{self._network}:"):
                    self.own[key] = self.by_key[key]
                continue
            made.append((self._row(key, kind, id_, line, where), self._members(line, where)))
        self._write(made, plural)

    def stand_in(self, key: str, id_: str) -> None:
        """Make a secret community for posts whose own the archive does not describe."""
        self._report.note("communities", said("not described: made secret, of its authors"), id_)
        row = self._row(key, "community", id_, {"name": id_, "visibility": "secret"}, id_)
        self._write([(row, {})], "communities")

    def _row(
        self, key: str, kind: str, id_: str, line: dict[str, Any], where: str
    ) -> dict[str, Any]:
        name = one_line(str(line.get("name") or ""), 120)
        owner = id_of(line.get("owner"))
        row: dict[str, Any] = {
            "kind": kind,
            "name": name,
            "visibility": "secret",
            "owner_id": self._people.get(self._archive.key("person", owner)) if owner else None,
            "created_at": moment(line.get("created")) or timezone.now(),
            "archived_at": moment(line.get("archived")),
            "origin": key,
        }
        if kind == Space.Kind.COMMUNITY:
            policy = line.get("policy")
            row |= {
                "name": name or one_line(id_, 120),
                "slug": self._slug(str(line.get("slug") or name or id_)),
                "visibility": self._visibility(line.get("visibility"), where),
                "description": paragraphs(str(line.get("description") or ""), 4000),
                "policy": policy if policy in Space.Policy.values else Space.Policy.MEMBERS.value,
                "audience": self._audience(line.get("audience"), where),
            }
        return row

    def _visibility(self, value: Any, where: str) -> str:
        known = _VISIBILITY.get(str(value or "").lower())
        if known is None:
            told = f"{where}: {value}"
            self._report.note("communities", said("an unknown visibility: made secret"), told)
        return known or "secret"

    def _slug(self, wish: str) -> str:
        base = slugify(wish)[:70] or slugify(wish, allow_unicode=True)[:70] or "community"
        slug, number = base, 1
        while slug in self._slugs:
            number += 1
            slug = f"{base}-{number}"
        self._slugs.add(slug)
        return slug

    def _audience(self, rule: Any, where: str) -> Any:
        """Return a rule with its managers as they are numbered here; a wrong one is left out."""
        if not rule or not isinstance(rule, dict):
            return None
        groups = []
        for group in rule.get("any", []):
            if isinstance(group, dict) and "under" in group:
                manager = self._people.get(self._archive.key("person", group["under"]))
                group = group | {"under": str(manager or "nobody")}  # noqa: PLW2901
            groups.append(group)
        try:
            return audience.read({"any": groups})
        except Refused as refusal:
            told = f"{where}: {refusal}"
            self._report.note("communities", said("an audience rule that is none: left out"), told)
            return None

    def _members(self, line: dict[str, Any], where: str) -> dict[int, str]:
        """Return the people a line lists, each with the highest role they have in it."""
        roles: dict[int, str] = {}
        for field, role in _ROLES:
            listed = line.get(field)
            for one in listed if isinstance(listed, list) else []:
                id_ = id_of(one.get("id") if isinstance(one, dict) else one)
                told = one.get("role") if isinstance(one, dict) else None
                pk = self._people.get(self._archive.key("person", id_)) if id_ else None
                if pk is None:
                    self._report.note("members", said("not in the archive"), f"{where}: {one}")
                else:
                    own = told if told in ("manager", "moderator") else role
                    roles.setdefault(pk, str(own))
        return roles

    def _write(self, made: list[tuple[dict[str, Any], dict[int, str]]], plural: str) -> None:
        if not made:
            return
        active = _active({pk for _row, members in made for pk in members})
        with transaction.atomic():
            for row, members in made:
                row["members_count"] = len(members.keys() & active)
            insert(Space, [row for row, _members in made])
            rows = [
                {"person_id": pk, "space_id": row["id"], "role": role}
                | {"created_at": row["created_at"]}
                for row, members in made
                for pk, role in members.items()
            ]
            insert(Subscription, rows)
            insert(
                Entry,
                [
                    {"verb": "community.opened", "space_id": row["id"], "quiet": True}
                    | {"at": row["created_at"]}
                    for row, _members in made
                    if row["kind"] == Space.Kind.COMMUNITY
                ],
            )
        for row, _members in made:
            self.by_key[row["origin"]] = row["id"]
            self.own[row["origin"]] = row["id"]
        self._report.count(plural, "created", len(made))
        if rows:
            self._report.count("members", "created", len(rows))


def _active(people: set[int]) -> set[int]:
    from parvis.people.models import Person

    return set(Person.objects.filter(pk__in=people, is_active=True).values_list("pk", flat=True))
