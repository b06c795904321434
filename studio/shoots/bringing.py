"""A shot list out of a file: what it would change, said before anything is; then taken whole, or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from studio.decisions import YES, Decision, no
from studio.live.announcing import announce
from studio.people.models import Person
from studio.shoots import actions, rules, shot_lists
from studio.shoots.models import Shoot, Shot
from studio.shoots.shot_lists import Fault, Read, Row, key_of
from studio.twins.models import Twin

FIELDS = ("words", "sku", "view", "twin_id", "due_on")


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a line, as it is and as the file has it."""

    name: str
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class Changed:
    shot: Shot
    changes: Sequence[Change]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would do. fingerprint: of the list as it was read for this; another list is another plan."""

    added: Sequence[Shot] = ()
    changed: Sequence[Changed] = ()
    removed: Sequence[Shot] = ()
    same: int = 0
    faults: Sequence[Fault] = ()
    fingerprint: str = ""
    says_state: bool = False

    @property
    def faulty(self) -> int:
        """How many lines of the file are wrong; one may be in several ways."""
        return len({fault.line for fault in self.faults})

    @property
    def changes_anything(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass(slots=True)
class _Sorted:
    added: list[Shot] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    same: int = 0
    met: set[UUID] = field(default_factory=set)


def plan_of(shoot: Shoot, content: bytes, *, whole: bool) -> Plan:
    """whole: the file is the whole list, so what it does not name is taken off."""
    shots = list(shoot.shots.select_related("twin"))
    read = shot_lists.read(content)
    twins, faults = twins_named(read.rows)
    wrong = {fault.line for fault in (*read.faults, *faults)}
    sorted_ = _sorted(shoot, [row for row in read.rows if row.line not in wrong], read, shots, twins)
    return Plan(
        added=sorted_.added,
        changed=sorted_.changed,
        removed=[shot for shot in shots if whole and shot.id not in sorted_.met],
        same=sorted_.same,
        faults=sorted((*read.faults, *faults), key=lambda fault: fault.line),
        fingerprint=fingerprint_of(shots),
        says_state="state" in read.columns,
    )


def fingerprint_of(shots: Sequence[Shot]) -> str:
    said = [(str(shot.id), shot.position, *(str(getattr(shot, name)) for name in FIELDS)) for shot in shots]
    return sha256(repr(said).encode()).hexdigest()


def twins_named(rows: Sequence[Row]) -> tuple[Mapping[str, Twin], list[Fault]]:
    """By the name as it is written. Only who can be cast at all is known here, as the casting shows them."""
    found: dict[str, list[Twin]] = {}
    if any(row.twin for row in rows):
        for twin in Twin.objects.castable():
            found.setdefault(twin.name.casefold(), []).append(twin)
    faults = []
    for row in rows:
        there = len(found.get(row.twin.casefold(), ())) if row.twin else 1
        if there != 1:
            code = "list-twins-alike" if there else "list-no-such-twin"
            faults.append(Fault(row.line, no(code, line=row.line, said=row.twin)))
    return {name: twins[0] for name, twins in found.items() if len(twins) == 1}, faults


def _sorted(
    shoot: Shoot, rows: Sequence[Row], read: Read, shots: Sequence[Shot], twins: Mapping[str, Twin]
) -> _Sorted:
    there: dict[tuple[str, ...], list[Shot]] = {}
    for shot in shots:
        there.setdefault(_key(shot, read.columns), []).append(shot)
    result = _Sorted()
    last = max((shot.position for shot in shots), default=0)
    for row in rows:
        known = there.get(row.key, [])
        if not known:
            result.added.append(_new(shoot, row, twins, last + len(result.added) + 1))
        for shot in known:
            result.met.add(shot.id)
            changes = _changes(shot, row, read.columns)
            if changes:
                result.changed.append(Changed(shot, changes))
            else:
                result.same += 1
    return result


def _key(shot: Shot, columns: frozenset[str]) -> tuple[str, ...]:
    """By what the file can tell lines apart: without a column for twins, a piece's line is hers on whomever."""
    twin = shot.twin.name if shot.twin and "twin" in columns else ""
    return key_of(shot.sku if "sku" in columns else "", shot.view if "view" in columns else "", twin, shot.words)


