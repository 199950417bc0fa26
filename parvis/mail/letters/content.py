"""What a letter says, before it takes a look; the templates know nothing else."""

from dataclasses import dataclass, field

from parvis.mail.letters.message import Picture


@dataclass(frozen=True)
class Button:
    """One thing to do."""

    label: str
    url: str
    main: bool = False


@dataclass(frozen=True)
class Attached:
    """A file of a post: shown, or a link to it."""

    name: str
    size: str
    url: str
    cid: str = ""
    alt: str = ""


@dataclass(frozen=True)
class Entry:
    """One post, comment or sentence; ``html`` is safe to show as it is."""

    author: str = ""
    initials: str = ""
    hue: int = 0
    face: str = ""
    heading: str = ""
    place: str = ""
    when: str = ""
    title: str = ""
    url: str = ""
    html: str = ""
    text: str = ""
    cut: bool = False
    tally: str = ""
    why: str = ""
    files: list[Attached] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)


@dataclass(frozen=True)
class Group:
    """Entries under one heading, maybe after the words that they answer."""

    heading: str = ""
    url: str = ""
    quote: str = ""
    quote_by: str = ""
    entries: list[Entry] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)


@dataclass
class Content:
    """A whole letter, but for the address."""

    subject: str
    preview: str
    groups: list[Group]
    heading: str = ""
    intro: str = ""
    answer: str = ""
    why: str = ""
    stop_label: str = ""
    stop_url: str = ""
    from_name: str = ""
    reply_to: tuple[str, str] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
