"""Writes the files of an export, streaming: nothing is held that grows with the network."""

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Model, Q, QuerySet

from parvis.company.models import Company
from parvis.directory.console import Steps
from parvis.directory.export.keys import Keys, moment, needed, written
from parvis.directory.export.target import Target
from parvis.directory.models import KnownAs
from parvis.directory.report import Report
from parvis.directory.shapes import FILES, HANGING, LINKS, Shape
from parvis.files import shelf
from parvis.files.models import File
from parvis.kernel.console import said
from parvis.kernel.ids import moment_of
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.spaces.models import Space

CHUNK: Final = 2000
PRIVATE: Final = "conversations/"
_PEOPLE: Final = (
    "pk handle name email title department site country languages skills about locale time_zone"
    " theme large_type shortcuts welcome kind is_active is_admin joined_at left_at origin"
    " manager_id manager__origin photo_id photo__origin cover_id cover__origin"
)
_SPACES: Final = (
    "pk kind visibility name slug description policy audience created_at archived_at origin"
    " owner_id owner__origin picture_id picture__origin cover_id cover__origin"
)
_POSTS: Final = (
    "pk kind title source format language tags reactions accepted edited_at removed_at pinned_at"
    " origin author_id author__origin space_id space__kind space__origin space__owner_id"
    " space__owner__origin thread_id thread__origin reply_to_id reply_to__origin shares_id"
    " shares__origin shares__thread_id removed_by_id removed_by__origin link__url"
)


