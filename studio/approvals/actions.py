"""Draw a note, ask for a change, pick, sign off. The picture seals itself when nothing is missing."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from studio.approvals import rules
from studio.approvals.models import Master, Note, Verdict
from studio.consent import actions as consent
from studio.consent import gates
from studio.consent.asking import ask_to_make
from studio.consent.rules import Use
from studio.credits import actions as credits
from studio.credits.drawing import parts_of
from studio.decisions import YES, Decision, no
from studio.jobs import actions as jobs
from studio.live.announcing import announce
from studio.looks.models import Look
from studio.looks.scenes import crops_of, may_be_made_of, recipe_twins
from studio.people import actions as people
from studio.people.models import Person
from studio.previews import actions as previews
from studio.previews.models import Preview
from studio.register import actions as register
from studio.shoots.models import Booking, Shoot
from studio.shoots.uses import brief_of
from studio.twins.models import Twin


def master_uses(master: Master, act: str, now: datetime) -> Callable[[Twin], Use]:
    """A master is asked about by its own id and pixels, and as what came of its preview."""
    preview = master.preview
    return previews.uses(
        preview.look,
        act,
        now,
        worn=previews.worn_by_now(preview),
        picture=master.id,
        pixel_hash=master.pixel_hash,
        made_from=[preview.id],
    )


def crafts_of(person: Person, shoot: Shoot) -> list[str]:
    booked = Booking.objects.in_force().filter(shoot=shoot, person=person)
    return list(booked.values_list("craft", flat=True))


def tell(look: Look, what: str) -> None:
    for topic in (look.topic, f"shoot:{look.shoot_id}"):
        announce(topic, kind="review", look=str(look.id), what=what)


@transaction.atomic
def draw_note(
    preview: Preview, *, shape: Mapping[str, Any], words: str, asks_change: bool, by: Person, now: datetime, key: str
) -> tuple[Decision, Note | None]:
    """Whoever sees the picture may draw a note; a change is asked by whoever signs off, of those it concerns."""
    if done := Note.objects.filter(key=key, by=by).first():
        return YES, done
    decision = rules.may_note(words, shape)
    if decision and asks_change:
        decision = rules.may_sign_off(crafts_of(by, preview.look.shoot))
    if not decision:
        return decision, None
    note = Note.objects.create(
        preview=preview, by=by, at=now, shape=dict(shape), words=words.strip(), asks_change=asks_change, key=key
    )
    if asks_change:
        tell_authors(preview, note, now)
    tell(preview.look, "note")
    return YES, note


def tell_authors(preview: Preview, note: Note, now: datetime) -> None:
    """Those whose slots are in the look read what is asked, once each."""
    for person in Person.objects.filter(id__in=preview.look.slots.values("by")).exclude(id=note.by_id):
        people.tell(
            person,
            "change-asked",
            values={"look": str(preview.look), "who": note.by.name, "words": note.words[:120]},
            url=reverse("approvals:preview", args=[preview.id]),
            now=now,
            about=preview.look.topic,
        )


@transaction.atomic
def resolve_note(note: Note, *, by: Person, now: datetime) -> Decision:
    """Whoever asked, or whoever does the work, closes it; the note stays to be read."""
    Note.objects.filter(id=note.id, resolved_at=None).update(resolved_by=by, resolved_at=now)
    tell(note.preview.look, "note")
    return YES


@transaction.atomic
def pick(preview: Preview, *, by: Person, now: datetime, key: str) -> tuple[Decision, Master | None]:
    """Choose the preview that becomes the picture. Its master is rendered once, at full size, and credits are asked."""
    look, twins = preview.look, recipe_twins(preview.recipe)
    gates.hold(twins)
    Preview.objects.select_for_update().get(id=preview.id)  # two who pick at once pick one master
    if done := Master.objects.filter(preview=preview).select_related("job", "preview__look__shoot").first():
        return again(done, by=by, now=now)
    decision = rules.may_sign_off(crafts_of(by, look.shoot)) and rules.may_pick(
        made=preview.made_at is not None, twins=len(twins)
    )
    if decision:
        worn = previews.worn_by_now(preview)
        asked, _versions = ask_to_make(twins, previews.uses(look, "render", now, worn=worn, picture=preview.id), now)
        decision = previews.told(asked, twins) and may_be_made_of(preview.recipe)
    if not decision:
        return decision, None
    master = Master.objects.create(preview=preview, asked_by=by, asked_at=now)
    queue_rendering(master, twins, by=by, now=now, key=f"master:{master.id}")
    previews.choose(preview, choice="pick", by=by, now=now)
    credits.ask_for(look, now=now, recipe=preview.recipe)
    tell(look, "picked")
    return YES, master


def again(master: Master, *, by: Person, now: datetime) -> tuple[Decision, Master]:
    """Picked before. If its rendering came to nothing, it is rendered anew; pixels that exist are never made twice."""
    if master.made_at or (master.job and master.job.is_alive):
        return YES, master
    twins = recipe_twins(master.preview.recipe)
    decision = rules.may_sign_off(crafts_of(by, master.preview.look.shoot))
    if decision:
        asked, _versions = ask_to_make(twins, master_uses(master, "render", now), now)
        decision = previews.told(asked, twins) and may_be_made_of(master.preview.recipe)
    if decision:
        queue_rendering(master, twins, by=by, now=now, key=f"master:{master.id}:{now.isoformat()}")
    return decision, master


def queue_rendering(master: Master, twins: Sequence[Twin], *, by: Person, now: datetime, key: str) -> None:
    preview = master.preview
    master.job = jobs.add(
        "master",
        str(master.id),
        queue="draft" if preview.engine == "draft" else "diffusion",
        stops_with=previews.stops_with(preview.look, preview.recipe, twins, preview.id, master.id),
        by=by,
        priority=5,
        now=now,
        key=key,
    )
    master.save(update_fields=["job"])


def binding_of(master: Master, versions: Mapping[UUID, UUID | None]) -> rules.Binding:
    """What stands now. Compared with what a verdict was bound to."""
    look = master.preview.look
    return rules.Binding(
        pixel_hash=master.pixel_hash,
        crops=tuple(crops_of(master.preview.recipe)),
        recipe=master.preview.recipe_id,
        grants={str(twin): str(version) for twin, version in versions.items()},
        credited=tuple((str(part.person), part.craft) for part in parts_of(look, master.preview.recipe)),
    )


@transaction.atomic
def sign_off(master: Master, *, by: Person, now: datetime, key: str) -> tuple[Decision, Verdict | None]:
    """Her yes to exactly this. Where a grant says so, the twins' owners are asked for theirs."""
    look, twins = master.preview.look, recipe_twins(master.preview.recipe)
    gates.hold(twins)
    master = locked(master)
    if done := Verdict.objects.filter(key=key, by=by).first():
        return YES, done
    decision = rules.may_sign_off(crafts_of(by, look.shoot))
    if decision and not master.made_at:
        decision = no("master-missing")
    if decision and master.cleared_at:
        decision = no("already-done")
    versions: Mapping[UUID, UUID | None] = {}
    if decision:
        asked, versions = ask_to_make(twins, master_uses(master, "sign-off", now), now)
        decision = previews.told(asked, twins, act="sign-off")
    if not decision:
        return decision, None
    credits.ask_for(look, now=now, recipe=master.preview.recipe)  # whoever was not asked at the pick
    Verdict.objects.filter(master=master, by=by, ended_at=None).update(ended_at=now)
    binding = binding_of(master, versions)
    verdict = Verdict.objects.create(
        master=master,
        by=by,
        answer=Verdict.Answer.YES,
        at=now,
        binding=binding.as_json(),
        binding_hash=binding.sha256,
        key=key,
    )
    for twin in twins:
        register.append(
            twin.gate_name,
            "signed-off",
            subject=f"master:{master.id}",
            by=str(by.id),
            body={"binding": binding.sha256, "version": str(versions[twin.id])},
            now=now,
        )
        consent.ask_piece(
            twin,
            versions[twin.id],
            about=str(master.id),
            pixel_hash=master.pixel_hash,
            brands=(*brief_of(look.shoot).visible_brands, *previews.worn_by_now(master.preview).brands),
            by=by,
            now=now,
        )
    tell(look, "signed-off")
    return YES, verdict


def locked(master: Master) -> Master:
    """Sign-off, taking back and clearing wait for each other."""
    Master.objects.select_for_update().get(id=master.id)
    return Master.objects.select_related("preview__look__shoot__brief", "preview__recipe", "job").get(id=master.id)


@transaction.atomic
def take_back(master: Master, *, by: Person, now: datetime) -> Decision:
    """Before it is on its way to be sealed she may take back what she said."""
    if locked(master).cleared_at:
        return no("already-done")
    if not Verdict.objects.filter(master=master, by=by, ended_at=None).update(ended_at=now):
        return no("already-done")
    tell(master.preview.look, "taken-back")
    return YES
