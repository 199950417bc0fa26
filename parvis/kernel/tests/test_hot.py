"""Prepared statements: querysets built once, objects from rows."""

import psycopg
import pytest
from django.db import connection, transaction

from parvis.kernel import hot
from parvis.people.models import Person


@pytest.mark.django_db
def test_a_queryset_is_built_once_and_run_with_other_keys() -> None:
    alice, bob = (Person.objects.create(handle=name, name=f"100% {name}") for name in "ab")
    asked = hot.statement(
        lambda person: Person.objects.filter(pk=person, name__contains="100%").values_list(
            "handle"
        ),
        "person",
    )
    assert asked.run(person=alice.pk) == [("a",)]
    assert asked.run(person=bob.pk) == [("b",)]
    assert asked.run(person=-1) == []


@pytest.mark.django_db
def test_an_object_from_a_row_is_the_orms_own() -> None:
    person = Person.objects.create(handle="a", name="A", languages=["fr"], skills=["Lyon"])
    person.refresh_from_db()
    sql = f"SELECT {hot.columns(Person, 'p')} FROM people_person p WHERE id = %(person)s"
    (row,) = hot.run(sql, {"person": person.pk})
    found = hot.instance(Person, row)
    assert found is not None
    for field in Person._meta.concrete_fields:
        assert getattr(found, field.attname) == getattr(person, field.attname)
    assert hot.instance(Person, (None,)) is None


def hang_up() -> None:
    """End this thread's connection from the server's side, as its restart does."""
    ((pid,),) = hot.run("SELECT pg_backend_pid()")
    params = connection.get_connection_params()
    wanted = {
        name: params[name] for name in ("dbname", "user", "password", "host") if name in params
    }
    with psycopg.connect(**wanted, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 2000)", [pid])


def lose_a_transaction() -> None:
    with transaction.atomic():
        hang_up()
        hot.run("SELECT 1 AS one")


@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_is_replaced_where_nothing_hangs_on_it() -> None:
    for _ in range(2):
        hang_up()
        assert hot.run("SELECT 1 AS one") == [(1,)]
    with pytest.raises(psycopg.OperationalError):
        lose_a_transaction()
    assert hot.run("SELECT 1 AS one") == [(1,)]
    with pytest.raises(psycopg.errors.DivisionByZero):
        hot.run("SELECT 1 / 0")
