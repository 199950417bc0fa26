"""Every page as every rung of the ladder sees it."""

import pytest
from django.test import Client

from parvis.people.models import Person
from parvis.people.tests.conftest import signed_in

OPEN_TO_ALL = ["/account/login/", "/enter/", "/enter/link/", "/enter/link/sent/"]
OF_ONESELF = [
    "/me/", "/me/profile/", "/me/preferences/", "/me/password/", "/me/sessions/",
]  # fmt: skip
OF_OTHERS = ["/people/", "/people/?q=zoe", "/people/zoe/", "/people/zoe/?tab=about"]


@pytest.mark.parametrize("page", [*OF_ONESELF, *OF_OTHERS])
def test_strangers_are_asked_to_sign_in(zoe: Person, page: str) -> None:
    answer = Client().get(page)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/login/?next=")


@pytest.mark.parametrize("page", OPEN_TO_ALL)
def test_strangers_see_the_doors(db: None, page: str) -> None:
    assert Client().get(page).status_code == 200


@pytest.mark.parametrize("page", [*OF_ONESELF, *OF_OTHERS])
def test_employees_see_pages(eve: Person, zoe: Person, page: str) -> None:
    answer = signed_in(eve).get(page)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_guests_see_only_the_people_of_their_places(gus: Person, zoe: Person) -> None:
    browser = signed_in(gus)
    assert browser.get("/people/gus/").status_code == 200
    assert browser.get("/people/zoe/").status_code == 404
    assert "Zoé" not in browser.get("/people/?q=zoe").content.decode()
    for deed in ("follow", "unfollow", "message", "code"):
        assert browser.post(f"/people/zoe/{deed}").status_code == 404


@pytest.mark.parametrize(
    ("who", "status"), [("eve", 403), ("max_", 403), ("ada", 200), ("zoe", 200)]
)
def test_who_edits_a_profile(
    request: pytest.FixtureRequest, zoe: Person, who: str, status: int
) -> None:
    browser = signed_in(request.getfixturevalue(who))
    assert browser.get("/people/zoe/edit").status_code == status


@pytest.mark.parametrize(
    ("who", "status"), [("eve", 403), ("zoe", 403), ("max_", 200), ("ada", 200)]
)
def test_who_gives_a_code(
    request: pytest.FixtureRequest, zoe: Person, who: str, status: int
) -> None:
    browser = signed_in(request.getfixturevalue(who))
    assert browser.get("/people/zoe/code").status_code == status
    assert browser.post("/people/zoe/code").status_code == status


def test_a_handle_in_another_case_leads_there_too(eve: Person, zoe: Person) -> None:
    assert signed_in(eve).get("/people/ZOE/").status_code == 200


def test_allauths_other_pages_are_not_ours(ada: Person) -> None:
    for page in ("email/", "password/change/", "password/set/", "signup/", "password/reset/"):
        assert Client().get(f"/account/{page}").status_code == 302
