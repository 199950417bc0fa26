"""Communities: opened, joined, run by somebody, with a cover."""

from datetime import datetime, timedelta

from parvis import journal
from parvis.files.models import File
from parvis.files.verbs import keep_bytes
from parvis.people.models import Person
from parvis.spaces.models import Space, Subscription
from parvis.spaces.verbs import change, invite, join, open_community, set_role
from seeds import texts
from seeds.images.canvas import encoded
from seeds.images.covers import cover
from seeds.images.pictures import picture
from seeds.steps.scene import WAITING_SINCE, Scene
from seeds.texts import Community

Role = Subscription.Role


def open_all(scene: Scene) -> None:
    """Open every community and let its people in, the oldest first, as the journal tells it."""
    communities = texts.communities()
    opened = {c.slug: _opened(scene, c) for c in communities}
    for community in sorted(communities, key=lambda c: opened[c.slug]):
        _open(scene, community, opened[community.slug])
    with journal.as_of(scene.calendar.moment(WAITING_SINCE)):
        for community in communities:
            _let_wait(scene, community)


def _opened(scene: Scene, community: Community) -> datetime:
    return min(scene.calendar.moment(post.at) for post in community.posts) - timedelta(hours=1)


def _open(scene: Scene, community: Community, opened: datetime) -> None:
    founder = scene.people[community.managers[0]]
    with journal.as_of(opened):
        space = _fill(scene, community, founder, opened)
    scene.communities[community.slug] = space
    members = Subscription.objects.filter(space=space, state=Subscription.State.ACTIVE)
    members.update(created_at=opened)


def _let_wait(scene: Scene, community: Community) -> None:
    """Invite those who have not answered yet, and let those ask who wait for an answer."""
    founder = scene.people[community.managers[0]]
    space = scene.communities[community.slug]
    for handle in community.invited:
        invite(founder, space, scene.people[handle], quiet=True)
    for handle in community.asked:
        join(scene.people[handle], space, quiet=True)


def _fill(scene: Scene, community: Community, founder: Person, opened: datetime) -> Space:
    """Open it, let in who is in it from the start, with their roles, and make it look nice."""
    space = open_community(
        founder,
        name=community.name,
        quiet=True,
        slug=community.slug,
        description=community.description,
        visibility=community.visibility,
        policy=community.policy,
        audience=_rule(community),
        created_at=opened,
    )
    inside = set(Subscription.objects.filter(space=space).values_list("person", flat=True))
    for handle in _by_hand(community):
        if scene.people[handle].pk not in inside:
            _let_in(founder, space, scene.people[handle])
    for role, handles in (
        (Role.MANAGER, community.managers),
        (Role.MODERATOR, community.moderators),
    ):
        for handle in handles:
            set_role(founder, space, scene.people[handle], role, quiet=True)
    return _dress(founder, space, community)


def _dress(founder: Person, space: Space, community: Community) -> Space:
    """Give a community its cover and its picture."""
    drawn = cover(community.cover)
    kept = [
        keep_bytes(
            founder,
            f"{community.slug}.jpg",
            encoded(image),
            purpose=File.Purpose.SPACE,
            space=space,
            quiet=True,
        )
        for image in (drawn, picture(community.cover, drawn))
    ]
    return change(founder, space, cover=kept[0], picture=kept[1])


def _rule(community: Community) -> dict[str, list[dict[str, list[str]]]] | None:
    if not community.audience:
        return None
    group = {
        name: [wanted] if isinstance(wanted, str) else list(wanted)
        for name, wanted in community.audience.items()
    }
    return {"any": [group]}


def _by_hand(community: Community) -> list[str]:
    return [*community.managers, *community.moderators, *(community.members or [])]


def _let_in(founder: Person, space: Space, person: Person) -> None:
    """Have a person join, on invitation where that is needed."""
    if space.visibility != Space.Visibility.OPEN or not person.is_employee:
        invite(founder, space, person, quiet=True)
    join(person, space, quiet=True)
