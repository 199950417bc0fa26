"""Collect, merge and compile the interface's texts without any system tool (Babel does it).

The catalogue of a language is made from the texts found in the sources and what it says already.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from parvis.kernel.languages import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "locale"
TRANSLATIONS = tuple(code for code in LANGUAGES if code != "en")
SOURCES = ("parvis", "config", "seeds")
ONE, MANY = None, (1, 2)
CONTEXT_ONE, CONTEXT_MANY = ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    "_": ONE,
    "said": ONE,
    "said_of": MANY,
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop"), ONE),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), MANY),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), CONTEXT_ONE),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), CONTEXT_MANY),
}
# As Unicode has it: Babel's own table counts 11 to 99 among the rest.
PLURALS = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2"
    " : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)"
}
HEADER = "# Brought up to date by bin/messages; translated here."

Found = tuple[int, str | tuple[str, ...], list[str], str | None]


def template() -> Catalog:
    """Every text of the interface, in the order of the files it occurs in."""
    catalog = Catalog(project="Parvis", charset="utf-8", header_comment=HEADER)
    for path in sorted(_source_files()):
        where = str(path.relative_to(ROOT))
        for line, text, comments, context in _texts(path):
            catalog.add(text, None, [(where, line)], auto_comments=comments, context=context)
    return catalog


def merged(language: str) -> Catalog:
    """The catalogue of `language`: today's texts with all translations there are for them."""
    catalog = template()
    catalog.locale = language
    catalog.fuzzy = False
    if language in PLURALS:
        catalog.mime_headers = [("Plural-Forms", PLURALS[language])]
    if catalogue(language).exists():
        _take_over(catalog, _read(catalogue(language), language))
    return catalog


def catalogue(language: str) -> Path:
    """Where the catalogue of `language` is kept."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def problems(catalog: Catalog) -> Iterator[str]:
    """Each text that is not, doubtfully, or wrongly translated, said in one line."""
    for message in catalog:
        if not message.id:
            continue
        place = message.locations[0][0] if message.locations else "?"
        if not _complete(message):
            yield f"{place}: not translated: {message.id!r}"
        elif message.fuzzy:
            yield f"{place}: doubtful (fuzzy): {message.id!r}"
        else:
            for error in message.check(catalog):
                yield f"{place}: {error}: {message.id!r}"


def update() -> None:
    """Write the catalogues anew and compile them; says what is still to be translated."""
    for language in TRANSLATIONS:
        catalog = merged(language)
        path = catalogue(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_text(catalog))
        missing = list(problems(catalog))
        print("\n".join(missing))
        print(f"{path.relative_to(ROOT)}: {len(catalog)} texts, {len(missing)} to look at")
    compile_all()


def check() -> bool:
    """Whether every text is translated and the kept catalogues are up to date."""
    good = True
    for language in TRANSLATIONS:
        catalog = merged(language)
        for problem in problems(catalog):
            good = False
            print(f"{language}: {problem}")
        path = catalogue(language)
        if not path.exists() or path.read_bytes() != _text(catalog):
            good = False
            print(f"{language}: the catalogue is out of date: run bin/messages and commit it")
    return good


def compile_all() -> None:
    """Make the .mo file of each catalogue that lacks a current one."""
    for path in LOCALE.glob("*/LC_MESSAGES/*.po"):
        compiled = path.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime > path.stat().st_mtime:
            continue
        draft = compiled.with_suffix(".new")
        with draft.open("wb") as file:
            write_mo(file, _read(path, path.parent.parent.name))
        draft.replace(compiled)


def _source_files() -> Iterator[Path]:
    for top in SOURCES:
        for path in (ROOT / top).rglob("*"):
            parts = path.relative_to(ROOT).parts
            if "tests" in parts or "migrations" in parts or "vendor" in parts:
                continue
            if path.suffix == ".py" or (_is_template(path) and path.is_file()):
                yield path


def _is_template(path: Path) -> bool:
    return bool({"templates", "jinja2"} & set(path.parts)) and not path.name.startswith(".")


def _texts(path: Path) -> Iterator[Found]:
    source = path.read_text()
    method = "python"
    if "jinja2" in path.parts or path.suffix == ".jinja":
        method = "jinja2"
    elif path.suffix != ".py":
        source = _templatized(source, path)
    options = {"trimmed": "true"} if method == "jinja2" else {}
    stream = io.BytesIO(source.encode())
    yield from extract(method, stream, KEYWORDS, ["Translators:"], options)


def _templatized(source: str, path: Path) -> str:
    """A Django template as Python that holds nothing but its texts.

    In parentheses, since a template's indentation means nothing.
    """
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    return "(" + templatize(source, origin=str(path)) + "\n)"


def _take_over(catalog: Catalog, other: Catalog) -> None:
    for message in other:
        if not message.id or not _complete(message):
            continue
        mine = catalog.get(_key(message), context=message.context)
        if mine is None:
            continue
        if isinstance(mine.id, tuple) == isinstance(message.id, tuple):
            mine.string = message.string
            mine.flags = (mine.flags - {"fuzzy"}) | (message.flags & {"fuzzy"})


def _key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, list | tuple) else message.id


def _complete(message: Message) -> bool:
    if isinstance(message.string, list | tuple):
        return bool(message.string) and all(message.string)
    return bool(message.string)


def _read(path: Path, language: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def _text(catalog: Catalog) -> bytes:
    """The catalogue as a file: without line numbers and dates, which only make noise."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=100, include_lineno=False, sort_by_file=True, omit_header=True)
    head = (
        f'{HEADER}\nmsgid ""\nmsgstr ""\n"Language: {catalog.locale_identifier}\\n"\n'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {catalog.plural_forms};\\n"\n\n'
    )
    return head.encode() + buffer.getvalue()


def main(arguments: list[str]) -> int:
    """`compile`, `--check`, or nothing for the update; the exit code."""
    if arguments == ["compile"]:
        compile_all()
    elif arguments == ["--check"]:
        return 0 if check() else 1
    elif not arguments:
        update()
    else:
        print("usage: bin/messages [--check]", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
