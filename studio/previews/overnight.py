"""One set-up (light, lens, place, grade) on a whole rack: planned, asked for where it must be, then made row by row.

The rows are the truth. A job sets them going when it is time; each picture is asked of its own twin's consent then, not
when somebody planned it, and what was settled before a restart is not asked for again. Nothing of the looks changes:
every picture is a trial, and whoever made the settings is credited for them in it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from studio.consent import gates
from studio.decisions import YES, Decision, no
from studio.imaging.engines import Named
from studio.jobs import actions as jobs
from studio.jobs.models import Job
from studio.live.announcing import announce
from studio.looks import actions as looks
from studio.looks import slots
from studio.looks.models import Garment, Look, Preset, Recipe, Reuse, SlotChange, Trial
from studio.looks.slots import GarmentsSlot, PieceSlot, Placed, SlotValue, TwinSlot
from studio.people import actions as people
from studio.people.models import Person
from studio.previews import actions, engines
from studio.previews.models import Overnight, OvernightPicture, Preview, ReuseQuestion
from studio.shoots import actions as shoots
from studio.shoots.models import Shoot
from studio.shoots.rules import may_cast_from
from studio.shoots.uses import brief_of
from studio.twins.models import Plate, Twin

KINDS = ("light", "lens", "place", "grade")
PICTURES_MOST = 240
DAYS_AHEAD_MOST = 14
BEHIND = -2  # whoever works at night goes first
TRIED = "set-up"


@dataclass(frozen=True, slots=True)
class Setting:
    """One slot of the set-up. authors: by person the craft they are credited for. asks: who has to be asked first."""

    kind: str
    value: SlotValue
    authors: Mapping[UUID, str] = field(default_factory=dict)
    asks: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Wish:
    """One picture that is wanted: of a look as it is dressed, or of one piece by itself."""

    twin: Twin
    plate: Plate
    look: Look | None = None
    garment: Garment | None = None


# The set-up


def set_up_of(look: Look, *, of: Shoot, by: Person) -> list[Setting]:
    """A look's light, lens, place and grade, each with whose they are and whom it has to be asked of."""
    rows = {slot.kind: slot for slot in look.slots.select_related("by").filter(kind__in=KINDS)}
    changes = SlotChange.objects.filter(look=look, kind__in=KINDS, preset__isnull=False).select_related("preset")
    applied = {(change.kind, change.version): change.preset for change in changes}
    found = []
    for kind in KINDS:
        slot = rows.get(kind)
        if slot is None or not slot.version:
            found.append(Setting(kind, slots.read(kind, slot.value) if slot else slots.EMPTY[kind]))
            continue
        authors = {slot.by_id: slot.craft}
        asks = set() if is_free(look, of) else {slot.by_id}
        preset = applied.get((kind, slot.version))
        if preset is not None:
            authors[preset.by_id] = preset.craft
            shared = preset.reuse == Preset.Terms.HOUSE and preset.house_id == of.house_id
            asks |= set() if shared else {preset.by_id}
        found.append(Setting(kind, slots.read(kind, slot.value), authors, frozenset(asks - {by.pk})))
    return found


def is_free(look: Look, of: Shoot) -> bool:
    """By the look's own terms of reuse: in its shoot, or in its house's; "ask me" and "for a fee" are asked always."""
    if look.reuse == Reuse.HOUSE:
        return look.shoot.house_id == of.house_id
    return look.reuse == Reuse.SHOOT and look.shoot_id == of.pk


def with_presets(settings: Iterable[Setting], presets: Iterable[Preset]) -> list[Setting]:
    """A preset in place of a look's slot. Only those open to her are offered, so nobody has to be asked for them."""
    instead = {
        preset.kind: Setting(preset.kind, slots.read(preset.kind, preset.value), {preset.by_id: preset.craft})
        for preset in presets
    }
    there = {setting.kind: setting for setting in settings} | instead
    return [there[kind] for kind in KINDS if kind in there]


def stored(settings: Iterable[Setting]) -> dict[str, Any]:
    return {
        setting.kind: {
            "value": setting.value.to_json(),
            "authors": [{"person": str(person), "craft": craft} for person, craft in setting.authors.items()],
        }
        for setting in settings
    }


def questions_of(settings: Iterable[Setting]) -> dict[UUID, list[str]]:
    """Whom it has to be asked of, and for which of the slots."""
    found: dict[UUID, list[str]] = {}
    for setting in settings:
        for person in setting.asks:
            found.setdefault(person, []).append(setting.kind)
    return found


