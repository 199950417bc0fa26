"""The texts of the sample company, read from their TOML files."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parent


@dataclass(frozen=True)
class Said:
    """Something somebody wrote: a post, a comment, an answer to it, a chat line."""

    author: str
    at: str
    body: str
    kind: str = "message"
    wall: str = ""
    pinned: bool = False
    accepted: bool = False
    image: str = ""
    alt: str = ""
    key: str = ""
    reactions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    answers: Sequence["Said"] = ()

    def everything(self) -> Iterator["Said"]:
        """Yield it and all that was answered to it."""
        yield self
        for answer in self.answers:
            yield from answer.everything()


@dataclass(frozen=True)
class Community:
    """A community and what was written in it; ``members`` None: everybody."""

    slug: str
    name: str
    description: str
    visibility: str
    policy: str
    cover: str
    managers: Sequence[str]
    moderators: Sequence[str]
    members: Sequence[str] | None
    # Who has been invited and who has asked to join, and waits.
    invited: Sequence[str]
    asked: Sequence[str]
    audience: Mapping[str, str | list[str]]
    posts: Sequence[Said]


@dataclass(frozen=True)
class Talk:
    """A private conversation and its lines."""

    people: Sequence[str]
    name: str
    lines: Sequence[Said]


def company() -> dict[str, Any]:
    """Return what is said of the company, with its sites."""
    return _read("company.toml")


def people() -> list[dict[str, Any]]:
    """Return the people, the head of the company first."""
    return list(_read("people.toml")["person"])


def communities() -> list[Community]:
    """Return all communities, by slug."""
    return [_community(path) for path in sorted((ROOT / "communities").glob("*.toml"))]


def walls() -> list[Said]:
    """Return what was written on walls."""
    return [_said(post) for post in _read("walls.toml")["post"]]


def conversations() -> list[Talk]:
    """Return the private conversations."""
    return [
        Talk(talk["people"], talk.get("name", ""), [_said(line) for line in talk["line"]])
        for talk in _read("conversations.toml")["conversation"]
    ]


def _community(path: Path) -> Community:
    data = _read(f"communities/{path.name}")
    members = data["members"]
    return Community(
        slug=data["slug"],
        name=data["name"],
        description=data["description"],
        visibility=data["visibility"],
        policy=data["policy"],
        cover=data["cover"],
        managers=data["managers"],
        moderators=data.get("moderators", []),
        members=None if members == "all" else members,
        invited=data.get("invited", []),
        asked=data.get("asked", []),
        audience=data.get("audience", {}),
        posts=[_said(post) for post in data["post"]],
    )


def _said(data: dict[str, Any]) -> Said:
    plain = {name: value for name, value in data.items() if name not in ("comment", "reply")}
    answers = [_said(answer) for answer in data.get("comment", []) + data.get("reply", [])]
    return Said(**{**plain, "body": data["body"].strip()}, answers=answers)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / name).read_text("utf-8"))
