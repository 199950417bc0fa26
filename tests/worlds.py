"""Random small worlds, and an oracle that says in its own words who may see what in them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

from django.utils import timezone

from parvis.files.models import File
from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.posts.models import Post
from parvis.spaces.models import Space, Subscription

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class World:
    """People, places and what was written there, without asking the rule for anything."""

    people: list[Person] = field(default_factory=list)
    spaces: list[Space] = field(default_factory=list)
    standing: dict[tuple[int, int], Subscription] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    files: list[File] = field(default_factory=list)


def make(seed: int) -> World:
    """Return a world of about nine people and a dozen places."""
    random, world = Random(seed), World()
    for number in range(9):
        kind = random.choice(["employee", "employee", "employee", "guest", "bot"])
        person = take_in(None, handle=f"p{number}", name=f"Person {number}", kind=kind)
        person.is_admin = kind == "employee" and random.random() < 0.2
        person.is_active = random.random() < 0.85
        person.save()
        world.people.append(person)
    Space.objects.filter(kind="wall").update(last_activity=timezone.now())
    world.spaces = list(Space.objects.filter(kind="wall").select_related("owner"))
    for number in range(9):
        world.spaces.append(_place(random, number, world.people))
    for space in world.spaces:
        _fill(random, world, space)
    return world


def _place(random: Random, number: int, people: list[Person]) -> Space:
    kind = random.choice(["community", "community", "community", "conversation"])
    visibility = random.choice(["open", "closed", "secret"]) if kind == "community" else "secret"
    return Space.objects.create(
        kind=kind,
        visibility=visibility,
        name=f"Place {number}",
        slug=f"place-{number}" if kind == "community" else None,
        owner=random.choice(people),
        policy=random.choice(["members", "managers"]) if kind == "community" else "members",
        archived_at=LONG_AGO if random.random() < 0.15 else None,
        last_activity=timezone.now(),
    )


def _fill(random: Random, world: World, space: Space) -> None:
    for person in world.people:
        if random.random() < 0.5:
            follower = space.kind == "wall"
            world.standing[person.pk, space.pk] = Subscription.objects.create(
                person=person,
                space=space,
                state=(
                    "active"
                    if follower or space.kind == "conversation"
                    else random.choice(["active", "active", "requested", "invited", "banned"])
                ),
                role="follower" if follower else random.choice(["member", "moderator", "manager"]),
                comes_home=space.kind != "conversation" and random.random() < 0.8,
            )
    for _ in range(2):
        root = _post(random, world, space, None)
        _post(random, world, space, root)


def _post(random: Random, world: World, space: Space, thread: Post | None) -> Post:
    post = Post.objects.create(
        space=space,
        thread=thread,
        author=random.choice(world.people),
        source="needle in a haystack #needle",
        html="<p>needle in a haystack</p>",
        tags=["needle"],
        removed_at=LONG_AGO if random.random() < 0.2 else None,
    )
    post.thread = thread
    world.posts.append(post)
    for owner in (post.author, random.choice(world.people)):
        world.files.append(_file(random, owner, post, space))
    return post


def _file(random: Random, owner: Person, post: Post, space: Space) -> File:
    purpose = random.choice(["attachment", "attachment", "unpublished", "space", "public"])
    return File.objects.create(
        owner=owner,
        purpose="attachment" if purpose == "unpublished" else purpose,
        post=post if purpose == "attachment" else None,
        space=space if purpose == "space" else None,
        name="plan.pdf",
        digest="0" * 64,
        content_type="application/pdf",
        size=1,
    )


class Oracle:
    """The rule as PRODUCT would tell it to a new colleague, one sentence a method."""

    def __init__(self, world: World) -> None:
        self.world = world

    def state(self, person: Person, space: Space) -> str:
        """How the person stands to the space."""
        subscription = self.world.standing.get((person.pk, space.pk))
        return subscription.state if subscription else "none"

    def role(self, person: Person, space: Space) -> str:
        """As what the person is in the space, if they are in it."""
        subscription = self.world.standing.get((person.pk, space.pk))
        return subscription.role if subscription and subscription.state == "active" else "none"

    def knows(self, person: Person, space: Space) -> bool:
        """Employees know open and closed places; whoever is in or invited knows any."""
        if not person.is_active:
            return False
        if self.state(person, space) in {"active", "invited"}:
            return True
        return space.visibility != "secret" and person.kind != "guest"

    def reads(self, person: Person, space: Space) -> bool:
        """Open: all employees, and guests who are in it. Else: who is in it."""
        if not person.is_active:
            return False
        inside = self.state(person, space) == "active"
        return inside or (space.visibility == "open" and person.kind != "guest")

    def reads_post(self, person: Person, post: Post) -> bool:
        """What was removed, or hangs on what was removed, nobody reads."""
        gone = post.removed_at or (post.thread and post.thread.removed_at)
        return not gone and self.reads(person, post.space)

    def writes(self, person: Person, space: Space) -> bool:
        """On walls whoever reads; elsewhere who is in it, as the policy allows."""
        if not self.reads(person, space) or space.archived_at:
            return False
        if self.state(person, space) == "banned":
            return False
        if space.kind == "wall":
            return True
        role = self.role(person, space)
        return role in {"moderator", "manager"} or (
            role in {"member", "follower"} and space.policy == "members"
        )

    def answers(self, person: Person, post: Post) -> bool:
        """Comment and react: who reads it and was not banned, where it is not archived."""
        return (
            self.reads_post(person, post)
            and self.state(person, post.space) != "banned"
            and not post.space.archived_at
        )

    def fetches(self, person: Person, file: File) -> bool:
        """Public: everybody. Else with its post, with its space, or its owner alone."""
        if not person.is_active:
            return False
        if file.purpose == "public":
            return True
        if file.purpose == "space":
            assert file.space is not None
            return self.knows(person, file.space)
        if file.post is None:
            return file.owner_id == person.pk
        return self.reads_post(person, file.post)
