"""What the access log calls a thing ("blob:0190..."), reckoned in the database."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, F, Func
from django.db.models.sql.compiler import SQLCompiler


class Subject(Func):
    """"blob:" and an id as text, with its dashes: SQLite keeps ids without them."""

    output_field = CharField()

    def __init__(self, kind: str, id: str) -> None:
        super().__init__(F(id))
        self.kind = kind

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        sql, values = compiler.compile(self.source_expressions[0])
        return f"('{self.kind}:' || ({sql})::text)", tuple(values)

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        sql, values = compiler.compile(self.source_expressions[0])
        parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
        dashed = " || '-' || ".join(f"substr({sql}, {first}, {length})" for first, length in parts)
        return f"('{self.kind}:' || {dashed})", tuple(values) * len(parts)
