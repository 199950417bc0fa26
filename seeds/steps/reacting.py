"""Reactions, five thousand of them: written in bulk, since the verb's seconds would add up."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from parvis.journal.models import Entry
from parvis.posts.models import Post, Reaction
from parvis.posts.text import read_reaction
from seeds.steps.scene import Scene, chance
from seeds.texts import Said

# Most people react within an hour or two.
SOON: Final = 1 / 5400
BATCH: Final = 1000


def react_everywhere(scene: Scene) -> None:
    """Write the rows, the counts and the journal exactly as the verb does, all at once."""
    reactions = [one for written in scene.written for one in _reactions(scene, *written)]
    Reaction.objects.bulk_create(reactions, batch_size=BATCH)
    Entry.objects.bulk_create((_entry(one) for one in reactions), batch_size=BATCH)
    posts = [post for said, post, _at in scene.written if said.reactions]
    Post.objects.bulk_update(posts, ["reactions"], batch_size=BATCH)


def _reactions(scene: Scene, said: Said, post: Post, at: datetime) -> Iterator[Reaction]:
    """Yield each reaction at its moment, and count them on the post."""
    luck = chance("react", said.author, said.at, said.body)
    longest = max((scene.calendar.now - at).total_seconds() - 2, 1)
    for kind, handles in said.reactions.items():
        if not handles:
            continue
        emoji = read_reaction(kind)
        post.reactions[emoji] = len(handles)
        for handle in handles:
            later = timedelta(seconds=min(luck.expovariate(SOON), longest))
            scene.tie(handle, said.author)
            yield Reaction(post=post, person=scene.people[handle], emoji=emoji, at=at + later)


def _entry(reaction: Reaction) -> Entry:
    return Entry(
        at=reaction.at,
        actor=reaction.person,
        verb="post.reacted",
        space=reaction.post.space,
        post_id=reaction.post_id,
        data={"emoji": reaction.emoji},
        quiet=True,
    )
