"""Administration: there for administrators, not there for others; each deed and its refusal."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from parvis.journal.models import Entry
from parvis.people.models import Person
from parvis.people.tasks import send_link
from parvis.people.verbs import let_go, take_in
from parvis.posts.verbs import publish
from parvis.spaces.models import Space, Subscription
from parvis.spaces.verbs import open_community, open_conversation

pytestmark = pytest.mark.django_db

PAGES = [
    "/administration/", "/administration/company/", "/administration/people/",
    "/administration/people/?state=left", "/administration/people/?state=never&q=eve",
    "/administration/people/of/eve/", "/administration/people/invite/",
    "/administration/communities/", "/administration/worker/", "/administration/journal/",
    "/administration/mail/",
]  # fmt: skip
DEEDS = [
    "/administration/company/", "/administration/people/invite/",
    "/administration/people/invite/many", "/administration/people/of/eve/let-go",
    "/administration/people/of/eve/appoint", "/administration/people/of/eve/link",
    "/administration/communities/1/archive", "/administration/communities/1/manager",
    "/administration/worker/1/retry", "/administration/mail/eve/resume",
]  # fmt: skip


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    """Start with nothing counted."""
    cache.clear()


@pytest.fixture
def ada() -> Person:
    """The administrator."""
    return take_in(None, handle="ada", name="Ada", email="ada@example.com", is_admin=True)


@pytest.fixture
def eve() -> Person:
    """An employee who runs a community."""
    return take_in(None, handle="eve", name="Eve", email="eve@example.com")


@pytest.fixture
def desk(ada: Person) -> Client:
    """The administrator's browser."""
    client = Client()
    client.force_login(ada)
    return client


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_there_for_administrators(desk: Client, eve: Person, page: str) -> None:
    assert desk.get(page).status_code == 200


@pytest.mark.parametrize("kind", ["employee", "guest", "manager"])
def test_for_others_there_is_no_such_page(ada: Person, eve: Person, kind: str) -> None:
    if kind == "guest":
        eve.kind = "guest"
    if kind == "manager":
        ada.manager = eve
        ada.save()
    eve.save()
    client = Client()
    client.force_login(eve)
    for page in PAGES:
        assert client.get(page).status_code == 404
    for deed in DEEDS:
        assert client.post(deed).status_code == 404
    assert "/administration/" not in client.get("/me/").content.decode()
    for page in PAGES:
        assert Client().get(page).status_code == 302


def test_letting_go_and_welcoming_back(desk: Client, eve: Person) -> None:
    at = "/administration/people/of/eve/"
    assert desk.post(f"{at}let-go").headers["Location"] == at
    eve.refresh_from_db()
    assert not eve.is_active
    assert "Eve" in desk.get("/administration/people/?state=left").content.decode()
    assert desk.get(at).status_code == 200
    desk.post(f"{at}welcome-back")
    eve.refresh_from_db()
    assert eve.is_active


def test_oneself_is_not_let_go(desk: Client, ada: Person) -> None:
    answer = desk.post("/administration/people/of/ada/let-go", follow=True)
    assert "cannot deactivate yourself" in answer.content.decode()
    ada.refresh_from_db()
    assert ada.is_active


def test_naming_administrators(desk: Client, eve: Person) -> None:
    desk.post("/administration/people/of/eve/appoint")
    eve.refresh_from_db()
    assert eve.is_admin
    desk.post("/administration/people/of/eve/dismiss")
    eve.refresh_from_db()
    assert not eve.is_admin


def test_inviting_one(desk: Client, eve: Person) -> None:
    words = {"name": "New One", "email": "new@example.com", "kind": "guest", "manager": "eve"}
    assert desk.post("/administration/people/invite/", words).status_code == 302
    person = Person.objects.get(handle="new.one")
    assert (person.kind, person.manager) == ("guest", eve)
    assert ProcrastinateJob.objects.filter(queue_name="mail").count() == 1
    again = desk.post("/administration/people/invite/", {**words, "title": "Kept words"})
    assert "already has the address" in again.content.decode()
    assert "Kept words" in again.content.decode()