# Planning


def may_plan(shoot: Shoot, by: Person) -> Decision:
    """Who casts may put others' looks on twins; a finished shoot makes nothing new."""
    if shoot.state == Shoot.State.DONE:
        return no("shoot-closed")
    crafts = shoots.crafts_of(by, shoot)
    if not crafts & {"casting", "production"}:
        return no("not-booked-for", slot="twin", craft="casting", booked=",".join(sorted(crafts)))
    return may_cast_from(brief_of(shoot))


@transaction.atomic
def plan(
    shoot: Shoot,
    settings: Sequence[Setting],
    wishes: Sequence[Wish],
    *,
    name: str,
    starts_at: datetime | None,
    by: Person,
    now: datetime,
    key: str,
) -> tuple[Decision, Overnight | None]:
    """Write down what is to be made and when. starts_at: None is now. Whose setting needs a yes is asked at once."""
    if done := Overnight.objects.filter(key=key, by=by).first():
        return YES, done
    decision = may_plan(shoot, by) and _fits(settings, wishes, starts_at, now)
    if not decision:
        return decision, None
    made = Overnight.objects.create(
        shoot=shoot,
        name=" ".join(name.split())[:120] or _("Overnight"),
        set_up=stored(settings),
        by=by,
        at=now,
        starts_at=starts_at or now,
        key=key,
    )
    OvernightPicture.objects.bulk_create(
        OvernightPicture(
            overnight=made, position=place, look=wish.look, garment=wish.garment, twin=wish.twin, plate=wish.plate
        )
        for place, wish in enumerate(wishes, start=1)
    )
    for person_id, kinds in questions_of(settings).items():
        _ask(made, Person.objects.get(id=person_id), kinds, now)
    made.job = jobs.add(
        "overnight",
        str(made.id),
        by=by,
        priority=BEHIND,
        now=now,
        not_before=made.starts_at,
        key=f"overnight:{made.id}",
    )
    made.save(update_fields=["job"])
    tell(made, "planned")
    return YES, made


def _fits(
    settings: Sequence[Setting], wishes: Sequence[Wish], starts_at: datetime | None, now: datetime
) -> Decision:
    if not settings:
        return no("no-set-up")
    if not wishes:
        return no("nothing-to-picture")
    if len(wishes) > PICTURES_MOST:
        return no("too-many-overnight", asked=len(wishes), most=PICTURES_MOST)
    if starts_at and starts_at < now - timedelta(minutes=1):
        return no("starts-in-the-past")
    if starts_at and starts_at > now + timedelta(days=DAYS_AHEAD_MOST):
        return no("starts-too-far", most=DAYS_AHEAD_MOST)
    return YES


def _ask(overnight: Overnight, person: Person, kinds: list[str], now: datetime) -> None:
    ReuseQuestion.objects.create(overnight=overnight, person=person, kinds=kinds)
    people.tell(
        person,
        "reuse-asked",
        values={"who": overnight.by.name, "shoot": overnight.shoot.name},
        url=reverse("previews:reuse", args=[overnight.id]),
        now=now,
        about=overnight.topic,
        key=f"reuse-asked:{overnight.id}:{person.pk}",
    )


@transaction.atomic
def answer(question: ReuseQuestion, said: str, *, by: Person, now: datetime) -> Decision:
    """Whose setting it is says yes or no, until it begins; she may think again until then."""
    overnight = Overnight.objects.select_for_update().get(id=question.overnight_id)
    if question.person_id != by.pk:
        return no("not-yours-to-answer", who=question.person.name)
    if said not in {ReuseQuestion.Answer.YES, ReuseQuestion.Answer.NO}:
        return no("not-a-choice")
    if overnight.state != "planned":
        return no("overnight-over")
    ReuseQuestion.objects.filter(id=question.id).update(answer=said, answered_at=now)
    people.tell(
        overnight.by,
        f"reuse-answered-{said}",
        values={"who": by.name},
        url=reverse("previews:overnight_run", args=[overnight.id]),
        now=now,
        about=overnight.topic,
        key=f"reuse-answered:{question.id}:{said}",
    )
    tell(overnight, "answered")
    return YES


