"""The first meeting is private: pictures for her own eyes, her answer to each, and what is never made again."""

import secrets
from datetime import datetime

from django.db import transaction

from studio.decisions import YES, Decision, no
from studio.jobs import actions as jobs
from studio.live.announcing import announce
from studio.media import actions as media
from studio.media.models import Blob
from studio.people.models import Person
from studio.twins.actions.brought import license_brought
from studio.twins.actions.telling import hers, write_down
from studio.twins.models import CompCardPicture, OwnPicture, Plate, Twin

LIGHTS = ("loop", "butterfly", "window-left")  # simple ones, the first first; another is tried when she says "not me"
MARK_BITS = 47
PICTURED = ("full", "beauty")


def tell(twin: Twin, what: str, picture: OwnPicture | None = None) -> None:
    """To her alone."""
    about = {"picture": str(picture.pk)} if picture else {}
    announce(f"person:{twin.owner_id}", kind="own-picture", what=what, twin=str(twin.pk), **about)


@transaction.atomic
def ask_first_pictures(twin: Twin, *, by: Person, now: datetime) -> tuple[Decision, list[OwnPicture]]:
    """One picture of each plate that has none, in her cover, under simple light. Her own eyes are not a use."""
    if not (decision := hers(twin, by)):
        return decision, []
    plates = twin.plates.in_use().filter(barred_at=None, framing__in=PICTURED, own_pictures=None)
    asked = [ask_for(plate, LIGHTS[0], by=by, now=now) for plate in plates.order_by("made_at", "id")]
    if not asked and not twin.own_pictures.exists():
        return no("not-ready", missing="plates"), []
    return YES, asked


def ask_for(plate: Plate, light: str, *, by: Person, now: datetime) -> OwnPicture:
    picture = OwnPicture.objects.create(
        twin=plate.twin, plate=plate, light=light, mark=secrets.randbits(MARK_BITS) + 1, asked_at=now
    )
    picture.job = jobs.add(
        "own-picture",
        picture.pk,
        stops_with=[plate.twin.gate_name],
        by=by,
        priority=2,
        now=now,
        key=f"own:{picture.pk}",
    )
    picture.save(update_fields=["job"])
    return picture


def keep_own_picture(plate: Plate, blob: Blob, *, light: str, mark: int, now: datetime) -> OwnPicture:
    """A picture that was made of her elsewhere, for her own eyes. Call it in the transaction that keeps the blob."""
    return OwnPicture.objects.create(
        twin=plate.twin, plate=plate, light=light, picture=blob, mark=mark, asked_at=now, made_at=now
    )


@transaction.atomic
def ask_again(picture: OwnPicture, *, by: Person, now: datetime) -> tuple[Decision, OwnPicture | None]:
    """The same plate under the next light, or once more where the work came to nothing."""
    twin = picture.twin
    if not (decision := hers(twin, by)):
        return decision, None
    if picture.plate.barred_at is not None:
        return no("never-again"), None
    if picture.is_alive:
        return YES, picture
    if picture.made_at is None:
        picture.job = jobs.add("own-picture", picture.pk, stops_with=[twin.gate_name], by=by, priority=2, now=now)
        picture.save(update_fields=["job"])
        return YES, picture
    tried = set(OwnPicture.objects.filter(plate=picture.plate).values_list("light", flat=True))
    left = [light for light in LIGHTS if light not in tried]
    return (YES, ask_for(picture.plate, left[0], by=by, now=now)) if left else (no("every-light-tried"), None)


@transaction.atomic
def answer_picture(
    picture: OwnPicture, answer: str, *, by: Person, now: datetime
) -> tuple[Decision, OwnPicture | None]:
    """ "This is me", "not me", "never make this again". What is not her is erased; a never bars the plate for all."""
    twin = picture.twin
    if not (decision := hers(twin, by)):
        return decision, None
    if answer not in (OwnPicture.Answer.ME, OwnPicture.Answer.NOT_ME, OwnPicture.Answer.NEVER):
        return no("not-an-answer"), None
    picture = (
        OwnPicture.objects.select_for_update(of=("self",))
        .select_related("picture", "plate__capture", "twin")
        .get(pk=picture.pk)
    )
    if picture.made_at is None:
        return no("nothing-to-show"), None
    if picture.answer == answer:
        return YES, picture
    if picture.picture is None:
        return no("already-done"), None
    picture.answer, picture.answered_at = answer, now
    if answer == OwnPicture.Answer.NEVER:
        _bar(picture.plate, by=by, now=now)
    if answer != OwnPicture.Answer.ME:
        _take_away(picture, now=now)
    picture.save(update_fields=["answer", "answered_at", "picture"])
    license_brought(picture.plate.capture, by=by, now=now)
    write_down(twin, "own-picture-answered", by=by, body={"plate": str(picture.plate_id), "answer": answer}, now=now)
    tell(twin, "answered", picture)
    return YES, picture


def _take_away(picture: OwnPicture, *, now: datetime) -> None:
    if picture.picture is not None:
        CompCardPicture.objects.filter(twin=picture.twin_id, picture=picture.picture).delete()
        media.erase(picture.picture, now=now)
        picture.picture = None


def _bar(plate: Plate, *, by: Person, now: datetime) -> None:
    """No house is offered this plate, and nothing that was asked for is made of it any more; her others stay."""
    Plate.objects.filter(pk=plate.pk, barred_at=None).update(barred_at=now)
    write_down(plate.twin, "plate-barred", by=by, body={"plate": str(plate.pk)}, now=now)
    others = OwnPicture.objects.filter(plate=plate, picture__isnull=False).select_related("picture")
    on_card = [other.picture for other in others if other.picture is not None]
    CompCardPicture.objects.filter(twin=plate.twin_id, picture__in=on_card).delete()
    jobs.stop(f"plate:{plate.pk}", now=now, code="never-again")
    announce(plate.twin.gate_name, kind="changed", twin=str(plate.twin_id))
