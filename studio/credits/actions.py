"""Ask people for their credit, take their answer, settle what is disputed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from studio.credits import rules
from studio.credits.drawing import parts_of
from studio.credits.models import Confirmation, Correction, Dispute, NoneUsed
from studio.decisions import YES, Decision, no
from studio.live.announcing import announce
from studio.looks.models import Look, Recipe
from studio.people import actions as people
from studio.people.models import Craft, Person
from studio.register import actions as register
from studio.shoots.models import Shoot


def chain_of(shoot: Shoot) -> str:
    return f"org:{shoot.house_id}"


def tell(shoot: Shoot) -> None:
    announce(f"shoot:{shoot.id}", kind="credits")


@transaction.atomic
def ask_for(look: Look, *, now: datetime, recipe: Recipe | None = None) -> int:
    """Ask everybody on a look's credits who was not asked in this shoot before. Nobody is asked twice."""
    return ask(look.shoot, {part.person for part in parts_of(look, recipe)}, now=now)


def ask(shoot: Shoot, wanted: set[UUID], *, now: datetime) -> int:
    """From now on her silence counts, after three working days."""
    asked = set(Confirmation.objects.filter(shoot=shoot).values_list("person_id", flat=True))
    fresh = 0
    for person in Person.objects.filter(id__in=wanted - asked):
        _row, is_new = Confirmation.objects.get_or_create(shoot=shoot, person=person, defaults={"asked_at": now})
        fresh += is_new
        people.tell(
            person,
            "confirm-credit",
            values={"shoot": shoot.name},
            url=reverse("credits:shoot", args=[shoot.id]),
            now=now,
            about=shoot.topic,
            key=f"confirm-credit:{shoot.id}:{person.id}",
        )
    return fresh


@transaction.atomic
def confirm(
    shoot: Shoot, *, by: Person, now: datetime, name_form: str = "name", name: str = "", key: str = ""
) -> tuple[Decision, Confirmation | None]:
    """Her credit for the whole shoot, named as she wants. Said again, the later answer counts."""
    if name_form not in Confirmation.NameForm.values:
        return no("not-a-choice"), None
    if name_form == Confirmation.NameForm.PSEUDONYM and not name.strip():
        return no("name-needed"), None
    kept = name.strip() if name_form == Confirmation.NameForm.PSEUDONYM else ""
    confirmation, _ = Confirmation.objects.update_or_create(
        shoot=shoot,
        person=by,
        defaults={"name_form": name_form, "name": kept, "confirmed_at": now},
        create_defaults={"name_form": name_form, "name": kept, "asked_at": now, "confirmed_at": now},
    )
    register.append(
        chain_of(shoot), "credit-confirmed", subject=shoot.topic, by=str(by.id), body={"form": name_form}, now=now
    )
    tell(shoot)
    return YES, confirmation


@transaction.atomic
def dispute(
    shoot: Shoot, *, craft: str, kind: str, words: str, by: Person, now: datetime, look: Look | None = None
) -> tuple[Decision, Dispute | None]:
    """Say what is wrong. Until a producer settles it the picture is not sealed."""
    if craft not in Craft.values or kind not in Dispute.Kind.values:
        return no("not-a-choice"), None
    opened = Dispute.objects.create(
        shoot=shoot, look=look, craft=craft, person=by, kind=kind, words=words.strip(), opened_by=by, opened_at=now
    )
    register.append(
        chain_of(shoot),
        "credit-disputed",
        subject=f"shoot:{shoot.id}",
        by=str(by.id),
        body={"craft": craft, "kind": kind},
        now=now,
    )
    for producer in Person.objects.filter(id__in=[shoot.opened_by_id]):
        people.tell(
            producer,
            "credit-disputed",
            values={"shoot": shoot.name, "who": by.name},
            url=reverse("credits:shoot", args=[shoot.id]),
            now=now,
            about=f"shoot:{shoot.id}",
        )
    tell(shoot)
    return YES, opened


@transaction.atomic
def settle(
    dispute: Dispute, *, outcome: str, by: Person, now: datetime, person: Person | None = None
) -> tuple[Decision, Dispute]:
    """A producer decides: added, removed or kept. The outcome is a row, and the credits are drawn with it."""
    standing = Dispute.objects.select_for_update().filter(id=dispute.id, settled_at=None)
    if not standing.exists():
        return no("already-done"), dispute
    decision = rules.may_settle(dispute.kind, outcome, by_herself=dispute.opened_by_id == by.id)
    if not decision:
        return decision, dispute
    if not standing.update(outcome=outcome, settled_by=by, settled_at=now):
        return no("already-done"), dispute
    dispute.refresh_from_db()
    about = person or dispute.person or dispute.opened_by
    if outcome != "kept":
        Correction.objects.create(
            shoot=dispute.shoot,
            look=dispute.look,
            person=about,
            craft=dispute.craft,
            added=outcome == "added",
            dispute=dispute,
            at=now,
        )
    if outcome == "added":
        ask(dispute.shoot, {about.id}, now=now)
    register.append(
        chain_of(dispute.shoot),
        "credit-settled",
        subject=f"shoot:{dispute.shoot_id}",
        by=str(by.id),
        body={"craft": dispute.craft, "outcome": outcome},
        now=now,
    )
    tell(dispute.shoot)
    return YES, dispute


@transaction.atomic
def declare_none_used(shoot: Shoot, craft: str, *, by: Person, now: datetime) -> tuple[Decision, NoneUsed | None]:
    """Somebody with a name says that nobody did this craft here, so that its absence is no omission."""
    if craft not in Craft.values:
        return no("not-a-choice"), None
    declared, is_new = NoneUsed.objects.get_or_create(shoot=shoot, craft=craft, defaults={"by": by, "at": now})
    if is_new:
        register.append(
            chain_of(shoot), "craft-none-used", subject=shoot.topic, by=str(by.id), body={"craft": craft}, now=now
        )
        tell(shoot)
    return YES, declared
