"""/readyz: is this studio fit to serve? Says what is amiss, and no secret. And the key it signs with."""

import stat
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from studio.register import signing, triggers


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    checks: dict[str, Callable[[], bool]] = {
        "database": database_answers,
        "migrations": migrations_are_applied,
        "append_only": lambda: not triggers.missing(),
        "keys_folder": keys_folder_is_private,
    }
    found = {name: _holds(check) for name, check in checks.items()}
    return JsonResponse({"ready": all(found.values()), "checks": found}, status=200 if all(found.values()) else 503)


@require_safe
def key(request: HttpRequest) -> JsonResponse:
    """The public key this studio signs with, for whoever holds something signed."""
    signer = signing.signer()
    return JsonResponse({"studio": settings.STUDIO_NAME, "key": signer.public, "fingerprint": signer.fingerprint})


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, OSError):
        return False


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def migrations_are_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def keys_folder_is_private() -> bool:
    """Nobody but the studio's own user may open the keys. A folder that is not there yet gives nothing away."""
    folder = Path(settings.KEYS_FOLDER)
    return not folder.exists() or not folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