def _new(shoot: Shoot, row: Row, twins: Mapping[str, Twin], position: int) -> Shot:
    return Shot(
        shoot=shoot,
        position=position,
        words=row.words or usual_words(row.sku, row.view),
        sku=row.sku,
        view=row.view,
        twin=twins.get(row.twin.casefold()),
        due_on=row.due_on,
    )


def usual_words(sku: str, view: str) -> str:
    """What a line says of itself until somebody says it better."""
    views = {"front": _("front"), "back": _("back"), "side": _("side"), "detail": _("detail")}
    return f"{sku}, {views[view]}" if view else sku


def _changes(shot: Shot, row: Row, columns: frozenset[str]) -> list[Change]:
    new: dict[str, object] = {}
    if row.words:
        new["words"] = row.words
    if "due" in columns:
        new["due_on"] = row.due_on
    if "view" in columns and not row.sku:
        new["view"] = row.view
    return [Change(name, getattr(shot, name), value) for name, value in new.items() if getattr(shot, name) != value]


@transaction.atomic
def take(
    shoot: Shoot, content: bytes, *, whole: bool, fingerprint: str, by: Person, now: datetime
) -> tuple[Decision, Plan]:
    """What was shown is what is done: with one wrong line, or on a list that has changed since, nothing is."""
    Shoot.objects.select_for_update().get(id=shoot.id)
    plan = plan_of(shoot, content, whole=whole)
    decision = actions.may_plan_shots(shoot, by)
    if decision and plan.faults:
        decision = no("list-has-faults")
    if decision and plan.fingerprint != fingerprint:
        decision = no("list-changed")
    if not decision or not plan.changes_anything:
        return decision, plan
    Shot.objects.bulk_create(plan.added)
    for each in plan.changed:
        for change in each.changes:
            setattr(each.shot, change.name, change.new)
        each.shot.save(update_fields=[change.name for change in each.changes])
    if plan.removed:
        Shot.objects.filter(id__in=[shot.id for shot in plan.removed]).delete()
        _close_up(shoot)
    announce(shoot.topic, kind="shoot", what="shots")
    return YES, plan


def _close_up(shoot: Shoot) -> None:
    left = list(shoot.shots.all())
    for position, shot in enumerate(left, start=1):
        shot.position = position
    Shot.objects.bulk_update(left, ["position"])


@dataclass(frozen=True, slots=True)
class Line:
    """A line as somebody fills it in on the page."""

    words: str = ""
    sku: str = ""
    view: str = ""
    twin: Twin | None = None
    due_on: date | None = None


@transaction.atomic
def set_line(shot: Shot, line: Line, *, by: Person, now: datetime) -> Decision:
    """All that a line says, in place. Two lines for the same picture are never kept."""
    Shoot.objects.select_for_update().get(id=shot.shoot_id)
    sku, words = line.sku.strip(), line.words.strip() or usual_words(line.sku.strip(), line.view)
    decision = actions.may_plan_shots(shot.shoot, by) and rules.worded(words)
    if decision and ((line.view and line.view not in shot_lists.VIEWS) or len(sku) > shot_lists.SKU_MOST):
        decision = no("not-a-choice")
    alike = Shot.objects.filter(shoot=shot.shoot_id, sku__iexact=sku, view=line.view, twin=line.twin)
    if decision and sku and alike.exclude(id=shot.id).exists():
        decision = no("shot-there")
    if not decision:
        return decision
    changed = Shot.objects.filter(id=shot.id).update(
        words=words, sku=sku, view=line.view, twin=line.twin, due_on=line.due_on
    )
    if not changed:
        return no("shot-gone")
    announce(shot.shoot.topic, kind="shoot", what="shots")
    return YES


@transaction.atomic
def add_line(shoot: Shoot, line: Line, *, by: Person, now: datetime) -> tuple[Decision, Shot | None]:
    """At the end of the list, with all that it says; or nothing at all."""
    words = line.words.strip() or usual_words(line.sku.strip(), line.view)
    decision, shot = actions.add_shot(shoot, words, by=by, now=now)
    if shot is None:
        return decision, None
    if not (decision := set_line(shot, line, by=by, now=now)):
        transaction.set_rollback(True)
    return decision, shot if decision else None
