"""Chores done every so often by one process beside the workers. Apps register theirs in AppConfig.ready."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Event

from django.db import close_old_connections
from django.utils import timezone

from studio.jobs import actions
from studio.jobs.models import Job, State
from studio.jobs.ringing import ring

LOOK_SECONDS = 0.5
RING_SELDOM_SECONDS = 30.0

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Chore:
    seconds: float
    do: Callable[[], object]
    due_at: float = 0.0


@dataclass(frozen=True, slots=True)
class Rest:
    """How long a queue is not rung again, and how long that was."""

    until: float = float("-inf")
    seconds: float = 1.0


_CHORES: dict[str, Chore] = {}
_rests: dict[str, Rest] = {}


def every(seconds: float, do: Callable[[], object], *, name: str = "") -> None:
    """Have `do()` called about every so many seconds. It must bear being called twice, and by two processes."""
    _CHORES[name or f"{do.__module__}.{do.__qualname__}"] = Chore(seconds, do)


def run(until: Event) -> None:
    while not until.wait(LOOK_SECONDS):
        do_due(time.monotonic())


def do_due(at: float) -> int:
    """Do the chores whose time has come; one that fails is told of and does not keep the others waiting."""
    due = [(name, chore) for name, chore in _CHORES.items() if chore.due_at <= at]
    for name, chore in due:
        close_old_connections()
        try:
            chore.do()
        except Exception:
            log.exception("The chore %s failed", name)
        chore.due_at = time.monotonic() + chore.seconds
    return len(due)


def sweep() -> None:
    """Bury what may not be taken up again, and ring for every queue in which something waits to be claimed."""
    now = timezone.now()
    actions.bury(now=now)
    ring_again(now, time.monotonic())


def ring_again(now: datetime, at: float) -> list[str]:
    """Ring for the queues with due jobs: at once, then ever more seldom, so that rings nobody hears do not pile up.

    A queue with a living worker is rung seldom from the start: that worker claims the rest by itself.
    """
    due = set(Job.objects.due(now).values_list("queue", flat=True))
    busy = set(Job.objects.filter(state=State.RUNNING, lease_until__gte=now).values_list("queue", flat=True))
    for queue in _rests.keys() - due:
        del _rests[queue]
    rung = [queue for queue in sorted(due) if at >= _rests.get(queue, Rest()).until]
    for queue in rung:
        rest = RING_SELDOM_SECONDS if queue in busy else min(2 * _rests.get(queue, Rest()).seconds, RING_SELDOM_SECONDS)
        _rests[queue] = Rest(at + rest, rest)
        ring(queue)
    return rung
