"""Who acts when a licence has ended, in the very transaction that ends it: whoever delivered under it, say."""

from collections.abc import Callable
from datetime import datetime

from studio.consent.models import Grant

Ending = Callable[[Grant, datetime], object]

_heeders: list[Ending] = []


def when_ended(heed: Ending) -> None:
    """heed(grant, now): called once its pieces have their last day; the grant's state says how it ended."""
    if heed not in _heeders:
        _heeders.append(heed)


def tell(grant: Grant, now: datetime) -> None:
    for heed in _heeders:
        heed(grant, now)
