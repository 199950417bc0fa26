"""What only our own exports hold beside people, places and posts."""

from collections.abc import Callable, Iterable, Sequence
from itertools import batched
from typing import Any, Final

from django.db import connection, transaction

from parvis.company.models import Company
from parvis.directory.archive.reading import moment
from parvis.directory.archive.rows import BATCH, Rows
from parvis.directory.archive.source import Archive
from parvis.directory.archive.spaces import Spaces
from parvis.directory.bulk import insert
from parvis.directory.models import KnownAs
from parvis.directory.reading.words import one_line, paragraphs
from parvis.directory.report import Report
from parvis.directory.shapes import FILES, HANGING, LINKS, SUBSCRIPTIONS
from parvis.files import shelf
from parvis.files.models import File
from parvis.kernel.console import said
from parvis.people.models import Person
from parvis.posts.models import LinkCard
from parvis.spaces.models import Space
from parvis.ui.accent import is_colour

_COUNT: Final = """
UPDATE spaces_space s SET members_count = (
  SELECT count(*) FROM spaces_subscription m JOIN people_person p ON p.id = m.person_id
  WHERE m.space_id = s.id AND m.state = 'active' AND p.is_active)
WHERE s.id = ANY(%s)
"""
_SHARES: Final = """
UPDATE posts_post p SET shares_id = o.id FROM import_post i, import_post o
WHERE p.id = i.id AND p.shares_id IS NULL AND i.data LIKE '%%"shares"%%'
  AND o.key = i.data::jsonb ->> 'shares' AND o.id IS NOT NULL
"""

type Line = tuple[int, dict[str, Any]]
type Lines = Callable[[str], Iterable[Line]]


