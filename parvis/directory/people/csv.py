"""People from a spreadsheet."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from parvis.directory.people.candidate import Candidate
from parvis.directory.people.fields import cleaned, key
from parvis.directory.people.ldif import manager_names
from parvis.directory.reading import spreadsheet
from parvis.directory.reading.ldif import normal_dn
from parvis.directory.reading.words import fold, handle_from
from parvis.directory.report import Report, Unfit
from parvis.kernel.console import said

KIND: Final = "people"
# What the heads of columns are called, folded: English, French, LDAP.
HEADS: Final[dict[str, str]] = {
    "handle": "handle|login|user|username|user name|uid|userid|user id|samaccountname|account|"
    "identifiant|identifiant de connexion|compte|pseudo|nickname|utilisateur|nom d utilisateur",
    "number": "employee number|employeenumber|employee id|employeeid|employee no|personnel number|"
    "staff number|staff id|id|matricule|numero de salarie|numero d employe|num salarie|"
    "no salarie|n salarie|numero matricule|code salarie",
    "dn": "dn|distinguished name|distinguishedname",
    "name": "name|full name|fullname|display name|displayname|cn|common name|nom complet|"
    "prenom nom|prenom et nom|nom prenom|nom et prenom|nom affiche|nom d affichage|employee name",
    "given": "first name|firstname|given name|givenname|gn|prenom",
    "family": "last name|lastname|family name|surname|sn|nom|nom de famille|nom usuel",
    "email": "email|e mail|mail|email address|e mail address|mail address|courriel|"
    "adresse e mail|adresse email|adresse mail|adresse electronique|adresse de courriel|"
    "messagerie|rfc822mailbox|work email|email professionnel|mail professionnel",
    "title": "title|job title|jobtitle|position|role|function|job|titre|fonction|poste|"
    "intitule de poste|intitule du poste|emploi|metier",
    "department": "department|department name|departmentnumber|dept|division|unit|team|ou|"
    "service|departement|direction|equipe|unite|entite",
    "site": "site|location|office|city|town|l|locality|workplace|work location|"
    "physicaldeliveryofficename|lieu|lieu de travail|ville|bureau|etablissement|implantation|"
    "localisation|usine|plant",
    "country": "country|country code|countrycode|country name|c|co|nation|pays|code pays",
    "manager": "manager|manager id|manager email|manager e mail|manager name|manager number|"
    "manager handle|reports to|supervisor|line manager|boss|responsable|responsable hierarchique|"
    "n 1|manager n 1|superieur|superieur hierarchique|chef|email du manager|e mail du manager|"
    "matricule manager|matricule du manager|matricule responsable|managers employee number",
    "languages": "language|languages|spoken languages|preferredlanguage|preferred language|"
    "langue|langues|langues parlees",
    "skills": "skills|skill|competence|competences|expertise",
    "about": "about|bio|biography|description|a propos|presentation",
    "time_zone": "time zone|timezone|fuseau|fuseau horaire",
}
_COLUMNS: Final = {word: name for name, words in HEADS.items() for word in words.split("|")}
TOLD: Final = (
    *("name", "email", "title", "department", "site", "country"),
    *("languages", "skills", "about", "time_zone"),
)


def candidates(path: Path, report: Report) -> Iterator[Candidate]:
    """Yield the people of a file whose first row names its columns.

    Raises Unfit, saying why, when the heads tell nothing about people.
    """

    def complain(reason: str, line: int, text: str) -> None:
        report.note("lines", reason, f"line {line} {text}".strip())

    rows = spreadsheet.rows(path, complain)
    _line, head = next(rows, (0, []))
    columns = _columns(head, report)
    if not columns.keys() & {"name", "given", "family", "email", "handle"}:
        raise Unfit(
            said(
                "The first row must name the columns, with one for name, e-mail or handle at least;"
                " it says: %(words)s.",
                words=", ".join(head)[:200] or said("nothing"),
            )
        )
    seen: Counter[str] = Counter()
    for line, row in rows:
        if len(row) > len(head) and any(row[len(head) :]):
            report.note("lines", said("more cells than columns"), f"line {line}")
        cells = {name: row[at] for name, at in columns.items() if at < len(row) and row[at]}
        if not any(cells.get(name) for name in ("name", "given", "family", "email", "handle")):
            report.skip(KIND, said("neither name nor e-mail nor handle"), f"line {line}")
            continue
        yield _candidate(cells, line, seen, report)


def _columns(head: list[str], report: Report) -> dict[str, int]:
    """Return where each of our fields stands; columns that say nothing to us are reported."""
    columns: dict[str, int] = {}
    for at, word in enumerate(head):
        name = _COLUMNS.get(fold(word)) or _COLUMNS.get(fold(word).replace(" ", ""))
        if name is None:
            report.note(
                "columns", said("not used: %(name)s", name=word or said("(without a name)"))
            )
        elif name in columns:
            report.note("columns", said("a second column for the same: %(name)s", name=word))
        else:
            columns[name] = at
    # A "nom" alone, with no first name beside it, is the whole name.
    if "family" in columns and "given" not in columns and "name" not in columns:
        columns["name"] = columns.pop("family")
    return columns


def _candidate(cells: dict[str, str], line: int, seen: Counter[str], report: Report) -> Candidate:
    told: dict[str, Any] = {name: cells[name] for name in TOLD if name in cells}
    if "name" not in told:
        told["name"] = f"{cells.get('given', '')} {cells.get('family', '')}".strip()
    handle = handle_from(cells.get("handle", "").partition("@")[0])
    fields = cleaned(told, report, f"line {line}")
    email = str(fields.get("email", "")).lower()
    candidate = Candidate(
        origin=_origin(cells, handle, email, fields, seen),
        line=line,
        handle=handle or handle_from(email.partition("@")[0]),
        fields=fields,
        manager=_ways(cells.get("manager", "")),
    )
    candidate.names = [
        *(("number", number) for number in [cells.get("number", "")] if number),
        *(("handle", handle) for _ in [handle] if handle),
        *(("email", email) for _ in [email] if email),
        *(("name", fold(name)) for name in [fields.get("name", "")] if name),
    ]
    return candidate


def _origin(
    cells: dict[str, str], handle: str, email: str, fields: dict[str, Any], seen: Counter[str]
) -> str:
    """Return what a row is known by: number, name in the directory, handle, e-mail, or the name.

    Of several with nothing but the same name, the second is the second.
    """
    if cells.get("number"):
        return key("employee", cells["number"])
    if cells.get("dn"):
        return key("ldap", normal_dn(cells["dn"]))
    if handle:
        return key("uid", handle)
    if email:
        return key("mail", email)
    name = fold(str(fields.get("name", "")))
    seen[name] += 1
    return key("name", name if seen[name] == 1 else f"{name}#{seen[name]}")


def _ways(manager: str) -> list[tuple[str, str]]:
    """Return how a manager may be found: by number, e-mail, handle, name, place in the tree."""
    if not manager:
        return []
    if "=" in manager:
        return manager_names(manager)
    return [
        ("number", manager),
        ("origin", key("employee", manager)),
        ("email", manager.lower()),
        ("handle", handle_from(manager)),
        ("name", fold(manager)),
    ]
