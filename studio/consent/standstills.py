"""May somebody say that she cannot act? It can only pause, so it asks for little; and it cannot be made a weapon."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from studio.decisions import YES, Decision, no

REST = timedelta(days=30)
MOST_IN_A_REST = 3


@dataclass(frozen=True, slots=True)
class Reported:
    """An earlier report about the same owner. by: who said so, "person:..." or "contact:..."."""

    by: str
    at: datetime


def may_say(by: str, earlier: Iterable[Reported], now: datetime) -> Decision:
    """Each may say it once in thirty days, and all together three times: she has switched on again in between."""
    lately = [each for each in earlier if now - each.at < REST]
    if any(each.by == by for each in lately) or len(lately) >= MOST_IN_A_REST:
        until = min(each.at for each in lately if each.by == by or len(lately) >= MOST_IN_A_REST) + REST
        return no("said-too-often", until=until.date())
    return YES
