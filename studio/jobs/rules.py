"""When a job is tried again. Plain values only."""

from datetime import timedelta

ATTEMPTS = 4


def rest_after(attempts: int) -> timedelta | None:
    """How long a job rests after its n-th failed attempt, four times as long each time; None when it was the last."""
    return timedelta(seconds=4**attempts) if attempts < ATTEMPTS else None
