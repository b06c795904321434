"""The door Celery comes in by."""

from celery import shared_task
from django.db import close_old_connections

from studio.jobs.ringing import RING
from studio.jobs.work import drain


@shared_task(name=RING, acks_late=False, ignore_result=True)
def ring(queue: str) -> None:
    """Somebody rang for this queue: work until nothing in it is due."""
    close_old_connections()
    drain(queue)
