"""The feature as a Django app."""

from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from parvis.ui.registry import (
    Destination,
    NavigationItem,
    register_destination,
    register_fragment,
    register_navigation,
)


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
                matches=("people:person", "people:chart", "people:chart_of"),
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
                    "mail:preferences",
                    "push:devices",
                ),
            )
        )
        register_fragment("me", "people/me_menu.html", me, order=10, kept=True)
        for destination in destinations():
            register_destination(destination)


def destinations() -> list[Destination]:
    """Return what the command palette offers of oneself."""
    return [
        Destination(
            "my-wall", _("My wall"), "circle-user-round", address=my_page, order=30,
            keywords=_("My page, my profile, me"),
        ),
        Destination(
            "my-profile", _("My profile"), "pencil", "people:edit_me", order=40,
            keywords=_("Photo, skills, languages, settings"),
        ),
        Destination(
            "preferences", _("Language and look"), "languages", "people:preferences", order=41,
            keywords=_("Settings, dark, light, time zone, keyboard shortcuts"),
        ),
        Destination(
            "password", _("Password"), "key-round", "people:password", order=43,
            keywords=_("Settings, preferences"),
        ),
        Destination(
            "sessions", _("Where I am signed in"), "monitor-smartphone", "people:sessions",
            order=44, keywords=_("Settings, browsers, phones"),
        ),
        Destination("sign-out", _("Sign out"), "log-out", "account_logout", order=99, deed=True),
    ]  # fmt: skip


def my_page(request: HttpRequest) -> str:
    """Return the address of the asker's own page."""
    return str(me(request)["page"])


def me(request: HttpRequest) -> dict[str, Any]:
    """Return what the menu behind one's face shows: the address of one's page."""
    from parvis.people.models import Person

    person = request.user
    return {"page": person.get_absolute_url() if isinstance(person, Person) else "/"}
