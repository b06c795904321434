"""Pictures that were brought to a shoot: which is there already, what each is taken for, and whose it is."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from studio.decisions import YES, Decision, no
from studio.imaging.taking import Taken
from studio.jobs import actions as jobs
from studio.live.announcing import announce
from studio.looks import ingesting, rules
from studio.looks.actions import TITLE_MOST, name_of, tell_of
from studio.looks.models import SAID, Backdrop, Brought, Garment, GarmentView, Picture, Recipe, Slot, SlotChange
from studio.looks.rules import NOT_SAID, Answer
from studio.looks.scenes import slots_of
from studio.media.models import Blob, Upload
from studio.people.models import Person
from studio.shoots.models import Booking, Shoot

Kind = Picture.Kind
RENDERED_FROM = (Kind.GARMENT, Kind.BACKDROP)


def answer_of(row: Brought) -> Answer:
    return Answer(**{name: getattr(row, name) for name in SAID})


def holder(picture: Picture) -> Brought:
    """Where the answer stands: with what the picture became, as long as it is that."""
    return picture.garment or picture.backdrop or picture


def tell(picture: Picture, what: str) -> None:
    announce(f"shoot:{picture.shoot_id}", kind="picture", picture=str(picture.id), what=what)


def may_bring(shoot: Shoot, by: Person) -> Decision:
    seated = shoot.house.seats.filter(person=by, ended_at=None).exists()
    return rules.may_bring(Booking.objects.crafts_of(by, shoot), seated=seated)


def known(sha256: str, shoot: Shoot) -> Picture | Garment | None:
    """What this shoot has of the very same bytes. What lies with other shoots and houses is not asked after."""
    if not sha256:
        return None
    pictures = Picture.objects.filter(shoot=shoot, upload__sha256=sha256).exclude(state=Picture.State.REFUSED)
    if picture := pictures.select_related("garment").first():
        return picture.garment or picture
    rack = Garment.objects.on_rack_of(shoot).exclude(state=Garment.State.REFUSED)
    return rack.filter(views__upload__sha256=sha256, views__view="front").first()


@transaction.atomic
def bring(
    upload: Upload,
    *,
    shoot: Shoot,
    by: Person,
    now: datetime,
    kind: str = Kind.PICTURE,
    said: Answer = NOT_SAID,
) -> tuple[Decision, Picture | None]:
    """A picture that just arrived, or that is to be fetched. A job reads it and says what it may be meant for."""
    if there := Picture.objects.filter(upload=upload).first():
        return YES, there
    decision = may_bring(shoot, by)
    if not decision:
        return decision, None
    picture = Picture.objects.create(
        shoot=shoot,
        kind=kind,
        title=name_of(upload)[:TITLE_MOST],
        source=upload.source,
        upload=upload,
        by=by,
        at=now,
        **asdict(said),
    )
    picture.job = jobs.add("picture", picture.id, by=by, priority=2, now=now, key=f"picture:{upload.id}")
    picture.save(update_fields=["job"])
    tell(picture, "added")
    return YES, picture


def read(id: UUID, blob: Blob, taken: Taken, *, now: datetime) -> Picture:
    """It was read: what it may be is proposed, and taken for right. What comes from another page is a reference.

    In the transaction that keeps the picture. Somebody may have said whose it is meanwhile, so it is read anew.
    """
    picture = Picture.objects.select_for_update(of=("self",)).select_related("shoot", "by", "upload").get(id=id)
    picture.picture, picture.state, picture.seen = blob, Picture.State.READY, taken.to_json()
    picture.proposed = Kind.REFERENCE if picture.source else Kind(taken.kind)
    picture.save(update_fields=["picture", "state", "seen", "proposed"])
    become(picture, picture.proposed, now=now)
    tell(picture, "read")
    return picture


def refuse(picture: Picture, decision: Decision) -> None:
    values = dict(decision.values)
    refused = {"state": Picture.State.REFUSED, "code": decision.code, "values": values}
    Picture.objects.filter(id=picture.id, state=Picture.State.ARRIVING).update(**refused)
    tell(picture, "refused")


@transaction.atomic
def turn(picture: Picture, kind: str, *, by: Person, now: datetime) -> Decision:
    """It is something else than it was taken for. What a look has once been made with stays what it is."""
    held = Picture.objects.select_for_update(of=("self",)).get(id=picture.id)
    if kind not in Kind.values:
        return no("not-a-choice")
    decision = may_bring(held.shoot, by)
    if decision and held.state != Picture.State.READY:
        decision = no("picture-not-read")
    if not decision or held.kind == kind:
        return decision
    if not (decision := may_let_go(held) and may_become(held, kind)):
        return decision
    let_go(held)
    become(held, kind, now=now)
    picture.refresh_from_db()
    tell(held, "turned")
    return YES


def may_become(picture: Picture, kind: str) -> Decision:
    if kind not in RENDERED_FROM:
        return YES
    person, face = (bool(picture.seen.get(name)) for name in ("person", "face"))
    return rules.may_render_from(answer_of(holder(picture)), shows_person=person, shows_face=face, kind=kind)


def may_let_go(picture: Picture) -> Decision:
    if picture.garment_id and in_use(str(picture.garment_id)):
        return no("garment-in-use")
    return no("place-in-use") if picture.backdrop_id and in_use(str(picture.backdrop_id)) else YES


def in_use(id: str) -> bool:
    """Whether a slot names it, or ever did: what a picture was made of stays what it is."""
    text = TextField()
    now_there = Slot.objects.annotate(text=Cast("value", text)).filter(text__contains=id)
    was_there = SlotChange.objects.annotate(text=Cast("new", text)).filter(text__contains=id)
    return now_there.exists() or was_there.exists()


def let_go(picture: Picture) -> None:
    """Off the rack, or away from the places; what was said of it goes back to the picture."""
    for name, value in asdict(answer_of(holder(picture))).items():
        setattr(picture, name, value)
    garment, backdrop = picture.garment, picture.backdrop
    picture.garment = picture.backdrop = None
    picture.save(update_fields=["garment", "backdrop", *SAID])
    if garment is not None:
        garment.delete()
    if backdrop is not None:
        backdrop.delete()


def become(picture: Picture, kind: str, *, now: datetime) -> None:
    picture.kind = Kind(kind)
    if kind == Kind.GARMENT:
        picture.garment = hang(picture, now=now)
    elif kind == Kind.BACKDROP:
        picture.backdrop = ingesting.stand(picture)
    picture.save(update_fields=["kind", "garment", "backdrop"])


def hang(picture: Picture, *, now: datetime) -> Garment:
    """On the rack; a job cuts it out and measures it. The file itself was read already."""
    garment = Garment.objects.create(
        house_id=picture.shoot.house_id,
        shoot=picture.shoot,
        title=picture.title,
        by=picture.by,
        at=now,
        **asdict(answer_of(picture)),
    )
    GarmentView.objects.create(garment=garment, upload=picture.upload, picture=picture.picture)
    garment.job = jobs.add("ingest", garment.id, by=picture.by, priority=2, now=now)
    garment.save(update_fields=["job"])
    tell_of(garment, "added")
    return garment


@transaction.atomic
def say(row: Picture | Garment, answer: Answer, *, source: str | None = None, by: Person, now: datetime) -> Decision:
    """Whose a picture is, and whether we may. Anybody of the shoot who knows may say it, and say it again."""
    shoot = row.shoot
    decision = may_bring(shoot, by) if shoot else no("not-on-call-sheet")
    decision = decision and rules.may_be_said(answer)
    if not decision:
        return decision
    told: list[Brought] = [row, holder(row)] if isinstance(row, Picture) else [row]
    for each in told:
        for name, value in asdict(answer).items():
            setattr(each, name, value)
        each.save(update_fields=list(SAID))
    if isinstance(row, Picture) and source is not None:
        row.source = source.strip()[:2000]
        row.save(update_fields=["source"])
    if isinstance(row, Picture):
        tell(row, "said")
    else:
        tell_of(row, "said")
    return YES


def may_leave(recipe: Recipe) -> Decision:
    """May what was made of it be delivered? What comes with the studio itself is free to use."""
    slots = slots_of(recipe)
    garments = [piece["garment"] for piece in slots["garments"]["pieces"]]
    backdrop = slots["place"].get("backdrop", "")
    rows: list[Garment | Backdrop] = list(Garment.objects.filter(id__in=garments))
    rows += list(Backdrop.objects.filter(id=backdrop, house__isnull=False)) if backdrop else []
    return rules.may_leave({str(row): answer_of(row) for row in rows})
