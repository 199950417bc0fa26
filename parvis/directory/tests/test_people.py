"""People from LDIF and from spreadsheets: what is read, what is left out, what is told."""

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from parvis.directory.people import csv, ldif
from parvis.directory.reading import spreadsheet
from parvis.directory.report import Report
from parvis.journal.models import Entry
from parvis.people.models import Person
from parvis.spaces.models import Space

type Bring = Callable[..., Report]


def _coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


LDIF = f"""\
version: 1

# the company itself is nobody
dn: o=Brévenne
objectClass: organization
o: Brévenne

dn: ou=Équipe,o=Brévenne
objectClass: organizationalUnit
ou: Équipe

dn: uid=zoe, ou=Équipe, o=Brévenne
objectClass: inetOrgPerson
uid: zoe
cn;lang-fr:: {_coded("Zoé Lefèvre")}
mail: zoe@x.example
title: Head of a very
  long title
l: Genève
c: ch
preferredLanguage: fr-CH;q=1

dn:: {_coded("uid=rene,ou=Équipe,o=Brévenne")}
objectClass: inetOrgPerson
uid: rene
cn: René Dupont
manager: UID=zoe,ou=équipe,o=brévenne
favouriteDrink: tea

dn: uid=ann,o=Brévenne
objectClass: person
uid: ann
givenName: Ann
sn: One
manager: uid=bob,o=Brévenne

dn: uid=bob,o=Brévenne
objectClass: person
uid: bob
cn: Bob Two
manager: uid=ann,o=Brévenne

dn: uid=bob,ou=other,o=Brévenne
objectClass: person
uid: bob
cn: Bob Three
manager: uid=nobody,o=Brévenne
"""

