"""Throw-away data for a bench: a folder and a database of its own, gone when it ends. Never the studio's."""

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from psycopg import sql


@contextmanager
def throw_away(database_url: str) -> Iterator[dict[str, str]]:
    """The environment of a process that knows nothing but this ground.

    database_url: empty for SQLite; otherwise a PostgreSQL on which a database is made for the bench, and dropped.
    """
    scratch = tempfile.TemporaryDirectory(prefix="doublure-bench-", ignore_cleanup_errors=True)
    with scratch as folder, _database(database_url) as own:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DOUBLURE_")}
        yield kept | {
            "DOUBLURE_DATA": str(Path(folder) / "data"),
            "DOUBLURE_DATABASE_URL": own,
            "DOUBLURE_PLAIN_STATIC": "1",
            "CELERY_SKIP_CHECKS": "1",
            "DJANGO_SETTINGS_MODULE": "studio.settings",
            "PYTHONPATH": os.pathsep.join(filter(None, [str(settings.BASE_DIR), os.environ.get("PYTHONPATH", "")])),
        }


@contextmanager
def _database(url: str) -> Iterator[str]:
    if not url:
        yield ""
        return
    name = f"doublure_bench_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
