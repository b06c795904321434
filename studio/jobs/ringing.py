"""Ring for a queue. A ring names no job: whoever hears it claims what is due, so a lost or doubled one does no harm."""

import logging
from functools import partial

from django.db import transaction

from studio.jobs.broker import app

log = logging.getLogger(__name__)
RING = "studio.jobs.ring"
EXPIRES_SECONDS = 60


def ring_on_commit(queue: str) -> None:
    transaction.on_commit(partial(ring, queue), robust=True)


def ring(queue: str) -> bool:
    """Whether the broker took it. When it is down the sweep rings again, so nobody's request fails for it."""
    try:
        app.send_task(RING, args=[queue], queue=queue, expires=EXPIRES_SECONDS, retry=False, ignore_result=True)
    except Exception as error:  # each broker has its own errors
        log.warning("Could not ring for %s: %s", queue, error)
        return False
    return True
