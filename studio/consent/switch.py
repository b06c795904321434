"""Her switch as a page shows it, in a constant number of queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from studio.consent.actions import UNDO_SECONDS
from studio.consent.models import Gate, Grant, Pause
from studio.decisions import Decision
from studio.people.models import Person
from studio.twins.models import Twin


@dataclass(frozen=True, slots=True)
class Switch:
    """pause: the everything-pause in force. houses: who holds a licence and is not paused as a whole.

    undo_ms: for how long she may take the press back.
    """

    twin: Twin
    hers: bool
    state: str
    pause: Pause | None
    narrower: tuple[Pause, ...]
    houses: tuple[str, ...]
    undo_ms: int
    refusal: Decision | None = None

    @property
    def is_paused(self) -> bool:
        return self.state != Gate.State.OPEN

    @property
    def may_undo(self) -> bool:
        return self.undo_ms > 0

    @property
    def undo_seconds(self) -> int:
        return self.undo_ms // 1000


def undo_ms(pause: Pause | None, viewer: Person, now: datetime) -> int:
    """How many milliseconds are left in which this person may take this press back; the verb says the same."""
    if pause is None or pause.by_id != viewer.pk:
        return 0
    left = pause.at + timedelta(seconds=UNDO_SECONDS) - now
    return max(0, left // timedelta(milliseconds=1))


def switch_of(twin: Twin, *, viewer: Person, now: datetime, refusal: Decision | None = None) -> Switch:
    pauses = list(Pause.objects.filter(twin=twin, lifted_at=None).order_by("at"))
    whole = next((each for each in pauses if each.reach == Pause.Reach.EVERYTHING), None)
    gate = Gate.objects.filter(twin=twin).first()
    shut = [UUID(each.about) for each in pauses if each.reach == Pause.Reach.HOUSE]
    grants = Grant.objects.filter(twin=twin, state=Grant.State.IN_FORCE).exclude(house__in=shut).order_by("house__name")
    return Switch(
        twin=twin,
        hers=twin.owner_id == viewer.pk,
        state=gate.state if gate else Gate.State.CLOSED,
        pause=whole,
        narrower=tuple(each for each in pauses if each is not whole),
        houses=tuple(grants.values_list("house__name", flat=True).distinct()),
        undo_ms=undo_ms(whole, viewer, now),
        refusal=refusal,
    )
