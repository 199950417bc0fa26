"""The set-up, once; the company on every page; its logo for everybody."""

import io

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from parvis import access
from parvis.company.current import current
from parvis.company.models import Company
from parvis.company.verbs import change_company, set_up
from parvis.files.verbs import keep
from parvis.journal.models import Entry
from parvis.kernel.errors import Refused
from parvis.people.models import Person
from parvis.people.verbs import setup_link, sign_in_link, take_in

pytestmark = pytest.mark.django_db

FORM = {
    "name": "Brévenne", "language": "fr", "time_zone": "Europe/Paris", "person_name": "Ada Admin",
    "email": "ada@example.com", "password": "correct horse battery",
}  # fmt: skip


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    """Start with nothing counted."""
    cache.clear()


def picture(colour: str = "teal") -> SimpleUploadedFile:
    """A small PNG."""
    out = io.BytesIO()
    Image.new("RGB", (200, 200), colour).save(out, "PNG")
    return SimpleUploadedFile("logo.png", out.getvalue(), "image/png")


def test_the_link_sets_up_once_and_signs_in() -> None:
    path, client = setup_link(), Client()
    assert client.get(path).status_code == 200
    assert client.get(path.replace("/setup/", "/enter/")).headers["Location"] == path
    answer = client.post(path, {**FORM, "logo": picture()})
    assert answer.headers["Location"] == "/welcome/"
    ada = Person.objects.get()
    assert (ada.is_admin, ada.handle, ada.locale) == (True, "ada.admin", "fr")
    page = client.get("/administration/").content.decode()
    assert "Brévenne" in page
    assert '<html lang="fr"' in page
    assert Client().get(path).status_code == 410
    assert Client().post(path, FORM).status_code == 410
    assert Entry.objects.filter(verb="company.set_up").count() == 1


def test_what_is_wrong_keeps_the_link_and_the_words() -> None:
    path, client = setup_link(), Client()
    for wrong in ({"password": "short"}, {"email": "nonsense"}, {"name": ""}):
        answer = client.post(path, {**FORM, **wrong})
        assert answer.status_code == 422
        assert "Ada Admin" in answer.content.decode()
    svg = SimpleUploadedFile("logo.png", b"<svg/>", "image/png")
    assert client.post(path, {**FORM, "logo": svg}).status_code == 422
    assert not Person.objects.exists()
    assert client.post(path, FORM).status_code == 302


def test_a_new_link_ends_the_old_one_and_other_links_set_nothing_up() -> None:
    first, second = setup_link(), setup_link()
    assert Client().get(first).status_code == 410
    assert Client().get(second).status_code == 200
    eve = take_in(None, handle="eve", name="Eve")
    secret = sign_in_link(eve).rsplit("/", 1)[1]
    assert Client().post(f"/setup/{secret}", FORM).status_code == 410
    assert Client().post("/setup/nonsense", FORM).status_code == 410


def test_there_is_no_second_first_administrator() -> None:
    secret = setup_link().rsplit("/", 1)[1]
    take_in(None, handle="root", name="Root", is_admin=True)
    with pytest.raises(Refused):
        set_up(secret, **FORM)
    assert Company.objects.count() == 0


def test_only_administrators_change_it() -> None:
    ada = take_in(None, handle="ada", name="Ada", is_admin=True)
    eve = take_in(None, handle="eve", name="Eve")
    with pytest.raises(access.Forbidden):
        change_company(eve, name="Mine")
    with pytest.raises(ValueError, match="set_up_at"):
        change_company(ada, set_up_at=None)
    change_company(ada, name="Ours", accent=240)
    assert (current().name, current().accent) == ("Ours", 240)
    assert 'data-accent="240"' in Client().get("/account/login/").content.decode()


def test_the_logo_is_seen_before_signing_in() -> None:
    assert Client().get("/company/logo").status_code == 404
    client = Client()
    client.post(setup_link(), {**FORM, "logo": picture()})
    answer = Client().get("/company/logo")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("image/")
    assert "/company/logo?" in Client().get("/account/login/").content.decode()


def test_of_all_files_strangers_are_sent_the_logo_alone() -> None:
    Client().post(setup_link(), {**FORM, "logo": picture()})
    company = Company.objects.get()
    assert company.logo is not None
    ada = Person.objects.get(is_admin=True)
    face = keep(ada, picture("red"), purpose="public")
    logo = Client().get(f"/company/logo?{face.pk}")
    assert logo.headers["ETag"] == Client().get("/company/logo").headers["ETag"]
    assert face.digest[:32] not in logo.headers["ETag"]
    for file in (company.logo, face):
        for variant in ("original", "preview", "face"):
            assert Client().get(f"/files/{file.pk}/{variant}").status_code == 404
    change_company(ada, logo=None)
    assert Client().get(f"/company/logo?{company.logo.pk}").status_code == 404


def test_a_colour_of_ones_own() -> None:
    ada = take_in(None, handle="ada", name="Ada", email="ada@example.com", is_admin=True)
    client = Client()
    client.force_login(ada)
    form = {"name": "Brévenne", "language": "en", "time_zone": "Europe/Paris"}
    answer = client.post("/administration/company/", {**form, "brand": "E30613"})
    assert answer.status_code == 302
    assert (current().brand, current().accent) == ("#e30613", 28)
    for page in (client.get("/administration/company/"), Client().get("/account/login/")):
        assert 'href="/company/accent-e30613.css"' in page.content.decode()
    sheet = Client().get("/company/accent-e30613.css")
    assert sheet.headers["Content-Type"].startswith("text/css")
    assert "immutable" in sheet.headers["Cache-Control"]
    assert sheet.content.decode().startswith(":root { --accent: light-dark(oklch(")
    answer = client.post("/administration/company/", {**form, "brand": "reddish", "accent": "30"})
    assert answer.status_code == 422
    assert "reddish" in answer.content.decode()
    assert current().brand == "#e30613"
    client.post("/administration/company/", {**form, "brand": "", "accent": "30"})
    assert (current().brand, current().accent) == ("", 30)
    assert "/company/accent-" not in client.get("/administration/company/").content.decode()
    assert Client().get("/company/accent-reddish.css").status_code == 404
    with pytest.raises(Refused):
        change_company(ada, brand="red}")
