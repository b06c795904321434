"""What is still missing before a picture seals itself, and who can fix it. Computed, never stored."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from studio.approvals.actions import binding_of, locked, master_uses, tell
from studio.approvals.models import Master, Verdict
from studio.approvals.rules import SIGNS_OFF
from studio.consent import gates
from studio.consent.asking import ask_to_make
from studio.credits.drawing import problems
from studio.decisions import Decision, no
from studio.looks.scenes import recipe_twins
from studio.people.models import Person
from studio.previews.actions import told
from studio.previews.models import Checkpoint
from studio.shoots.models import Booking
from studio.twins.models import Twin


@dataclass(frozen=True, slots=True)
class Missing:
    """One open point: what, who can settle it, and where."""

    decision: Decision
    who: tuple[Person, ...] = ()
    url: str = ""


def standing_verdict(master: Master, binding_hash: str) -> Verdict | None:
    """A sign-off counts only for exactly what it was given for."""
    return master.verdicts.filter(answer=Verdict.Answer.YES, ended_at=None, binding_hash=binding_hash).first()


def missing(master: Master, now: datetime) -> list[Missing]:
    """In the order people would settle them. Empty means: it seals itself."""
    preview = master.preview
    look = preview.look
    if not master.made_at:
        return [Missing(no("master-missing"))]
    twins = recipe_twins(preview.recipe)
    agreed, versions = ask_to_make(twins, master_uses(master, "sign-off", now), now)
    if not agreed:
        return [consent_missing(agreed, twins)]
    found = verdict_missing(master, binding_of(master, versions).sha256)
    sealable, _versions = ask_to_make(twins, master_uses(master, "seal", now), now)
    if not sealable:
        found.append(consent_missing(sealable, twins))
    found += [
        Missing(problem.decision, problem.who, reverse("credits:shoot", args=[look.shoot_id]))
        for problem in problems(look, now, preview.recipe)
    ]
    return found + licence_missing(master)


def consent_missing(decision: Decision, twins: list[Twin]) -> Missing:
    refused = told(decision, twins, act="seal")
    return Missing(refused, tuple(twin.owner for twin in twins))


def verdict_missing(master: Master, binding_hash: str) -> list[Missing]:
    if standing_verdict(master, binding_hash):
        return []
    shoot = master.preview.look.shoot
    directors = Person.objects.filter(
        bookings__in=Booking.objects.in_force().filter(shoot=shoot, craft__in=SIGNS_OFF)
    ).distinct()
    before = master.verdicts.filter(answer=Verdict.Answer.YES).exists()
    url = reverse("approvals:preview", args=[master.preview_id])
    return [Missing(no("signed-before-a-change" if before else "not-signed-off"), tuple(directors), url)]


def licence_missing(master: Master) -> list[Missing]:
    """A checkpoint that may not be used commercially cannot end in a delivery."""
    if master.preview.engine == "draft":
        return []
    checkpoint = Checkpoint.objects.filter(version=master.preview.engine_version).first()
    if checkpoint and checkpoint.commercial:
        return []
    if checkpoint is None:
        return [Missing(no("no-checkpoint"))]
    return [Missing(no("checkpoint-not-commercial", checkpoint=checkpoint.name, licence=checkpoint.licence))]


_WHEN_CLEAR: list[Callable[[Master, datetime], object]] = []


def when_clear(do: Callable[[Master, datetime], object]) -> None:
    """Registered in AppConfig.ready by the app that seals."""
    _WHEN_CLEAR.append(do)


@transaction.atomic
def settle(master: Master, now: datetime) -> list[Missing]:
    """Look once more; if nothing is missing, the picture seals itself. Only one of two lookers sends it off."""
    gates.hold(recipe_twins(master.preview.recipe))
    master = locked(master)
    left = missing(master, now)
    if not left and Master.objects.filter(id=master.id, cleared_at=None).update(cleared_at=now):
        for do in _WHEN_CLEAR:
            do(master, now)
        tell(master.preview.look, "cleared")
    return left


@transaction.atomic
def reopen(master: Master) -> bool:
    """Its sealing came to nothing: it waits again, and goes when nothing is missing once more."""
    reopened = Master.objects.filter(id=master.id).exclude(cleared_at=None).update(cleared_at=None)
    if reopened:
        tell(master.preview.look, "reopened")
    return bool(reopened)


def settle_signed(now: datetime) -> int:
    """Every signed master that has not gone yet, looked at again: an answer may have come that nobody told us of."""
    waiting = Master.objects.filter(
        made_at__isnull=False, cleared_at=None, verdicts__answer=Verdict.Answer.YES, verdicts__ended_at=None
    ).distinct()
    masters = waiting.select_related("preview__look__shoot__brief", "preview__look__shoot__house", "preview__recipe")
    return sum(not missing(master, now) and not settle(master, now) for master in masters)
