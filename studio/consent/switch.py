"""Her switch as a page shows it, in a constant number of queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from studio.consent.actions import UNDO_SECONDS
from studio.consent.models import Gate, Grant, Pause
from studio.decisions import Decision
from studio.people.models import Person
from studio.twins.models import Twin


@dataclass(frozen=True, slots=True)
class Switch:
    """pause: the everything-pause in force. houses: who holds a licence. may_undo: she pressed it just now."""

    twin: Twin
    hers: bool
    state: str
    pause: Pause | None
    narrower: tuple[Pause, ...]
    houses: tuple[str, ...]
    may_undo: bool
    refusal: Decision | None = None

    @property
    def is_paused(self) -> bool:
        return self.state != Gate.State.OPEN


def switch_of(twin: Twin, *, viewer: Person, now: datetime, refusal: Decision | None = None) -> Switch:
    pauses = list(Pause.objects.filter(twin=twin, lifted_at=None).order_by("at"))
    whole = next((each for each in pauses if each.reach == Pause.Reach.EVERYTHING), None)
    gate = Gate.objects.filter(twin=twin).first()
    grants = Grant.objects.filter(twin=twin, state=Grant.State.IN_FORCE).order_by("house__name")
    return Switch(
        twin=twin,
        hers=twin.owner_id == viewer.pk,
        state=gate.state if gate else Gate.State.CLOSED,
        pause=whole,
        narrower=tuple(each for each in pauses if each is not whole),
        houses=tuple(grants.values_list("house__name", flat=True).distinct()),
        may_undo=whole is not None
        and whole.by_id == viewer.pk
        and now - whole.at <= timedelta(seconds=UNDO_SECONDS),
        refusal=refusal,
    )
