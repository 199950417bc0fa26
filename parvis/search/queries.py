"""One search over people, communities and posts; each asked through access."""

from dataclasses import dataclass, field
from typing import Final

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchVectorField
from django.db.models import F, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from parvis import access
from parvis.people.models import Person
from parvis.people.queries import Wanted, directory, settled
from parvis.posts.models import Post
from parvis.spaces.models import Space
from parvis.spaces.queries import communities

PAGE: Final = 20
LOOKED_THROUGH: Final = 50_000  # posts: a few tens of milliseconds
TASTE: Final = 4
LONGEST_QUERY: Final = 200

# The text search vector that the database keeps beside each post; no model carries it.
WORDS: Final = RawSQL('"posts_post"."words"', (), output_field=SearchVectorField())

# Marks around the found words that no text in the database can hold twice over as HTML.
START, STOP = "\ue000", "\ue001"


@dataclass(frozen=True)
class Found:
    """What was found of each kind; ``more`` names the kinds of which there is more."""

    people: list[Person] = field(default_factory=list)
    communities: list[Space] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    more: frozenset[str] = frozenset()


def everything(viewer: Person, words: str) -> Found:
    """Return a taste of each kind: four people, four communities, a page of posts."""
    people = list(people_named(viewer, words)[: TASTE + 1])
    places = list(communities_named(viewer, words)[: TASTE + 1])
    posts = posts_with(viewer, words)
    more = {
        kind for kind, rows in (("people", people), ("communities", places)) if len(rows) > TASTE
    }
    if len(posts) > PAGE:
        more.add("posts")
    return Found(people[:TASTE], places[:TASTE], posts[:PAGE], frozenset(more))


def suggestions(viewer: Person, words: str) -> Found:
    """Return the people and communities to offer while somebody types; three statements."""
    people = people_named(viewer, words)[: TASTE + 2]
    places = communities_named(viewer, words)[:TASTE]
    return Found(list(people), list(places))


def people_named(viewer: Person, words: str) -> QuerySet[Person]:
    """Return people by name or nearly, best first; those a viewer may see."""
    return directory(viewer, settled(viewer, Wanted(words)))


def communities_named(viewer: Person, words: str) -> QuerySet[Space]:
    """Return the communities with every word in name or description, or nearly so named."""
    return communities(viewer, words)


def posts_with(viewer: Person, words: str, before: int | None = None) -> list[Post]:
    """Return posts and comments that hold the words (accents and case folded), newest first.

    ``words`` may hold "a phrase", or, -without (PostgreSQL's websearch syntax). One more than a
    page is returned where there is more. Each has ``excerpt``, the found words marked.
    """
    query = SearchQuery(words, config="parvis", search_type="websearch")
    posts = Post.objects.all() if before is None else Post.objects.filter(pk__lt=before)
    keys = _keys(viewer, query, posts)
    # of what is shown, not of what was typed: the database leaves tags out, but not entities
    excerpt = SearchHeadline(
        "html",
        query,
        config="parvis",
        start_sel=START,
        stop_sel=STOP,
        max_words=30,
        min_words=12,
    )
    found = Post.objects.filter(pk__in=keys).select_related(
        "author", "space", "space__owner", "thread"
    )
    return list(found.annotate(excerpt=excerpt).order_by("-pk"))


def _keys(viewer: Person, query: SearchQuery, posts: QuerySet[Post]) -> list[int]:
    """Return the newest that hold the words, one more than a page.

    Words that are not rare are found by looking through the newest posts. Of those that are, the
    index knows the few places; the order is hidden from the planner, who takes any word that he
    does not know for frequent, and would read all posts from the newest to the oldest.
    """
    holding = access.visible(posts, viewer).alias(words=WORDS).filter(words=query)
    newest = posts.order_by("-pk").values("pk")[LOOKED_THROUGH : LOOKED_THROUGH + 1]
    since = Coalesce(Subquery(newest), 0)
    keys = list(
        holding.filter(pk__gte=since).order_by("-pk").values_list("pk", flat=True)[: PAGE + 1]
    )
    if len(keys) <= PAGE:
        keys = list(holding.order_by((F("pk") + 0).desc()).values_list("pk", flat=True)[: PAGE + 1])
    return keys
