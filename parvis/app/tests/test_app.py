"""What a phone is told, in the company's own name, colour and logo; nothing private."""

import re
from io import BytesIO
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image

from parvis.app import colour
from parvis.app.manifest import short_name
from parvis.company.verbs import change_company
from parvis.files.verbs import keep_bytes
from parvis.people.models import Person
from parvis.people.verbs import take_in
from parvis.posts.models import Post
from parvis.posts.verbs import once
from parvis.spaces.models import Space
from parvis.spaces.verbs import open_conversation

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Person:
    return take_in(None, handle="ada", name="Ada Admin", is_admin=True)


@pytest.fixture
def bob() -> Person:
    return take_in(None, handle="bob", name="Bob Durand")


def browser(person: Person | None = None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def test_the_manifest_speaks_of_the_company_in_the_language_of_the_page(admin: Person) -> None:
    change_company(admin, name="Acme Verre et Métal", accent=30)
    found = browser().get("/manifest.webmanifest?language=fr")
    told = found.json()
    assert found.headers["Content-Type"].startswith("application/manifest+json")
    assert (told["name"], told["short_name"]) == ("Acme Verre et Métal", "Acme Verre")
    assert told["lang"] == "fr"
    assert told["shortcuts"][0]["name"] == "Écrire"
    assert told["theme_color"] == colour.fill("", 30) != colour.OURS
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}
    for shortcut in told["shortcuts"]:
        assert browser(admin).get(shortcut["url"]).status_code == 200
    assert browser().get("/manifest.webmanifest").json()["lang"] == "en"


def test_a_companys_own_colour_is_the_apps(admin: Person) -> None:
    change_company(admin, brand="#0000aa")
    assert browser().get("/manifest.webmanifest").json()["theme_color"] == "#0000aa"


@pytest.mark.parametrize(
    ("name", "short"),
    [("Acme", "Acme"), ("Acme Glass Works", "Acme Glass"), ("Bergwerksgesellschaft", None)],
)
def test_a_name_fits_under_an_icon(name: str, short: str | None) -> None:
    assert short_name(name) == (short or name)


@pytest.mark.parametrize("size", [180, 192, 512])
@pytest.mark.parametrize("kind", ["any", "maskable"])
def test_icons_are_drawn_in_each_size(admin: Person, size: int, kind: str) -> None:
    change_company(admin, accent=30)
    told = browser().get("/manifest.webmanifest").json()
    stamp = told["icons"][0]["src"].partition("?")[2]
    answer = browser().get(f"/app/icon-{size}-{kind}.png?{stamp}")
    assert "immutable" in answer.headers["Cache-Control"]
    picture = Image.open(BytesIO(answer.content)).convert("RGBA")
    assert picture.size == (size, size)
    corner = picture.getpixel((0, 0))
    assert isinstance(corner, tuple)
    filled = bytes.fromhex(colour.fill("", 30)[1:])
    assert (corner[3] == 0) if kind == "any" else (bytes(corner[:3]) == filled)


def test_a_logo_takes_the_place_of_our_mark(admin: Person) -> None:
    out = BytesIO()
    Image.new("RGB", (300, 100), "#ff00ff").save(out, "PNG")
    logo = keep_bytes(admin, "logo.png", out.getvalue(), purpose="public")
    before = browser().get("/app/icon-192-maskable.png").content
    change_company(admin, logo=logo)
    answer = browser().get("/app/icon-192-maskable.png")
    assert answer.content != before
    assert answer.headers["Cache-Control"] == "no-cache"
    picture = Image.open(BytesIO(answer.content)).convert("RGB")
    middle, corner = picture.getpixel((96, 96)), picture.getpixel((2, 2))
    assert isinstance(middle, tuple)
    assert middle[0] > 200 > middle[1]
    assert corner == (255, 255, 255)


@pytest.mark.parametrize("address", ["/app/icon-64-any.png", "/app/icon-192-round.png"])
def test_there_are_no_other_icons(address: str) -> None:
    assert browser().get(address).status_code == 404


def test_each_page_leads_to_the_manifest(admin: Person) -> None:
    for client, address in ((browser(admin), "/"), (browser(), "/account/login/")):
        page = client.get(address, headers={"accept-language": "fr"}).content.decode()
        assert '<link rel="manifest" href="/manifest.webmanifest?language=fr">' in page
        assert page.count('name="theme-color"') == 2


def test_the_worker_is_for_the_whole_site_and_of_one_build() -> None:
    answer = browser().get("/sw.js")
    text = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "'unsafe" not in answer.headers["Content-Security-Policy"]
    assert settings.STATIC_URL in text
    for address in re.findall(r'"(/offline[^"]*)"', text):
        assert browser().get(address).status_code == 200


@pytest.mark.parametrize(("language", "heading"), [("en", "out of reach"), ("fr", "hors de port")])
def test_the_offline_page_speaks_each_language(language: str, heading: str) -> None:
    page = browser().get(f"/offline?language={language}").content.decode()
    assert heading in page
    assert f'lang="{language}"' in page
    assert browser().get("/offline?language=xx").status_code == 200


def test_who_is_here_is_told_to_oneself_alone(bob: Person) -> None:
    answer = browser(bob).get("/app/me")
    assert answer.json()["person"] == str(bob.pk)
    assert answer.json()["token"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert browser().get("/app/me").status_code == 302


def test_a_line_sent_twice_is_said_once_but_each_person_has_their_own_keys(
    admin: Person, bob: Person
) -> None:
    talk = open_conversation(admin, [bob])
    form = {"text": "On my way", "once": str(uuid4())}
    for _ in range(2):
        browser(bob).post(f"/conversations/{talk.pk}/send", form)
    assert Post.objects.filter(space=talk).count() == 1
    browser(admin).post(f"/conversations/{talk.pk}/send", form)
    browser(bob).post(f"/conversations/{talk.pk}/send", form | {"once": str(uuid4())})
    assert Post.objects.filter(space=talk).count() == 3


def test_keys_are_known_for_longer_than_a_device_keeps_trying() -> None:
    script = (settings.ROOT / "parvis/app/static/app/js/store.js").read_text()
    days = re.search(r"lasts: (\d+) \* 24 \* 3600 \* 1000", script)
    assert days
    assert once.KEPT_FOR.days > int(days[1]) + 7


def test_home_is_kept_by_the_device_alone(bob: Person) -> None:
    answer = browser(bob).get("/")
    assert answer.headers["Cache-Control"] == "private, no-store"
    wall = Space.objects.get(kind="wall", owner=bob)
    assert f'data-live-person="{bob.pk}"' in answer.content.decode()
    assert wall.owner == bob