def test_inviting_many_says_what_became_of_each(desk: Client, eve: Person) -> None:
    lines = "Zoé Ünlü <zu@example.com>\n\nmarie-claude.b@example.com\neve@example.com\nno address"
    answer = desk.post("/administration/people/invite/many", {"lines": lines})
    page = answer.content.decode()
    assert set(Person.objects.filter(email__startswith="marie").values_list("name", flat=True)) == {
        "Marie Claude B"
    }
    assert Person.objects.get(email="zu@example.com").name == "Zoé Ünlü"
    assert "already has the address" in page
    assert "There is no address in this line." in page
    assert "eve@example.com\nno address</textarea>" in page


def test_an_invitation_link_is_shown_once(desk: Client, eve: Person) -> None:
    page = desk.post("/administration/people/of/eve/link").content.decode()
    assert "/enter/" in page
    assert "/enter/" not in desk.get("/administration/people/of/eve/").content.decode()


def test_secret_communities_have_no_name_here(desk: Client, eve: Person) -> None:
    open_community(eve, name="Merger plans", visibility="secret")
    open_community(eve, name="Closed circle", visibility="closed")
    page = desk.get("/administration/communities/").content.decode()
    assert "Merger" not in page
    assert "merger" not in page
    assert "A secret community" in page
    assert "Closed circle" in page
    for other in ("/administration/", "/administration/journal/"):
        assert "Merger" not in desk.get(other).content.decode()


def test_archiving_and_opening_again(desk: Client, eve: Person) -> None:
    space = open_community(eve, name="Old club")
    desk.post(f"/administration/communities/{space.pk}/archive")
    assert Space.objects.get(pk=space.pk).archived_at is not None
    desk.post(f"/administration/communities/{space.pk}/archive", {"open": "1"})
    assert Space.objects.get(pk=space.pk).archived_at is None
    wall = Space.objects.get(owner=eve, kind="wall")
    assert desk.post(f"/administration/communities/{wall.pk}/archive").status_code == 404


def test_a_manager_only_where_there_is_none(desk: Client, ada: Person, eve: Person) -> None:
    space = open_community(eve, name="Club")
    at = f"/administration/communities/{space.pk}/manager"
    assert "has a manager" in desk.post(at, {"manager": "ada"}).content.decode()
    let_go(ada, eve)
    assert "nobody runs it" in desk.get("/administration/communities/").content.decode()
    assert "Nobody is found" in desk.post(at, {"manager": "xyz"}).content.decode()
    assert desk.post(at, {"manager": "ada"}).status_code == 302
    assert Subscription.objects.get(space=space, person=ada).manages


def test_failed_jobs_are_tried_again(desk: Client) -> None:
    job = send_link.defer(login="eve", language="en")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [job])
    page = desk.get("/administration/worker/").content.decode()
    assert "send_link" in page
    assert "No worker is running" in page
    desk.post(f"/administration/worker/{job}/retry")
    assert ProcrastinateJob.objects.get(pk=job).status == "todo"
    again = desk.post(f"/administration/worker/{job}/retry", follow=True)
    assert "not waiting for a new try" in again.content.decode()


def test_the_journal_leaves_out_what_is_private(desk: Client, ada: Person, eve: Person) -> None:
    bob = take_in(None, handle="bob", name="Bob")
    open_conversation(eve, [bob])
    assert not Entry.objects.filter(verb="conversation.opened", space=None).exists()
    page = desk.get("/administration/journal/").content.decode()
    assert "conversation.opened" not in page
    assert "took in" in page


def test_lists_take_a_constant_number_of_statements(desk: Client, eve: Person) -> None:
    def count(page: str) -> int:
        desk.get(page)
        with CaptureQueriesContext(connection) as captured:
            desk.get(page)
        return len(captured)

    pages = [
        "/administration/", "/administration/people/", "/administration/communities/",
        "/administration/journal/",
    ]  # fmt: skip
    before = [count(page) for page in pages]
    for n in range(12):
        person = take_in(None, handle=f"p{n}", name=f"P {n}")
        publish(person, open_community(person, name=f"Club {n}"), "Hello")
        publish(eve, Space.objects.get(owner=person, kind="wall"), "Hello")
    after = [count(page) for page in pages]
    assert after <= [n + 1 for n in before]
    assert max(after) < 20
