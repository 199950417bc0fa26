"""What may be kept, and what is kept of it."""

import io
import stat
from pathlib import Path

import pytest
from PIL import Image
from pytest_django.fixtures import Settings

from parvis.access import Forbidden, NotVisible
from parvis.files import queries, shelf, verbs
from parvis.files.models import File
from parvis.files.tests.samples import bomb, moving, picture, png, with_position
from parvis.files.verbs import Bytes
from parvis.kernel.errors import Refused
from parvis.people.models import Person
from parvis.spaces.models import Subscription
from parvis.spaces.verbs import join, open_community

pytestmark = pytest.mark.django_db


def stored(file: File) -> bytes:
    return shelf.path_of(file.digest).read_bytes()


def test_a_picture_loses_its_place_and_keeps_its_way_up(alice: Person) -> None:
    data = with_position()
    assert b"secret comment" in data
    file = verbs.keep(alice, Bytes("IMG_1.JPEG", data), alt="A  view")
    kept = Image.open(io.BytesIO(stored(file)))
    assert (file.width, file.height, kept.size) == (20, 60, (20, 60))
    assert kept.convert("RGB").getpixel((10, 5))[0] > 200  # type: ignore[index]
    assert not kept.getexif()
    assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive",
                              "progression"}  # fmt: skip
    for trace in (b"Exif", b"GPS", b"Camera", b"xmpmeta", b"secret"):
        assert trace not in stored(file)
    assert file.name == "IMG_1.JPEG"
    assert file.content_type == "image/jpeg"


@pytest.mark.parametrize("format_", ["WEBP", "PNG", "AVIF"])
def test_no_format_carries_metadata_through(alice: Person, format_: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera Maker"
    data = picture(format_, exif=exif, xmp=b"<x:xmpmeta>GPSLatitude</x:xmpmeta>")
    file = verbs.keep(alice, Bytes(f"a.{format_.lower()}", data))
    assert b"Camera" not in stored(file)
    assert b"GPS" not in stored(file)


@pytest.mark.parametrize(
    ("format_", "mode", "content_type", "name"),
    [
        ("PNG", "RGBA", "image/png", "a.png"),
        ("PNG", "L", "image/png", "a.png"),
        ("GIF", "RGB", "image/png", "a.png"),
        ("BMP", "RGB", "image/png", "a.png"),
        ("WEBP", "RGBA", "image/webp", "a.webp"),
        ("AVIF", "RGB", "image/webp", "a.webp"),
        ("JPEG", "L", "image/jpeg", "a.jpg"),
        ("JPEG", "CMYK", "image/jpeg", "a.jpg"),
    ],
)
def test_each_format_becomes_one_that_browsers_show(
    alice: Person, format_: str, mode: str, content_type: str, name: str
) -> None:
    file = verbs.keep(alice, Bytes(f"a.{format_.lower()}", picture(format_, mode=mode)))
    assert file.content_type == content_type
    assert file.name in (name, f"a.{format_.lower()}")
    assert Image.open(io.BytesIO(stored(file))).size == (40, 30)


@pytest.mark.parametrize("format_", ["GIF", "WEBP"])
def test_moving_pictures_go_on_moving(alice: Person, format_: str) -> None:
    file = verbs.keep(alice, Bytes("cat.gif" if format_ == "GIF" else "cat.webp", moving(format_)))
    kept = Image.open(io.BytesIO(stored(file)))
    assert (kept.format, kept.n_frames, kept.size) == ("WEBP", 3, (20, 20))  # type: ignore[attr-defined]
    assert kept.info["loop"] == 0
    kept.seek(1)
    kept.load()
    assert kept.info["duration"] == 70
    face = queries.stored(file, "face")
    assert face
    assert Image.open(face.path).size == (256, 256)
    preview = queries.stored(file, "preview")
    assert preview
    assert preview.path == shelf.path_of(file.digest)


def test_deep_and_transparent_palettes_survive(alice: Person) -> None:
    deep = io.BytesIO()
    Image.new("I;16", (10, 10), 40_000).save(deep, "PNG")
    file = verbs.keep(alice, Bytes("deep.png", deep.getvalue()))
    assert abs(Image.open(io.BytesIO(stored(file))).getpixel((5, 5)) - 156) <= 1  # type: ignore[operator]
    palette = io.BytesIO()
    Image.new("P", (10, 10), 0).save(palette, "PNG", transparency=0)
    file = verbs.keep(alice, Bytes("p.png", palette.getvalue()))
    assert Image.open(io.BytesIO(stored(file))).convert("RGBA").getpixel((5, 5))[3] == 0  # type: ignore[index]


def test_bombs_are_refused_before_they_unpack(alice: Person) -> None:
    data = bomb()
    assert len(data) < 200_000
    with pytest.raises(Refused, match="too many pixels"):
        verbs.keep(alice, Bytes("bomb.png", data))
    with pytest.raises(Refused, match="too many pixels"):
        verbs.keep(alice, Bytes("bomb.png", bomb(9000, 9000)))


def test_endless_films_are_refused(alice: Person) -> None:
    with pytest.raises(Refused, match="too long"):
        verbs.keep(alice, Bytes("long.gif", moving(frames=420, size=(4, 4))))


@pytest.mark.parametrize("cut", [40, 0.5, -40])
def test_damaged_pictures_are_refused(alice: Person, cut: float) -> None:
    data = picture("PNG", (300, 300))
    data = data[: int(len(data) * cut) if 0 < cut < 1 else int(cut)]
    with pytest.raises(Refused):
        verbs.keep(alice, Bytes("broken.png", data))
    assert not File.objects.exists()
    assert not list((shelf.root() / shelf.INCOMING).iterdir())


def test_a_picture_by_name_only_is_refused(alice: Person) -> None:
    with pytest.raises(Refused, match="named like a picture"):
        verbs.keep(alice, Bytes("cat.jpg", b"<html><script>alert(1)</script></html>"))


def test_a_disguised_program_is_refused_an_honest_one_is_not(alice: Person) -> None:
    with pytest.raises(Refused, match="program"):
        verbs.keep(alice, Bytes("report.pdf", b"MZ\x90\x00" + bytes(100)))
    assert verbs.keep(alice, Bytes("setup.exe", b"MZ\x90\x00" + bytes(100))).pk


def test_empty_and_too_big_are_refused(alice: Person, settings: Settings) -> None:
    with pytest.raises(Refused, match="empty"):
        verbs.keep(alice, Bytes("nothing.txt", b""))
    settings.UPLOAD_LIMIT = 10
    with pytest.raises(Refused, match="too big"):
        verbs.keep(alice, Bytes("much.txt", b"x" * 11))
    assert verbs.keep(alice, Bytes("fits.txt", b"x" * 10)).size == 10


def test_the_heap_of_unpublished_files_is_bounded(alice: Person, settings: Settings) -> None:
    settings.UPLOAD_LIMIT = 10
    for number in range(20):
        verbs.keep(alice, Bytes(f"{number}.txt", b"0123456789"))
    with pytest.raises(Refused, match="waiting"):
        verbs.keep(alice, Bytes("last.txt", b"0123456789"))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/abs/olute.txt", "olute.txt"),
        ("..", "File"),
        ("", "File"),
        ("a\x00b\r\nSet-Cookie: x.txt", "abSet-Cookie: x.txt"),
        ("gnp.\u202etxt.exe", "gnp.txt.exe"),
        ("é" * 300 + ".pdf", "é" * 196 + ".pdf"),
        ("rapport d’été.pdf", "rapport d’été.pdf"),
    ],
)
def test_names_are_never_paths(alice: Person, files_root: Path, given: str, kept: str) -> None:
    file = verbs.keep(alice, Bytes(given, b"%PDF-1.7 words"))
    assert file.name == kept
    places = [path for path in files_root.rglob("*") if path.is_file()]
    assert places == [shelf.path_of(file.digest)]


