"""Which posts a summary holds: few, for this person, each with its reason."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.utils.translation import gettext as _

from parvis import access
from parvis.kernel.ids import first_id_of
from parvis.people.models import Person
from parvis.posts.models import Post

MOST: Final = 10
LOOKED_AT: Final = 300

# The newest posts of the spaces one is in, which may come in a summary and have not come whole.
CANDIDATES: Final = """
SELECT p.id, p.space_id, p.author_id, sp.kind = 'wall' AS wall, p.kind = 'question' AS question,
  p.comments_count, p.tags,
  (SELECT coalesce(sum(value::int), 0) FROM jsonb_each_text(p.reactions)) AS reactions,
  EXISTS (SELECT 1 FROM posts_mention m WHERE m.post_id = p.id AND m.person_id = %(person)s) AS me
FROM spaces_subscription s
JOIN spaces_space sp ON sp.id = s.space_id
JOIN posts_post p ON p.space_id = s.space_id
LEFT JOIN mail_choice c ON c.person_id = s.person_id AND c.space_id = s.space_id
WHERE s.person_id = %(person)s AND s.state = 'active' AND s.comes_home
  AND coalesce(c.delivery, 'usual') IN ('usual', 'digest')
  AND p.thread_id IS NULL AND p.removed_at IS NULL AND p.id >= %(since)s
  AND p.author_id <> %(person)s
  AND NOT EXISTS (SELECT 1 FROM mail_letter l
    WHERE l.person_id = s.person_id AND l.key = 'post:' || p.id)
ORDER BY p.id DESC LIMIT %(count)s
"""


@dataclass(frozen=True)
class Candidate:
    """What is known of a post before choosing."""

    id: int
    space: int
    author: int
    wall: bool
    question: bool
    comments: int
    tags: list[str]
    reactions: int
    me: bool


@dataclass(frozen=True)
class Pick:
    """A chosen post, and why it is there."""

    post: Post
    why: str


def pick(person: Person, since: datetime, most: int, leave_out: set[int]) -> list[Pick]:
    """Return at most so many posts written since then, the most telling first.

    Several from one space or by one author count ever less, so that one loud place does not
    fill the page. What the person may not read is not among them.
    """
    params = {"person": person.pk, "since": first_id_of(since), "count": LOOKED_AT}
    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES, params)
        rows = [Candidate(*row) for row in cursor.fetchall()]
    skills = {skill.casefold() for skill in person.skills}
    chosen = _choose([row for row in rows if row.id not in leave_out], skills, most)
    posts = access.visible(Post.objects.filter(pk__in=[c.id for c in chosen]), person)
    found = posts.select_related("space", "space__owner", "author", "author__photo").in_bulk()
    return [Pick(found[c.id], _why(c, found[c.id], skills)) for c in chosen if c.id in found]


def _choose(rows: list[Candidate], skills: set[str], most: int) -> list[Candidate]:
    chosen: list[Candidate] = []
    spaces: Counter[int] = Counter()
    authors: Counter[int] = Counter()
    left = {row.id: row for row in rows}
    while left and len(chosen) < most:
        best = max(
            left.values(),
            key=lambda c: (_weight(c, skills) * 0.6 ** (spaces[c.space] + authors[c.author]), c.id),
        )
        chosen.append(left.pop(best.id))
        spaces[best.space] += 1
        authors[best.author] += 1
    return chosen


def _weight(candidate: Candidate, skills: set[str]) -> float:
    weight = 1.0 + candidate.comments * 0.5 + candidate.reactions * 0.25
    if candidate.me:
        weight += 8
    if skills & {tag.casefold() for tag in candidate.tags}:
        weight += 4
    if candidate.wall:
        weight += 2
    if candidate.question and not candidate.comments:
        weight += 1.5
    return weight


def _why(candidate: Candidate, post: Post, skills: set[str]) -> str:
    words: dict[str, Any] = {"name": post.space.place_name, "who": post.author.name}
    if candidate.me:
        return _("You are mentioned")
    known = sorted(skills & {tag.casefold() for tag in candidate.tags})
    if known:
        return _("Because you know about %(skill)s") % {"skill": known[0]}
    if candidate.wall:
        return _("Because you follow %(name)s") % words
    return _("Because you are in %(name)s") % words
