"""Hot statements: prepared, with binary results, on Django's own connection.

Django never prepares; planning a feed anew costs more (2 ms) than running it. Only the few
statements of pages that everybody opens, and of deeds that everybody does, all day go this way;
everything else is plain ORM.
"""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any, NamedTuple

import psycopg
from django.db import connection
from django.db.models import Model, QuerySet

type Params = Mapping[str, Any] | None

_watchers: list[Callable[[str, Params], None]] = []


def run(sql: str, params: Params = None) -> list[tuple[Any, ...]]:
    """Run a statement, prepared once a connection, and return all its rows, if it has any.

    Parameters are written ``%(name)s``. The statement appears in Django's query log like any
    other, so that tests can count it. Where the connection turns out to be lost (the database was
    started anew), another one is asked, unless a transaction has gone with it.
    """
    began = time.monotonic()
    try:
        rows = _rows(sql, params)
    except psycopg.OperationalError:
        if not connection.connection.closed or connection.in_atomic_block:
            raise
        connection.close()
        rows = _rows(sql, params)
    if connection.queries_logged:
        seconds = time.monotonic() - began
        connection.queries_log.append({"sql": sql, "time": f"{seconds:.3f}"})
    for watch in _watchers:
        watch(sql, params)
    return rows


def _rows(sql: str, params: Params) -> list[tuple[Any, ...]]:
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(sql, params, prepare=True, binary=True)
        result = cursor.pgresult
        return cursor.fetchall() if result and result.nfields else []


class Statement(NamedTuple):
    """A queryset's SQL, with a name for each value that it is run with."""

    sql: str

    def run(self, **values: Any) -> list[tuple[Any, ...]]:
        """Run it, prepared, with a value for each name that ``statement`` was given."""
        return run(self.sql, values)


# No row has such keys, so that they are found again among a queryset's values.
_FIRST_HOLE = 2**62


def statement(build: Callable[..., QuerySet[Any, Any]], *names: str) -> Statement:
    """Return the SQL of ``build(*keys)``, to be run again and again with other keys.

    For lists that follow the access rule and stand on busy pages: Django takes a millisecond to
    turn such a queryset into SQL each time. ``build`` gets a whole number for each of ``names``,
    and may use it as a key only (in filters); what else the queryset depends on must be settled.
    Order and values are the queryset's (``values_list``).

    What is settled stands in the SQL itself: a plan that is made once, for any values, can then
    use the indexes on some rows only, and knows how few rows a state or a limit leaves.
    """
    holes = {_FIRST_HOLE + number: name for number, name in enumerate(names)}
    sql, values = build(*holes).query.sql_with_params()
    rest = (
        f"%({holes[value]})s" if isinstance(value, int) and value in holes else _literal(value)
        for value in values
    )
    return Statement(re.sub("%[s%]", lambda mark: next(rest) if mark[0] == "%s" else mark[0], sql))


def _literal(value: Any) -> str:
    connection.ensure_connection()
    return psycopg.sql.Literal(value).as_string(connection.connection).replace("%", "%%")


def columns(model: type[Model], alias: str) -> str:
    """Return all columns of a model as SQL, for ``instance``."""
    return ", ".join(f'{alias}."{field.column}"' for field in model._meta.concrete_fields)


def instance[M: Model](model: type[M], row: tuple[Any, ...]) -> M | None:
    """Return the object of a row of ``columns``; None where an outer join found nothing."""
    names = [field.attname for field in model._meta.concrete_fields]
    return model.from_db(connection.alias, names, row) if row[0] is not None else None


def instances(parts: Mapping[str, type[Model]], row: tuple[Any, ...]) -> dict[str, Any]:
    """Return the objects of a row that holds several models' ``columns``, by their aliases."""
    found: dict[str, Any] = {}
    for alias, model in parts.items():
        width = len(model._meta.concrete_fields)
        found[alias], row = instance(model, row[:width]), row[width:]
    return found


def insert(thing: Model) -> None:
    """Add an object's row, as ``save(force_insert=True)`` would, without its signals.

    A key that the database gives is set on the object.
    """
    meta = thing._meta
    fields = [f for f in meta.concrete_fields if f is not meta.pk or thing.pk is not None]
    values = {f.attname: f.get_db_prep_save(f.pre_save(thing, True), connection) for f in fields}
    ((thing.pk,),) = run(_insertion(type(thing), with_key=thing.pk is not None), values)
    thing._state.adding, thing._state.db = False, connection.alias


@cache
def _insertion(model: type[Model], *, with_key: bool) -> str:
    key = model._meta.pk.column
    fields = [f for f in model._meta.concrete_fields if with_key or f.column != key]
    names = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(f"%({field.attname})s" for field in fields)
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({places}) RETURNING "{key}"'


@contextmanager
def watched(watch: Callable[[str, Params], None]) -> Iterator[None]:
    """Call ``watch(sql, params)`` for each statement that runs inside, to measure it apart."""
    _watchers.append(watch)
    try:
        yield
    finally:
        _watchers.remove(watch)
