"""Append-only in the database itself: whoever reaches the tables past our code is refused there too."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

SAYS = "append-only: a mistake is answered by a new line"
FUNCTION = f"""
CREATE OR REPLACE FUNCTION studio_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{SAYS}'; END $$
"""


@dataclass(frozen=True, slots=True)
class Guarded:
    """A table whose rows are never changed; `may_delete` where a keeping time ends."""

    table: str
    may_delete: bool = False


_guarded: dict[str, Guarded] = {}


def guard(table: str, *, may_delete: bool = False) -> None:
    """Name a table in an app's `ready`. Its triggers are put on after every migrate, and looked for by /readyz."""
    _guarded[table] = Guarded(table, may_delete)


def append_only(table: str, *, may_delete: bool = False, using: str = DEFAULT_DB_ALIAS) -> None:
    """Name a table and put its triggers on now: for an app's own `post_migrate`."""
    guard(table, may_delete=may_delete)
    _put_on(_guarded[table], connections[using])


def put_on_all(using: str = DEFAULT_DB_ALIAS) -> None:
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    for guarded in _guarded.values():
        if guarded.table in tables:
            _put_on(guarded, connection)


def take_off(table: str, using: str = DEFAULT_DB_ALIAS) -> None:
    """For a migration that gives old rows what a new column holds. They are put on again after it."""
    _take_off(_guarded[table], connections[using])


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The names of triggers that should be there and are not."""
    connection = connections[using]
    there = _present(connection)
    return [name for guarded in _guarded.values() for name in _statements(guarded, connection) if name not in there]


@contextmanager
def lifted(using: str = DEFAULT_DB_ALIAS, *, of: Collection[str] | None = None) -> Iterator[None]:
    """Without triggers for a while: to empty a whole database, a demonstration's or a test's; or, of named tables and
    in one transaction, to let go of what has been kept as long as the law asks."""
    connection = connections[using]
    tables = set(connection.introspection.table_names()) & set(_guarded if of is None else of)
    for guarded in _guarded.values():
        if guarded.table in tables:
            _take_off(guarded, connection)
    try:
        yield
    finally:
        put_on_all(using)


def _put_on(guarded: Guarded, connection: BaseDatabaseWrapper) -> None:
    _take_off(guarded, connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        for statement in _statements(guarded, connection).values():
            cursor.execute(statement)


def _take_off(guarded: Guarded, connection: BaseDatabaseWrapper) -> None:
    suffix = f' ON "{guarded.table}"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in _statements(guarded, connection):
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{suffix}')


def _present(connection: BaseDatabaseWrapper) -> set[str]:
    if connection.vendor == "postgresql":
        question = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    else:
        question = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(question)
        return {row[0] for row in cursor.fetchall()}


def _statements(guarded: Guarded, connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Trigger name → the statement that makes it."""
    if connection.vendor == "postgresql":
        return _for_postgresql(guarded)
    return _for_sqlite(guarded)


def _for_postgresql(guarded: Guarded) -> dict[str, str]:
    table = guarded.table
    acts = "UPDATE" if guarded.may_delete else "UPDATE OR DELETE"
    return {
        f"{table}_no_change": f'CREATE TRIGGER "{table}_no_change" BEFORE {acts} ON "{table}" '
        "FOR EACH ROW EXECUTE FUNCTION studio_append_only()",
        f"{table}_no_truncate": f'CREATE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION studio_append_only()",
    }


def _for_sqlite(guarded: Guarded) -> dict[str, str]:
    """INSERT OR REPLACE deletes the row in its way without firing a delete trigger: taken numbers are refused first."""
    table = guarded.table
    taken = " OR ".join(
        "(" + " AND ".join(f'"{column}" = NEW."{column}"' for column in columns) + ")" for columns in _unique(table)
    )
    statements = {
        f"{table}_no_update": f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" '
        f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
        f"{table}_no_replace": f'CREATE TRIGGER "{table}_no_replace" BEFORE INSERT ON "{table}" '
        f"WHEN EXISTS (SELECT 1 FROM \"{table}\" WHERE {taken}) BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
    }
    if not guarded.may_delete:
        statements[f"{table}_no_delete"] = (
            f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" BEGIN SELECT RAISE(ABORT, \'{SAYS}\'); END'
        )
    return statements


def _unique(table: str) -> list[Sequence[str]]:
    """Every set of columns that must be unique in a table, its primary key first."""
    model = next(model for model in apps.get_models(include_auto_created=True) if model._meta.db_table == table)
    fields = [[field] for field in model._meta.concrete_fields if field.unique]
    for names in [*model._meta.unique_together, *_constrained(model)]:
        fields.append([model._meta.get_field(name) for name in names])  # type: ignore[misc]
    return [[str(field.column) for field in group] for group in fields]


def _constrained(model: type[models.Model]) -> Iterator[Sequence[str]]:
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
            yield constraint.fields
