"""The stop card: made and ended by her, pressed by whoever holds it."""

from datetime import datetime

from django.db import transaction

from studio.consent import gates
from studio.consent.actions.stopping import press
from studio.consent.actions.telling import write_down
from studio.consent.models import Pause, StopCard
from studio.decisions import YES, Decision, no
from studio.people import actions as people
from studio.people.models import Person
from studio.twins.models import Twin


@transaction.atomic
def make_stop_card(twin: Twin, *, by: Person, now: datetime, key: str = "") -> tuple[Decision, StopCard | None]:
    """A new card; the one before it is in force no more, wherever it lies."""
    if twin.owner_id != by.pk:
        return no("not-owner"), None
    gates.hold([twin], alone=True)
    StopCard.objects.in_force().filter(twin=twin).update(ended_at=now)
    card = StopCard.objects.create(twin=twin, made_at=now)
    write_down(twin, "stop-card-made", by=by, body={"card": str(card.pk)}, now=now)
    return YES, card


@transaction.atomic
def end_stop_card(card: StopCard, *, by: Person, now: datetime) -> Decision:
    """Lost, or not wanted any more: whoever finds it stops nothing with it."""
    if card.twin.owner_id != by.pk:
        return no("not-owner")
    if StopCard.objects.in_force().filter(pk=card.pk).update(ended_at=now):
        write_down(card.twin, "stop-card-ended", by=by, body={"card": str(card.pk)}, now=now)
    return YES


@transaction.atomic
def press_stop_card(card: StopCard, *, now: datetime) -> Pause | None:
    """Pause everything, and nothing else, for whoever holds the card. None when it ended a moment ago.

    Nobody is named and nothing is undone by it: only she, freshly signed in, switches on again.
    """
    twin = card.twin
    gates.hold([twin], alone=True)
    if not StopCard.objects.in_force().filter(pk=card.pk).exists():
        return None
    made = press(twin, Pause.Reach.EVERYTHING, "", by=None, how=Pause.How.CARD, now=now)
    people.tell(
        twin.owner,
        "stop-card-used",
        values={"twin": twin.name},
        url="/switch/",
        now=now,
        about=twin.gate_name,
        key=f"stop-card:{card.pk}:{made.pk}",
    )
    return made
