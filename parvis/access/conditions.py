"""The rule as database conditions: what a viewer may see of each kind of row."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet

from parvis.access.rule import READ, SEEN, condition
from parvis.people.models import Person
from parvis.spaces.models import Space, Subscription

type Viewer = Person | AnonymousUser | None


def visible[M: Model](queryset: QuerySet[M], viewer: Viewer) -> QuerySet[M]:
    """Narrow a queryset of people, spaces, posts, files or subscriptions to what one may see.

    Of spaces that means: knows that they exist. Of what lies in a space: may read it.
    Strangers and leavers see nothing.
    """
    if not isinstance(viewer, Person) or not viewer.is_active:
        return queryset.none()
    return queryset.filter(CONDITIONS[queryset.model._meta.label](viewer))


def _people(viewer: Person) -> Q:
    """Employees see everybody; guests see themselves and the people of their spaces."""
    if viewer.is_employee:
        return Q()
    mine = Subscription.objects.filter(person=viewer, state=Subscription.State.ACTIVE)
    beside = Subscription.objects.filter(
        space__in=mine.values("space"), state=Subscription.State.ACTIVE
    )
    return Q(pk=viewer.pk) | Q(pk__in=beside.values("person"))


def _spaces(viewer: Person) -> Q:
    return condition(SEEN, viewer)


def _subscriptions(viewer: Person) -> Q:
    """One's own, and those of the spaces one moderates, whatever their state; others' where one
    may read the space.
    """
    others = condition(READ, viewer, "space__") & Q(state=Subscription.State.ACTIVE)
    moderated = Subscription.objects.filter(
        person=viewer,
        state=Subscription.State.ACTIVE,
        role__in=(Subscription.Role.MODERATOR, Subscription.Role.MANAGER),
    )
    own_wall = Q(space__kind=Space.Kind.WALL, space__owner=viewer)
    return Q(person=viewer) | others | Q(space__in=moderated.values("space")) | own_wall


def _posts(viewer: Person) -> Q:
    shown = Q(removed_at__isnull=True) & (
        Q(thread__isnull=True) | Q(thread__removed_at__isnull=True)
    )
    return shown & condition(READ, viewer, "space__")


def _files(viewer: Person) -> Q:
    unpublished = Q(purpose="attachment", post__isnull=True, owner=viewer)
    published = (
        Q(purpose="attachment", post__isnull=False, post__removed_at__isnull=True)
        & (Q(post__thread__isnull=True) | Q(post__thread__removed_at__isnull=True))
        & condition(READ, viewer, "post__space__")
    )
    of_a_space = Q(purpose="space") & condition(SEEN, viewer, "space__")
    return unpublished | published | of_a_space | Q(purpose="public")


CONDITIONS = {
    "people.Person": _people,
    "spaces.Space": _spaces,
    "spaces.Subscription": _subscriptions,
    "posts.Post": _posts,
    "files.File": _files,
}
