"""The feature as a Django app."""

from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from parvis.ui.registry import NavigationItem, register_fragment, register_navigation


class PeopleConfig(AppConfig):
    """Registers ``parvis.people``: colleagues in the navigation, and the menu behind one's face."""

    name = "parvis.people"
    label = "people"

    def ready(self) -> None:
        """Put people and oneself into the frame."""
        register_navigation(
            NavigationItem(
                key="people",
                label=_("People"),
                icon="contact-round",
                url_name="people:directory",
                order=25,
                matches=("people:person",),
            )
        )
        register_navigation(
            NavigationItem(
                key="me",
                label=_("Me"),
                icon="circle-user-round",
                url_name="people:me",
                order=70,
                places=frozenset({"bottom"}),
                matches=(
                    "people:edit_me",
                    "people:preferences",
                    "people:password",
                    "people:sessions",
                ),
            )
        )
        register_fragment("me", "people/me_menu.html", me, order=10, kept=True)


def me(request: HttpRequest) -> dict[str, Any]:
    """Return what the menu behind one's face shows: the address of one's page."""
    from parvis.people.models import Person

    person = request.user
    return {"page": person.get_absolute_url() if isinstance(person, Person) else "/"}
