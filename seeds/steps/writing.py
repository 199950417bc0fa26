"""Posts, comments, reactions and conversations, each by its author at its moment."""

from datetime import datetime, timedelta

from parvis import journal
from parvis.files.verbs import keep_bytes
from parvis.posts.models import Post
from parvis.posts.verbs import History, comment, publish
from parvis.spaces.models import Space, Subscription
from parvis.spaces.verbs import open_conversation
from seeds import texts
from seeds.images.canvas import encoded
from seeds.images.photos import photo
from seeds.steps.scene import Scene, chance
from seeds.texts import Said, Talk


def write_everything(scene: Scene) -> None:
    """Write in the communities and on the walls."""
    for community in texts.communities():
        for post in community.posts:
            _write(scene, scene.communities[community.slug], post)
    walls = {space.owner_id: space for space in Space.objects.filter(kind=Space.Kind.WALL)}
    for post in texts.walls():
        _write(scene, walls[scene.people[post.wall].pk], post)
        scene.tie(post.author, post.wall, 3)


def talk(scene: Scene) -> None:
    """Hold the private conversations."""
    for one in texts.conversations():
        _talk(scene, one)


def _write(scene: Scene, space: Space, said: Said) -> None:
    author = scene.people[said.author]
    at = scene.calendar.moment(said.at) + _seconds(said)
    files = []
    if said.image:
        picture = encoded(photo(said.image))
        kept = keep_bytes(
            author, f"{said.image}.jpg", picture, alt=said.alt, created_at=at, quiet=True
        )
        files = [kept.pk]
    post = publish(author, space, said.body, kind=said.kind, files=files, history=History(at))
    scene.written.append((said, post, at))
    for answer in said.answers:
        _answer(scene, post, answer, at, said.author)


def _answer(scene: Scene, to: Post, said: Said, after: datetime, whom: str) -> None:
    at = scene.calendar.moment(said.at, after)
    post = comment(scene.people[said.author], to, said.body, history=History(at))
    scene.written.append((said, post, at))
    scene.tie(said.author, whom, 2)
    for answer in said.answers:
        _answer(scene, post, answer, at, said.author)


def _talk(scene: Scene, one: Talk) -> None:
    people = [scene.people[handle] for handle in one.people]
    founder = scene.people[one.lines[0].author]
    first = scene.calendar.moment(one.lines[0].at)
    with journal.as_of(first):
        space = open_conversation(founder, people, name=one.name, quiet=True)
    at: datetime | None = None
    for line in one.lines:
        at = scene.calendar.moment(line.at, at)
        publish(scene.people[line.author], space, line.body, history=History(at))
    Space.objects.filter(pk=space.pk).update(created_at=first)
    Subscription.objects.filter(space=space).update(created_at=first, last_read=None)


def _seconds(said: Said) -> timedelta:
    """Nobody writes on the full minute."""
    return timedelta(seconds=chance("seconds", said.body).randrange(1, 40))