class Writer:
    """Writes one network to one target."""

    def __init__(self, target: Target, keys: Keys, report: Report, steps: Steps) -> None:
        self._target = target
        self._keys = keys
        self._report = report
        self._steps = steps

    def run(self) -> None:
        """Write every file, in a fixed order."""
        self._manifest()
        self._rows("people.jsonl", "people", self._people())
        self._rows("communities.jsonl", "communities", self._spaces(Space.Kind.COMMUNITY))
        self._rows("walls.jsonl", "walls", self._walls())
        self._rows("links.jsonl", "links", self._shape(LINKS, LINKS.model._default_manager.all()))
        self._written("", ~Q(space__kind="conversation"))
        name = f"{PRIVATE}conversations.jsonl"
        self._rows(name, "conversations", self._spaces(Space.Kind.CONVERSATION))
        self._written(PRIVATE, Q(space__kind="conversation"))

    def _manifest(self) -> None:
        with self._target.lines("archive.json") as write:
            write({"format": "parvis", "version": 1})
        with self._target.lines("company.json") as write:
            company = Company.objects.select_related("logo").first()
            if company is not None:
                names = ("name", "tagline", "accent", "brand", "language", "time_zone")
                logo = self._file(company.logo.origin if company.logo else None, company.logo_id)
                write({name: getattr(company, name) for name in names} | {"logo": logo})

    def _written(self, folder: str, condition: Q) -> None:
        """Write what was written in some spaces, and what hangs on it."""
        posts = Post.objects.filter(condition).order_by("pk")
        roots = self._posts(posts.filter(thread__isnull=True))
        self._rows(f"{folder}posts.jsonl", "posts", roots)
        comments = self._posts(posts.filter(thread__isnull=False))
        self._rows(f"{folder}comments.jsonl", "comments", comments)
        private = bool(folder)
        for shape in HANGING:
            rows = shape.model._default_manager.all()
            chosen = Q(**{f"{shape.space}__kind": Space.Kind.CONVERSATION})
            rows = rows.filter(chosen if private else ~chosen)
            name = shape.file.partition(".")[0]
            self._rows(folder + shape.file, name, self._shape(shape, rows))
        in_private = Q(post__space__kind="conversation") | Q(space__kind="conversation")
        # A file is private where it hangs in a conversation, or on nothing yet.
        in_private |= Q(purpose="attachment", post__isnull=True)
        chosen_files = File.objects.filter(in_private if private else ~in_private)
        self._rows(folder + FILES.file, "files", self._shape(FILES, chosen_files))
        self._bytes(folder, chosen_files)

    def _bytes(self, folder: str, files: QuerySet[File]) -> None:
        digests = files.order_by("digest").values_list("digest", flat=True).distinct()
        for digest in digests.iterator(CHUNK):
            path = shelf.path_of(digest)
            if path.is_file():
                self._target.copy(f"{folder}files/{digest}", path)
            else:
                self._report.note("files", said("the bytes are not there"), digest)
            self._steps.advance()

    def _rows(self, name: str, kind: str, rows: Iterator[dict[str, Any]]) -> None:
        self._steps.begin(name)
        count = 0
        with self._target.lines(name) as write:
            for row in rows:
                write(row)
                count += 1
                self._steps.advance()
        self._report.count(kind, "created", count)

    def _shape(self, shape: Shape, rows: QuerySet[Model]) -> Iterator[dict[str, Any]]:
        asked = needed(shape)
        for row in rows.order_by(*shape.order).values(*asked).iterator(CHUNK):
            yield written(shape, row, self._keys)

    def _person(self, row: dict[str, Any], path: str) -> str | None:
        return self._keys.of("person", row[f"{path}__origin"], row[f"{path}_id"])

    def _file(self, origin: str | None, pk: int | None) -> str | None:
        return self._keys.of("file", origin, pk)

    def _people(self) -> Iterator[dict[str, Any]]:
        further: dict[int, list[str]] = {}
        for origin, pk in KnownAs.objects.order_by("origin").values_list("origin", "person_id"):
            further.setdefault(pk, []).append(origin)
        people = Person.objects.order_by("pk").values(*_PEOPLE.split())
        for row in people.iterator(CHUNK):
            yield {
                "id": self._keys.of("person", row["origin"], row["pk"]),
                "handle": row["handle"],
                "name": row["name"],
                "email": row["email"],
                "title": row["title"],
                "department": row["department"],
                "site": row["site"],
                "country": row["country"],
                "manager": self._person(row, "manager"),
                "languages": row["languages"],
                "skills": row["skills"],
                "about": row["about"],
                "locale": row["locale"],
                "time_zone": row["time_zone"],
                "theme": row["theme"],
                "large_type": row["large_type"],
                "no_shortcuts": not row["shortcuts"],
                "welcomed": not row["welcome"],
                "kind": row["kind"],
                "inactive": not row["is_active"],
                "admin": row["is_admin"],
                "joined": moment(row["joined_at"]),
                "left": moment(row["left_at"]),
                "photo": self._file(row["photo__origin"], row["photo_id"]),
                "cover": self._file(row["cover__origin"], row["cover_id"]),
                "also": further.get(row["pk"]),
            }

    def _spaces(self, kind: str) -> Iterator[dict[str, Any]]:
        spaces = Space.objects.filter(kind=kind).order_by("pk").values(*_SPACES.split())
        for row in spaces.iterator(CHUNK):
            yield {
                "id": self._keys.of(kind, row["origin"], row["pk"]),
                "name": row["name"],
                "slug": row["slug"],
                "description": row["description"],
                "visibility": row["visibility"] if kind == "community" else None,
                "policy": row["policy"] if kind == "community" else None,
                "audience": self._audience(row["audience"]),
                "owner": self._person(row, "owner"),
                "created": moment(row["created_at"]),
                "archived": moment(row["archived_at"]),
                "picture": self._file(row["picture__origin"], row["picture_id"]),
                "cover": self._file(row["cover__origin"], row["cover_id"]),
            }

    def _walls(self) -> Iterator[dict[str, Any]]:
        """Yield what is not as it is from the start: who may write, since when, which pictures."""
        walls = Space.objects.filter(kind="wall", owner__isnull=False).order_by("owner_id")
        for row in walls.values(*_SPACES.split()).iterator(CHUNK):
            yield {
                "person": self._person(row, "owner"),
                "name": row["name"],
                "description": row["description"],
                "visibility": row["visibility"],
                "policy": row["policy"],
                "created": moment(row["created_at"]),
                "archived": moment(row["archived_at"]),
                "picture": self._file(row["picture__origin"], row["picture_id"]),
                "cover": self._file(row["cover__origin"], row["cover_id"]),
            }

    def _audience(self, rule: Any) -> Any:
        """Return a rule with its managers by their ids here."""
        if not rule:
            return None
        numbers = [int(group["under"]) for group in rule["any"] if "under" in group]
        found = Person.objects.filter(pk__in=numbers).values_list("pk", "origin")
        ids = {str(pk): self._keys.of("person", origin, pk) for pk, origin in found}
        return {
            "any": [
                group | ({"under": ids.get(str(group["under"]))} if "under" in group else {})
                for group in rule["any"]
            ]
        }

    def _posts(self, posts: QuerySet[Post]) -> Iterator[dict[str, Any]]:
        for row in posts.values(*_POSTS.split()).iterator(CHUNK):
            yield self._post(row)

    def _post(self, row: dict[str, Any]) -> dict[str, Any]:
        keys = self._keys
        line: dict[str, Any] = {
            "id": keys.post(row["origin"], row["pk"], row["thread_id"]),
            "number": str(row["pk"]),
        }
        if row["thread_id"]:
            line["post"] = keys.post(row["thread__origin"], row["thread_id"], None)
            line["parent"] = keys.post(row["reply_to__origin"], row["reply_to_id"], 1)
        else:
            line |= self._place(row)
        shared = (row["shares__origin"], row["shares_id"], row["shares__thread_id"])
        return line | {
            "author": self._person(row, "author"),
            "created": moment(moment_of(row["pk"])),
            "kind": row["kind"],
            "title": row["title"],
            "body": row["source"],
            "format": row["format"],
            "language": row["language"],
            "tags": row["tags"],
            "reactions": dict(sorted(row["reactions"].items())),
            "accepted": row["accepted"],
            "edited": moment(row["edited_at"]),
            "removed": moment(row["removed_at"]),
            "removed_by": self._person(row, "removed_by"),
            "pinned": moment(row["pinned_at"]),
            "shares": keys.post(*shared),
            "link": row["link__url"],
        }

    def _place(self, row: dict[str, Any]) -> dict[str, Any]:
        kind = row["space__kind"]
        if kind == Space.Kind.WALL:
            owner = (row["space__owner__origin"], row["space__owner_id"])
            return {"wall": self._keys.of("person", *owner)}
        return {str(kind): self._keys.of(str(kind), row["space__origin"], row["space_id"])}
