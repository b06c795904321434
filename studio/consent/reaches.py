"""What lies within reach of a stop: counted by the app that knows pictures and deliveries, which provides it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from studio.twins.models import Twin

LICENCE = "licence"  # beside the reaches of a pause: what was made and delivered under one licence


@dataclass(frozen=True, slots=True)
class Counted:
    """pictures: shown to others until now. downloads: delivered files that could be taken until now."""

    pictures: int = 0
    downloads: int = 0


Counter = Callable[[Twin, str, str, datetime], Counted]

_counters: list[Counter] = []


def provide(counter: Counter) -> None:
    """counter(twin, reach, about, now): called before the change, in its transaction."""
    _counters[:] = [counter]


def counted(twin: Twin, reach: str, about: str, now: datetime) -> Counted:
    return _counters[0](twin, reach, about, now) if _counters else Counted()