class Further:
    """Links, files, subscriptions, reactions and the rest of an export of ours.

    Each step can be done again: what is here already stays.
    """

    def __init__(
        self,
        archive: Archive,
        people: dict[str, int],
        spaces: Spaces,
        report: Report,
        lines: Lines,
        own: set[int],
        network: str,
    ) -> None:
        self._archive = archive
        self._people = people
        self._spaces = spaces
        self._report = report
        self._lines = lines
        # The people who came with this archive, in this run or one that was broken off.
        self._own = own
        self._network = network
        self._rows = Rows(people, spaces, report)
        self.links: dict[str, int] = {}

    def before(self) -> None:
        """What posts refer to."""
        self._rows.bring(LINKS, self._lines(LINKS.file))
        self.links = dict(LinkCard.objects.values_list("url", "pk").iterator(5000))
        self._company()
        self._walls()
        self._also()

    def after(self, folders: Iterable[str]) -> None:
        """What refers to posts."""
        for folder in folders:
            self._files(folder)
        self._pictures()
        for folder in folders:
            for shape in HANGING:
                touched = self._rows.bring(shape, self._lines(folder + shape.file))
                if shape is SUBSCRIPTIONS and touched:
                    with connection.cursor() as cursor:
                        cursor.execute(_COUNT, [list(touched)])
        with connection.cursor() as cursor:
            cursor.execute(_SHARES)

    def _company(self) -> None:
        for _number, line in self._lines("company.json"):
            accent, brand = line.get("accent"), str(line.get("brand") or "")
            told = {
                "name": one_line(str(line.get("name") or "Parvis"), 120),
                "tagline": one_line(str(line.get("tagline") or ""), 200),
                "accent": accent if isinstance(accent, int) and 0 <= accent < 361 else None,
                "brand": brand if is_colour(brand) else "",
                "language": str(line.get("language") or "en")[:12],
                "time_zone": str(line.get("time_zone") or "UTC")[:64],
            }
            _row, made = Company.objects.get_or_create(pk=1, defaults=told)
            self._report.count("company", "created" if made else "unchanged")

    def _walls(self) -> None:
        """Set up the walls of the people who came with the archive."""
        for batch in batched(self._lines("walls.jsonl"), BATCH):
            found = [(self._people.get(str(line.get("person"))), line) for _number, line in batch]
            told = {self._spaces.walls[pk]: line for pk, line in found if pk in self._own}
            walls = Space.objects.in_bulk(list(told))
            for pk, wall in walls.items():
                line = told[pk]
                wall.name = one_line(str(line.get("name") or ""), 120)
                wall.description = paragraphs(str(line.get("description") or ""), 4000)
                if line.get("visibility") in Space.Visibility.values:
                    wall.visibility = line["visibility"]
                if line.get("policy") in Space.Policy.values:
                    wall.policy = line["policy"]
                wall.created_at = moment(line.get("created")) or wall.created_at
                wall.archived_at = moment(line.get("archived"))
            fields = ["name", "description", "visibility", "policy", "created_at", "archived_at"]
            Space.objects.bulk_update(walls.values(), fields, batch_size=500)

    def _also(self) -> None:
        """Know people under the further keys they had."""
        known = set(KnownAs.objects.values_list("origin", flat=True))
        further = {
            origin: pk
            for line in self._of("people.jsonl")
            if (pk := self._people.get(str(line.get("id")))) and isinstance(line.get("also"), list)
            for origin in line["also"]
            if isinstance(origin, str) and len(origin) <= 300 and origin not in known
        }
        insert(KnownAs, [{"origin": key, "person_id": pk} for key, pk in further.items()])

    def _files(self, folder: str) -> None:
        """Bring the rows of files whose bytes are here or in the archive and are what they say."""
        for batch in batched(self._lines(folder + FILES.file), BATCH):
            good = [(n, line) for n, line in self._not_ours(batch) if self._bytes(folder, line, n)]
            self._rows.bring(FILES, good)

    def _not_ours(self, batch: Sequence[Line]) -> list[Line]:
        """Leave out the files that were written out here and still are here."""
        start = f"{self._network}:file:"
        numbers = {
            str(line.get("id")): int(number)
            for _number, line in batch
            if (number := str(line.get("id")).removeprefix(start)).isdecimal() and len(number) < 19
        }
        there = set(File.objects.filter(pk__in=numbers.values()).values_list("pk", flat=True))
        waiting = [one for one in batch if numbers.get(str(one[1].get("id"))) not in there]
        self._report.count("files", "unchanged", len(batch) - len(waiting))
        return waiting

    def _bytes(self, folder: str, line: dict[str, Any], number: int) -> bool:
        digest = str(line.get("digest"))
        where = f"{folder}{FILES.file} line {number}"
        if len(digest) != 64 or not digest.isalnum() or not digest.isascii():
            self._report.skip("files", said("no digest"), where)
            return False
        if shelf.path_of(digest).is_file():
            return True
        name = f"{folder}files/{digest}"
        if not self._archive.has(name):
            self._report.skip("files", said("the bytes are not in the archive"), where)
            return False
        if self._report.dry_run:
            return True
        with transaction.atomic(), shelf.arriving() as file, self._archive.open(name) as source:
            shelf.hold()
            while block := source.read(shelf.BLOCK):
                file.write(block)
            if shelf.place(file) == digest:
                return True
        self._report.skip("files", said("the bytes are not those of the digest"), where)
        return False

    def _pictures(self) -> None:
        """Give what came with the archive its pictures: people, walls, spaces, links, company."""
        files = dict(File.objects.filter(origin__isnull=False).values_list("origin", "pk"))
        people = [(pk, line) for pk, line in self._named("people.jsonl", "id") if pk in self._own]
        _set(Person, people, files, ("photo", "cover"))
        walls = self._named("walls.jsonl", "person")
        own = [(self._spaces.walls[pk], line) for pk, line in walls if pk in self._own]
        _set(Space, own, files, ("picture", "cover"))
        for file in ("communities.jsonl", "conversations/conversations.jsonl"):
            there = [(self._spaces.own.get(str(line.get("id"))), line) for line in self._of(file)]
            _set(Space, there, files, ("picture", "cover"))
        links = [(self.links.get(str(line.get("url"))), line) for line in self._of(LINKS.file)]
        _set(LinkCard, links, files, ("image",))
        _set(Company, [(1, line) for line in self._of("company.json")], files, ("logo",))

    def _named(self, file: str, name: str) -> list[tuple[int, dict[str, Any]]]:
        """Return the lines of a file with the person that each names."""
        found = [(self._people.get(str(line.get(name))), line) for line in self._of(file)]
        return [(pk, line) for pk, line in found if pk is not None]

    def _of(self, file: str) -> Iterable[dict[str, Any]]:
        return (line for _number, line in self._lines(file))


def _set(
    model: Any,
    rows: Sequence[tuple[int | None, dict[str, Any]]] | Sequence[tuple[int, dict[str, Any]]],
    files: dict[str | None, int],
    names: tuple[str, ...],
) -> None:
    """Set pictures that are not set."""
    for pk, line in rows:
        for name in names:
            picture = files.get(str(line.get(name)))
            if pk is not None and picture is not None:
                unset = model.objects.filter(pk=pk, **{f"{name}__isnull": True})
                unset.update(**{f"{name}_id": picture})