@transaction.atomic
def cancel(overnight: Overnight, *, by: Person, now: datetime) -> Decision:
    """What is made stays; what is not, is not made any more. By whoever planned it, or produces the shoot."""
    locked = Overnight.objects.select_for_update().get(id=overnight.id)
    if locked.by_id != by.pk and not shoots.produces(by, locked.shoot):
        return no("not-producer")
    if locked.state not in {"planned", "running"}:
        return no("overnight-over")
    locked.cancelled_at, locked.cancelled_by = now, by
    locked.save(update_fields=["cancelled_at", "cancelled_by"])
    _settle_rest(locked, no("overnight-cancelled"), now)
    if locked.job:
        jobs.cancel(locked.job, by=by, now=now)
    for row in locked.pictures.filter(preview__made_at=None).select_related("preview__job", "preview__look"):
        if row.preview and row.preview.is_alive and row.preview.key == key_of(row):
            actions.cancel_preview(row.preview, by=by, now=now)
    tell(locked, "cancelled")
    return YES


def _settle_rest(overnight: Overnight, why: Decision, now: datetime) -> None:
    overnight.pictures.filter(settled_at=None).update(code=why.code, values=dict(why.values), settled_at=now)


# At night


def work(job: Job) -> None:
    """The kind "overnight": every row that is not settled yet, each in a transaction of its own."""
    overnight = Overnight.objects.select_related("shoot", "by").get(id=UUID(job.about))
    jobs.step(job, 0.0, _("asking whose setting it is"))
    if not begin(overnight, now=timezone.now()):
        jobs.finish(job)
        return
    rows = list(overnight.pictures.filter(settled_at=None).values_list("id", flat=True))
    for place, row_id in enumerate(rows):
        jobs.step(job, place / len(rows), _("asking for each picture"))
        settle(row_id, now=timezone.now())
    jobs.finish(job)
    tell(overnight, "asked")


def ended(job: Job) -> None:
    """The job was given up, so what it did not come to is not made, and the page says so."""
    overnight = Overnight.objects.filter(id=UUID(job.about)).first()
    if overnight is not None and job.ended_at is not None:
        Overnight.objects.filter(id=overnight.id, started_at=None).update(started_at=job.ended_at)
        _settle_rest(overnight, no(job.code or "job-failed"), job.ended_at)


@transaction.atomic
def begin(overnight: Overnight, *, now: datetime) -> bool:
    """Whether it may begin: still wanted, and every setting is free to use. Begun before a restart it goes on."""
    locked = Overnight.objects.select_for_update().select_related("shoot", "by").get(id=overnight.id)
    if locked.state not in {"planned", "running"}:
        return False
    if locked.started_at:
        return True
    decision = answered(locked.questions.select_related("person")) and may_plan(locked.shoot, locked.by)
    if decision:
        Overnight.objects.filter(id=locked.id).update(started_at=now)
        tell(locked, "started")
        return True
    Overnight.objects.filter(id=locked.id).update(code=decision.code, values=dict(decision.values), ended_at=now)
    _settle_rest(locked, no("overnight-not-begun"), now)
    _tell_planner(locked, "overnight-refused", {"name": locked.name}, now)
    tell(locked, "refused")
    return False


def answered(questions: Iterable[ReuseQuestion]) -> Decision:
    """Silence is no."""
    for question in questions:
        if question.answer == ReuseQuestion.Answer.NO:
            return no("reuse-refused", who=question.person.name)
        if question.answer != ReuseQuestion.Answer.YES:
            return no("reuse-not-answered", who=question.person.name)
    return YES


@transaction.atomic
def settle(row_id: UUID, *, now: datetime) -> None:
    """Ask for one picture: under its twin's gate, by her consent as it stands now. A no is kept with its why."""
    rows = OvernightPicture.objects.select_related("overnight__shoot", "overnight__by", "look", "garment")
    row = rows.select_related("twin__owner", "plate").get(id=row_id)
    Overnight.objects.select_for_update().get(id=row.overnight_id)  # a cancellation waits for us, or we find it
    if not OvernightPicture.objects.filter(id=row_id, settled_at=None, overnight__cancelled_at=None).exists():
        return
    decision, preview = request(row, now=now)
    values = {} if decision else dict(decision.values)
    code = "" if decision else decision.code
    look = preview.look if preview else row.look
    OvernightPicture.objects.filter(id=row_id).update(
        preview=preview, look=look, code=code, values=values, settled_at=now
    )


def request(row: OvernightPicture, *, now: datetime) -> tuple[Decision, Preview | None]:
    gates.hold([row.twin], alone=True)
    decision = looks.in_their_own_poses([(row.twin, row.plate)])
    usable, named = engines.named("draft")
    if not (decision := decision and usable):
        return decision, None
    with transaction.atomic():  # a look made for a piece goes again where its picture is refused
        decision, preview = _queued(row, named, now)
        if preview is None:
            transaction.set_rollback(True)
    return decision, preview


