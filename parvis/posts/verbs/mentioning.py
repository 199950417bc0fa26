"""Whom and what a text names: asked once, before it is made into HTML."""

from dataclasses import dataclass, field

from parvis import access
from parvis.people.models import Person
from parvis.posts.models import Mention, Post
from parvis.posts.text import look
from parvis.spaces.models import Space


@dataclass(frozen=True)
class Names:
    """People and communities by what they are called in the text, folded."""

    people: dict[str, Person] = field(default_factory=dict)
    spaces: dict[str, Space] = field(default_factory=dict)

    @property
    def addresses(self) -> dict[str, str]:
        """Where each leads; a person comes before a community of the same name."""
        things: dict[str, Person | Space] = {**self.spaces, **self.people}
        return {name: thing.get_absolute_url() for name, thing in things.items()}


def names_in(author: Person, source: str) -> Names:
    """Find the people and communities that a text may name: those its author may see."""
    wanted = look(source)
    if not wanted:
        return Names()
    people = access.visible(Person.objects.filter(handle__in=wanted), author)
    spaces = access.visible(
        Space.objects.filter(kind=Space.Kind.COMMUNITY, slug__in=wanted), author
    )
    return Names(
        {person.handle: person for person in people},
        {space.slug: space for space in spaces if space.slug},
    )


def keep_mentions(post: Post, names: Names, handles: list[str], *, fresh: bool = False) -> None:
    """Keep who and what the post names now; what it no longer names is forgotten.

    A ``fresh`` post named nothing before.
    """
    people = {names.people[name].pk for name in handles if name in names.people}
    named = {name for name in handles if name in names.spaces and name not in names.people}
    spaces = {names.spaces[name].pk for name in named}
    for mention in () if fresh else Mention.objects.filter(post=post):
        if mention.person_id in people:
            people.discard(mention.person_id)
        elif mention.space_id in spaces:
            spaces.discard(mention.space_id)
        else:
            mention.delete()
    named_now = [Mention(post=post, person_id=pk) for pk in sorted(people)]
    named_now += [Mention(post=post, space_id=pk) for pk in sorted(spaces)]
    if named_now:
        Mention.objects.bulk_create(named_now)
