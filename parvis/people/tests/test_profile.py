"""Editing a profile: what is typed stays, pictures come and go."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from parvis.people.completeness import complete, missing
from parvis.people.models import Person
from parvis.people.tests.conftest import signed_in

FORM = {
    "name": "Zoé M.", "title": "Fitter", "department": "Assembly", "site": "Lyon", "country": "FR",
    "manager": "@max", "languages": ["fr", "en"], "skills": "welding,  torque , welding",
    "about": "Hello",
}  # fmt: skip


def picture() -> SimpleUploadedFile:
    """A small PNG."""
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "teal").save(out, "PNG")
    return SimpleUploadedFile("me.png", out.getvalue(), "image/png")


def test_one_edits_oneself(zoe: Person) -> None:
    browser = signed_in(zoe)
    assert 'value="max"' in browser.get("/me/profile/").content.decode()
    answer = browser.post("/me/profile/", {**FORM, "email": "new@example.com", "is_admin": "1"})
    assert answer.headers["Location"] == "/people/zoe/"
    zoe.refresh_from_db()
    assert (zoe.name, zoe.skills, zoe.languages) == ("Zoé M.", ["welding", "torque"], ["fr", "en"])
    assert (zoe.email, zoe.is_admin) == ("", False)


def test_pictures_come_and_go(zoe: Person) -> None:
    browser = signed_in(zoe)
    browser.post("/me/profile/", {**FORM, "photo": picture(), "cover": picture()})
    zoe.refresh_from_db()
    assert zoe.photo_id
    assert zoe.cover_id
    assert browser.get(f"/files/{zoe.photo_id}/face").status_code == 200
    browser.post("/me/profile/", {**FORM, "photo-remove": "1"})
    after = Person.objects.get(pk=zoe.pk)
    assert after.photo_id is None
    assert after.cover_id


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "required"),
        ({"manager": "nobody at all"}, "Nobody is found"),
        ({"manager": "zoe"}, "their own manager"),
        ({"skills": "x" * 81}, "80 characters"),
        ({"country": "XX"}, "valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    zoe: Person, wrong: dict[str, str], said: str
) -> None:
    zoe.locale = "en"
    zoe.save()
    answer = signed_in(zoe).post("/me/profile/", {**FORM, "about": "Long words", **wrong})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert "Long words" in page
    zoe.refresh_from_db()
    assert zoe.about == ""


def test_a_file_that_is_no_picture_is_refused(zoe: Person) -> None:
    upload = SimpleUploadedFile("me.png", b"<svg onload=alert(1)>", "image/png")
    answer = signed_in(zoe).post("/me/profile/", {**FORM, "photo": upload})
    assert answer.status_code == 422
    assert "Fitter" in answer.content.decode()


def test_an_administrator_edits_all_the_address_too(zoe: Person, ada: Person, eve: Person) -> None:
    browser = signed_in(ada)
    answer = browser.post("/people/zoe/edit", {**FORM, "email": "EVE@example.com"})
    assert "Somebody else has this address" in answer.content.decode()
    assert browser.post("/people/zoe/edit", {**FORM, "email": "z@example.com"}).status_code == 302
    zoe.refresh_from_db()
    assert zoe.email == "z@example.com"
    assert signed_in(eve).post("/people/zoe/edit", FORM).status_code == 403


def test_language_time_and_look(zoe: Person) -> None:
    browser = signed_in(zoe)
    words = {"locale": "en", "time_zone": "Europe/Bucharest", "theme": "dark"}
    assert browser.post("/me/preferences/", words).status_code == 302
    page = browser.get("/me/preferences/").content.decode()
    assert '<html lang="en"' in page
    assert 'data-theme="dark"' in page
    browser.post("/language", {"language": "fr"})
    assert '<html lang="fr"' in browser.get("/me/").content.decode()


def test_what_is_missing_is_shown_to_oneself_alone(zoe: Person, eve: Person) -> None:
    page = signed_in(zoe).get("/people/zoe/").content.decode()
    assert "complet" in page
    assert "/me/profile/#id_about" in page
    assert "#id_manager" not in page
    assert [lack.field for lack in missing(zoe)] == ["photo", "title", "about", "skills"]
    assert complete(zoe) == 50
    for path in ("/people/zoe/", "/people/zoe/?tab=about"):
        assert 'id="missing"' not in signed_in(eve).get(path).content.decode()
    zoe.photo_id, zoe.title, zoe.about, zoe.skills = 1, "Fitter", "Hello", ["a", "b"]
    assert complete(zoe) == 100


def test_a_profile_leads_to_its_place_in_the_chart(zoe: Person, eve: Person, gus: Person) -> None:
    assert "/chart/zoe/" in signed_in(eve).get("/people/zoe/?tab=about").content.decode()
    gus.manager = zoe
    gus.save()
    assert "/chart/" not in signed_in(gus).get("/people/gus/?tab=about").content.decode()


def test_on_a_wall_one_is_asked_to_write_to_whose_it_is(zoe: Person, eve: Person) -> None:
    wall = signed_in(eve).get("/people/zoe/").content.decode()
    assert f'placeholder="Write to {zoe.name} on their wall"' in wall
    own = signed_in(zoe).get("/people/zoe/").content.decode()
    assert 'placeholder="Que souhaitez-vous partager' in own