def _queued(row: OvernightPicture, named: Named, now: datetime) -> tuple[Decision, Preview | None]:
    decision, look = _look_of(row, now)
    if look is None:
        return decision, None
    look = actions.locked(look)
    decision, versions = actions.ask_for(look, [row.twin], [str(row.plate.pk)], now)
    if not decision:
        return decision, None
    decision, recipe = actions.frozen(look, named, [row.twin], now, _instead(row))
    if recipe is None:
        return decision, None
    credit(look, recipe, row, now)
    asked: dict[str, Any] = {"by": row.overnight.by, "now": now, "key": key_of(row)}
    return YES, actions.queued(look, recipe, named, [row.twin], versions, tried=TRIED, priority=BEHIND, **asked)


def _look_of(row: OvernightPicture, now: datetime) -> tuple[Decision, Look | None]:
    """The look there is, or for a piece by itself a new one that wears it alone, dressed by whoever planned this."""
    if row.look is not None:
        return YES, row.look
    garment, overnight = row.garment, row.overnight
    assert garment is not None
    key = f"overnight:{overnight.id.hex}:{garment.id.hex}"
    decision, look = looks.new_look(overnight.shoot, by=overnight.by, now=now, key=key, title=garment.title)
    if look is None:
        return decision, None
    worn = GarmentsSlot((PieceSlot(str(garment.id)),)).to_json()
    slot = look.slots.get(kind="garments")
    if slot.value == worn:
        return YES, look
    decision, _slot = looks.set_slot(look, "garments", worn, base_version=slot.version, by=overnight.by, now=now)
    return decision, look if decision else None


def _instead(row: OvernightPicture) -> dict[str, SlotValue]:
    set_up = {kind: slots.read(kind, each["value"]) for kind, each in row.overnight.set_up.items()}
    return {**set_up, "twin": TwinSlot(twins=(Placed(str(row.twin.pk), str(row.plate.pk)),))}


def credit(look: Look, recipe: Recipe, row: OvernightPicture, now: datetime) -> None:
    """Each setting is its author's work in this picture too; whom it is on is the choice of whoever planned it."""
    for kind, each in row.overnight.set_up.items():
        for author in each["authors"]:
            person, given = UUID(author["person"]), {"value": each["value"], "craft": author["craft"], "at": now}
            Trial.objects.get_or_create(look=look, recipe=recipe, kind=kind, by_id=person, defaults=given)
    placed = TwinSlot(twins=(Placed(str(row.twin.pk), str(row.plate.pk)),))
    _decision, craft = looks.may_set(look, "twin", row.overnight.by)
    given = {"value": placed.to_json(), "craft": craft, "at": now}
    Trial.objects.get_or_create(look=look, recipe=recipe, kind="twin", by=row.overnight.by, defaults=given)


def key_of(row: OvernightPicture) -> str:
    return f"overnight:{row.id.hex}"


# In the morning


@transaction.atomic
def close(overnight: Overnight, *, now: datetime) -> bool:
    """Once every picture is made, or known not to be, it is over, and whoever planned it hears of it."""
    locked = Overnight.objects.select_for_update().select_related("by", "shoot").get(id=overnight.id)
    rows = list(locked.pictures.select_related("preview__job"))
    if locked.state != "running" or any(row.state in {"waiting", "queued", "running"} for row in rows):
        return False
    Overnight.objects.filter(id=locked.id).update(ended_at=now)
    made = sum(row.state == "made" for row in rows)
    _tell_planner(locked, "overnight-done", {"name": locked.name, "made": made, "all": len(rows)}, now)
    tell(locked, "done")
    return True


def sweep(now: datetime) -> int:
    """A chore: close what is over. Gives how many."""
    running = Overnight.objects.open().filter(started_at__isnull=False)
    return sum(close(overnight, now=now) for overnight in running)


def _tell_planner(overnight: Overnight, code: str, values: Mapping[str, Any], now: datetime) -> None:
    people.tell(
        overnight.by,
        code,
        values=dict(values),
        url=reverse("previews:overnight_run", args=[overnight.id]),
        now=now,
        about=overnight.topic,
        key=f"{code}:{overnight.id}",
    )


def tell(overnight: Overnight, what: str) -> None:
    for topic in (overnight.topic, overnight.shoot.topic):
        announce(topic, kind="overnight", overnight=str(overnight.id), what=what)