CSV = (
    "Matricule;Prénom;Nom;Courriel;Intitulé du poste;Service;Pays;Responsable;Pointure\r\n"
    '1;Zoé;Lefèvre;zoe@x.example;"Responsable\nqualité";Four;Suisse;;38\r\n'
    "2;René;Dupont;rene@x.example;Émailleur;Four;France;1;42\r\n"
    ";;;;;Four;;;40\r\n"
)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A small directory in a file."""
    path = tmp_path / "people.ldif"
    path.write_text(LDIF)
    return path


def _reasons(report: Report) -> dict[str, int]:
    return {reason: met.count for (_kind, reason), met in report.reasons.items()}


def _manager_of(handle: str) -> str | None:
    manager = Person.objects.get(handle=handle).manager
    return manager.handle if manager else None


@pytest.mark.django_db
def test_a_directory(directory: Path, bring_people: Bring) -> None:
    report = bring_people(directory)
    assert report.of("people", "created") == 5
    assert _reasons(report) == {
        "not a person": 2,
        "not used: favouritedrink": 1,
        "the handle was taken: another given": 1,
        "is not in the file nor here": 1,
        "would close a circle: left out": 1,
    }
    zoe = Person.objects.get(handle="zoe")
    assert (zoe.name, zoe.email, zoe.title) == (
        "Zoé Lefèvre",
        "zoe@x.example",
        "Head of a very long title",
    )
    assert (zoe.department, zoe.site, zoe.country, zoe.languages) == (
        "Équipe",
        "Genève",
        "CH",
        ["fr"],
    )
    assert Person.objects.get(handle="ann").name == "Ann One"
    assert Person.objects.get(handle="bob2").name == "Bob Three"
    assert _manager_of("rene") == "zoe"
    assert [_manager_of("ann"), _manager_of("bob")] == ["bob", None]
    assert Space.objects.filter(kind="wall").count() == 5


@pytest.mark.django_db
def test_a_second_run_changes_nothing(directory: Path, bring_people: Bring) -> None:
    bring_people(directory)
    before = list(Person.objects.order_by("pk").values())
    again = bring_people(directory)
    assert (again.changed, again.of("people", "unchanged")) == (0, 5)
    assert list(Person.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_what_the_directory_decides_follows_it(directory: Path, bring_people: Bring) -> None:
    bring_people(directory)
    Person.objects.filter(handle="zoe").update(languages=["it"])
    directory.write_text(LDIF.replace("Genève", "Lausanne"))
    assert bring_people(directory).of("people", "updated") == 1
    zoe = Person.objects.get(handle="zoe")
    assert (zoe.site, zoe.languages) == ("Lausanne", ["it"])


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["ldif", "csv"])
def test_a_trial_run_writes_nothing(tmp_path: Path, bring_people: Bring, ending: str) -> None:
    path = tmp_path / f"people.{ending}"
    path.write_text(LDIF if ending == "ldif" else CSV, newline="")
    report = bring_people(path, dry_run=True)
    assert report.of("people", "created") == (5 if ending == "ldif" else 2)
    for model in (Person, Space, Entry):
        assert not model._default_manager.exists()
    real = bring_people(path)
    assert (real.counts, real.reasons) == (report.counts, report.reasons)


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "latin-1", "utf-16"])
def test_a_spreadsheet_in_any_encoding(tmp_path: Path, bring_people: Bring, encoding: str) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(CSV.encode(encoding))
    report = bring_people(path)
    assert (report.of("people", "created"), report.of("people", "skipped")) == (2, 1)
    assert _reasons(report) == {
        "not used: Pointure": 1,
        "neither name nor e-mail nor handle": 1,
    }
    zoe = Person.objects.get(handle="zoe")
    assert (zoe.name, zoe.title, zoe.country) == ("Zoé Lefèvre", "Responsable qualité", "CH")
    assert Person.objects.get(handle="rene").title == "Émailleur"
    assert _manager_of("rene") == "zoe"
    assert bring_people(path).changed == 0


@pytest.mark.django_db
def test_blanks_of_a_spreadsheet_are_plain_ones(tmp_path: Path, bring_people: Bring) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Nom complet;Site\nJean\u00a0Dupont;Le\u202fMans\n", encoding="utf-8")
    bring_people(path)
    person = Person.objects.get()
    assert (person.name, person.site) == ("Jean Dupont", "Le Mans")


@pytest.mark.django_db
def test_the_same_person_twice_counts_once(tmp_path: Path, bring_people: Bring) -> None:
    path = tmp_path / "people.csv"
    path.write_text("login,name\nzoe,Zoé\nzoe,Another\n")
    report = bring_people(path)
    assert (report.of("people", "created"), report.of("people", "skipped")) == (1, 1)
    assert Person.objects.get().name == "Zoé"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("people.csv", "colour,size\nred,3\n", "first row must name the columns"),
        ("people.csv", "", "first row must name the columns"),
        ("people.ldif", "dn: o=x\nobjectClass: organization\n", "nobody in people.ldif"),
        ("people.pdf", "name\nZoé\n", "come from a .ldif or a .csv"),
    ],
)
def test_what_is_no_list_of_people(
    tmp_path: Path, bring_people: Bring, name: str, text: str, said: str
) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(ValueError, match=said):
        bring_people(path)
    assert not Person.objects.exists()


SNIPPETS = some.sampled_from(
    [b"dn: uid=a,o=x\n", b"dn:: ", b"objectClass: person\n", b" ", b"\n", b"\n\n", b"#", b":",
     b"cn;lang-fr: ", b"manager: \\,=", b"changetype: modify\n", b"-\n", b"\xff", b"\x00", b'"']
)  # fmt: skip
CELLS = some.sampled_from(
    [b"name", b"mail", b"manager", b";", b",", b"\t", b'"', b"\r", b"\n", b"\xef\xbb\xbf",
     b"\xff\xfe", b"\x00", b"sep=", b"sep=;\n", "é".encode(), "é".encode("latin-1")]
)  # fmt: skip


def _bytes(parts: some.SearchStrategy[bytes]) -> some.SearchStrategy[bytes]:
    return some.lists(parts | some.binary(max_size=12), max_size=30).map(b"".join)


@settings(max_examples=150, deadline=None)
@given(raw=_bytes(SNIPPETS))
def test_any_bytes_are_read_as_a_directory(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.ldif"
    path.write_bytes(raw)
    list(ldif.candidates(path, Report("any")))


@pytest.mark.parametrize(
    ("first", "separator"),
    [
        ("sep=\t", "\t"),
        ("SEP=|", "|"),
        ("sep=#", "#"),
        ("sep=", ","),
        ('sep="', ","),
        ("sep= ", ","),
    ],
)
def test_the_separator_that_is_named_in_the_first_line(
    tmp_path: Path, first: str, separator: str
) -> None:
    path = tmp_path / "people.csv"
    path.write_text(f"{first}\nname{separator}mail\nAnna{separator}anna@corp.example\n")
    assert spreadsheet.separator_of(path) == separator
    assert _refusal_of(path) == ""


@settings(max_examples=150, deadline=None)
@given(raw=_bytes(CELLS), head=some.sampled_from([b"", b"name;mail;manager\n", b"nom,id\n"]))
def test_any_bytes_are_read_as_a_spreadsheet_or_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, head: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(head + raw)
    assert _refusal_of(path) in ("", "The first row must name the columns")


def _refusal_of(path: Path) -> str:
    try:
        list(csv.candidates(path, Report("any")))
    except ValueError as refusal:
        return str(refusal).partition(",")[0]
    return ""
