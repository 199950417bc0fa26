"""Find colleagues to write to, by a few letters of their name, handle or title."""

from collections.abc import Iterable, Sequence

from django.db.models import Case, F, IntegerField, Q, When

from parvis import access
from parvis.kernel.requests import number
from parvis.people.models import Fold, Person
from parvis.people.queries import by_words

MOST = 20


def chosen(viewer: Person, ids: Iterable[str]) -> list[Person]:
    """Return the active people of these ids that the viewer may write to, in that order."""
    wanted = [id_ for id_ in map(number, dict.fromkeys(ids)) if id_ is not None][:60]
    people = access.visible(Person.objects.filter(pk__in=wanted, is_active=True), viewer)
    found = {person.pk: person for person in people if person.pk != viewer.pk}
    return [found[pk] for pk in wanted if pk in found]


def candidates(
    viewer: Person,
    words: str,
    *,
    exclude: Sequence[Person] = (),
    exclude_ids: Iterable[int] = (),
) -> list[Person]:
    """Return people whom these words may mean; without words, those nearest to the viewer."""
    gone = [viewer.pk, *(person.pk for person in exclude), *exclude_ids]
    people = access.visible(Person.objects.filter(is_active=True), viewer).exclude(pk__in=gone)
    words = words.replace("\x00", "").strip().removeprefix("@")
    if words:
        return list(by_words(people, words, Q(title__icontains=words))[:MOST])
    near = Case(
        When(pk=viewer.manager_id or 0, then=0),
        When(manager=viewer, then=0),
        When(department=viewer.department, site=viewer.site, then=1),
        When(department=viewer.department, then=2),
        When(site=viewer.site, then=3),
        default=4,
        output_field=IntegerField(),
    )
    return list(people.order_by(near, Fold(F("name")), "pk")[:MOST])
