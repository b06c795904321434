"""On SQLite there is one web process: its pages hear of each other through its own memory."""

import fcntl
from io import TextIOWrapper

from django.conf import settings
from django.utils.translation import gettext as _


class NotAlone(RuntimeError):
    """Another web process already serves this data folder."""


def alone() -> TextIOWrapper:
    """Take DATA/web.lock for as long as the returned file is open. The system frees it when the process ends."""
    lock = (settings.DATA / "web.lock").open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise NotAlone(
            _(
                "Another web process already serves %(folder)s. On SQLite there can be only one, or pages would miss "
                "each other's changes. Stop the other one, or set DOUBLURE_DATABASE_URL to a PostgreSQL database and "
                "DOUBLURE_REDIS_URL to a Redis server, and run as many as you like."
            )
            % {"folder": settings.DATA}
        ) from None
    return lock