def test_the_folder_is_for_our_eyes_only(alice: Person, files_root: Path) -> None:
    file = verbs.keep(alice, png())
    queries.stored(file, "face")
    for path in [files_root, *files_root.rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path


def test_the_same_bytes_lie_there_once(alice: Person, bob: Person, files_root: Path) -> None:
    one, two = verbs.keep(alice, png()), verbs.keep(bob, png())
    assert one.pk != two.pk
    assert one.digest == two.digest
    assert len([path for path in files_root.rglob("*") if path.is_file()]) == 1


def test_faces_and_covers_are_pictures_of_those_who_may(alice: Person, bob: Person) -> None:
    space = open_community(alice, name="Quality")
    join(bob, space)
    assert verbs.keep(alice, png(), purpose="space", space=space).space == space
    with pytest.raises(Forbidden):
        verbs.keep(bob, png(), purpose="space", space=space)
    secret = open_community(alice, name="Secret", visibility="secret")
    with pytest.raises(NotVisible):
        verbs.keep(bob, png(), purpose="space", space=secret)
    assert verbs.keep(bob, png(), purpose="public").purpose == "public"
    with pytest.raises(Refused, match="choose a picture"):
        verbs.keep(bob, Bytes("a.pdf", b"%PDF-1.7"), purpose="public")


def test_leavers_keep_nothing(alice: Person) -> None:
    alice.is_active = False
    alice.save()
    with pytest.raises(NotVisible):
        verbs.keep(alice, png())
    assert not Subscription.objects.filter(person=alice, state="banned").exists()


def test_variants_have_their_sizes(alice: Person) -> None:
    file = verbs.keep(alice, Bytes("wide.jpg", picture("JPEG", (3000, 1000))))
    for variant, size in {
        "face": (256, 256),
        "face-128": (128, 128),
        "preview": (1280, 427),
    }.items():
        stored = queries.stored(file, variant)
        assert stored
        made = Image.open(stored.path)
        assert (made.format, made.size) == ("WEBP", size)
    huge = verbs.keep(alice, Bytes("huge.jpg", picture("JPEG", (6000, 100))))
    assert huge.width == 4096
    assert queries.stored(verbs.keep(alice, Bytes("a.pdf", b"%PDF-1.7")), "preview") is None
    assert queries.stored(file, "../../../etc/passwd") is None
