"""People from a directory's LDIF."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from parvis.directory.people.candidate import Candidate
from parvis.directory.people.fields import cleaned, key
from parvis.directory.reading import ldif
from parvis.directory.reading.words import handle_from
from parvis.directory.report import Report
from parvis.kernel.console import Said, said

KIND: Final = "people"
PERSON_CLASSES: Final = frozenset(
    {"person", "organizationalperson", "inetorgperson", "user", "posixaccount", "account"}
)
# Classes whose entries are no people even where they are persons to the directory.
OTHER_CLASSES: Final = frozenset({"computer", "group", "organizationalunit"})
# For each of our fields, the attributes that hold it, the best first.
ATTRIBUTES: Final[dict[str, tuple[str, ...]]] = {
    "name": ("displayname", "cn", "commonname"),
    "email": ("mail", "rfc822mailbox", "email"),
    "title": ("title", "personaltitle"),
    "department": ("department", "departmentnumber"),
    "site": ("l", "locality", "localityname", "physicaldeliveryofficename"),
    "country": ("c", "countryname", "co", "friendlycountryname"),
    "languages": ("preferredlanguage",),
    "about": ("description",),
}
HANDLES: Final = ("uid", "userid", "samaccountname")
NUMBERS: Final = ("employeenumber", "employeeid")
# Units that hold people without saying anything about them.
HOLDERS: Final = frozenset(
    {"people", "users", "employees", "personen", "personnes", "utilisateurs"}
)
# Read, and of no use here; what is in none of these lists is reported as not known.
_IGNORED: Final = (
    "objectclass sn surname givenname gn ou organizationalunitname o manager userpassword"
    " telephonenumber facsimiletelephonenumber mobile homephone roomnumber postaladdress"
    " businesscategory seealso street st postalcode jpegphoto thumbnailphoto userprincipalname"
    " entryuuid objectguid memberof aci uidnumber gidnumber homedirectory loginshell gecos initials"
    " createtimestamp modifytimestamp creatorsname modifiersname entrydn entrycsn"
    " structuralobjectclass hassubordinates subschemasubentry"
)


def candidates(path: Path, report: Report) -> Iterator[Candidate]:
    """Yield the people of a file; other entries and what is not understood are counted."""

    def complain(reason: str, line: int, text: str) -> None:
        report.note("lines", reason, f"line {line}: {text}" if text else f"line {line}")

    for entry in ldif.entries(path, complain):
        classes = {name.lower() for name in entry.values.get("objectclass", [])}
        if entry.change and entry.change != "add":
            report.skip(KIND, said("a change record (only additions are read)"), entry.dn)
        elif not classes & PERSON_CLASSES or classes & OTHER_CLASSES:
            report.note("other entries", said("not a person"), entry.dn)
        else:
            yield _candidate(entry, report)


def _candidate(entry: ldif.Entry, report: Report) -> Candidate:
    told: dict[str, Any] = {
        field: value for field, names in ATTRIBUTES.items() if (value := _first(entry, names))
    }
    if "name" not in told:
        told["name"] = _full_name(entry)
    if "department" not in told:
        told["department"] = _unit(entry)
    normal = ldif.normal_dn(entry.dn)
    handle = handle_from(_first(entry, HANDLES).partition("@")[0])
    candidate = Candidate(
        origin=key("ldap", normal),
        line=entry.line,
        handle=handle,
        fields=cleaned(told, report, f"line {entry.line}: {entry.dn}"),
        manager=manager_names(_first(entry, ("manager",))),
    )
    candidate.names = [
        *(("handle", handle) for _ in [handle] if handle),
        *(("email", address.lower()) for address in entry.values.get("mail", [])),
        *(("number", number) for number in [_first(entry, NUMBERS)] if number),
    ]
    _report_unknown(entry, report)
    return candidate


def manager_names(manager: str) -> list[tuple[str, str]]:
    """Return how a manager may be found: by distinguished name, or by what it begins with."""
    if not manager:
        return []
    if "=" not in manager:
        return [("handle", manager.lower()), ("email", manager.lower()), ("number", manager)]
    ways = [("origin", key("ldap", ldif.normal_dn(manager)))]
    kind, value = ldif.first_value(manager)
    if kind in HANDLES:
        ways.append(("handle", handle_from(value)))
    return ways


def _first(entry: ldif.Entry, names: tuple[str, ...]) -> str:
    """Return the first value of the first attribute that has one, without or with a language."""
    for name in names:
        if name in entry.values:
            return entry.values[name][0]
    for name in names if entry.tagged else ():
        for described, values in entry.values.items():
            if described.startswith(name + ";"):
                return values[0]
    return ""


def _full_name(entry: ldif.Entry) -> str:
    given, family = _first(entry, ("givenname", "gn")), _first(entry, ("sn", "surname"))
    return f"{given} {family}".strip()


def _unit(entry: ldif.Entry) -> str:
    """Return the unit a person is in, from an attribute or from where the entry stands."""
    units = [*entry.values.get("ou", []), *entry.values.get("organizationalunitname", [])]
    for part in ldif.parts_of(entry.dn)[1:]:
        kind, _equals, value = part.partition("=")
        if kind.strip().lower() == "ou":
            units.append(value.strip())
    return next((unit for unit in units if unit.casefold() not in HOLDERS), "")


def _report_unknown(entry: ldif.Entry, report: Report) -> None:
    for described in entry.values:
        name = described
        if name not in _KNOWN and (name := described.partition(";")[0]) not in _KNOWN:
            report.note("attributes", _not_used(name), f"line {entry.line}")


_KNOWN: Final = frozenset(
    {
        *(name for names in ATTRIBUTES.values() for name in names),
        *HANDLES,
        *NUMBERS,
        *_IGNORED.split(),
    }
)


@cache
def _not_used(name: str) -> Said:
    return said("not used: %(name)s", name=name)
