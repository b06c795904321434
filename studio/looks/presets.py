"""A slot kept under a name, with its author and what she lets others do with it; and applied in another look."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from studio.decisions import YES, Decision, no
from studio.looks import actions, rules
from studio.looks.models import Look, Preset, SlotChange
from studio.people.models import Person

KINDS = ("light", "lens", "place", "grade", "makeup", "hair")
NAME_MOST = 60


@transaction.atomic
def keep(
    look: Look, kind: str, name: str, *, reuse: str, by: Person, now: datetime
) -> tuple[Decision, Preset | None]:
    """The slot as it stands. Only whoever set it keeps it: a preset goes on under its author's name."""
    slot = look.slots.select_related("by").filter(kind=kind).first() if kind in KINDS else None
    if slot is None:
        return no("no-such-slot"), None
    decision = rules.may_keep_preset(set_at_all=bool(slot.version), hers=slot.by_id == by.id, who=slot.by.name)
    if decision and not name.strip():
        decision = no("name-needed")
    if decision and reuse not in Preset.Terms.values:
        decision = no("not-a-choice")
    if not decision:
        return decision, None
    return YES, Preset.objects.create(
        house=look.shoot.house,
        kind=kind,
        name=" ".join(name.split())[:NAME_MOST],
        value=slot.value,
        by=by,
        craft=slot.craft,
        reuse=reuse,
        at=now,
    )


@transaction.atomic
def apply(
    look: Look, preset_id: UUID, *, base_version: int, by: Person, now: datetime, key: str = ""
) -> tuple[Decision, str]:
    """Set its slot as the preset has it. Both are credited: who chose it, and whose it is. With the slot's kind."""
    preset = Preset.objects.open_to(by, look.shoot.house).filter(id=preset_id).first()
    if preset is None:
        return no("preset-gone"), ""
    decision, _slot = actions.set_slot(
        look,
        preset.kind,
        preset.value,
        base_version=base_version,
        by=by,
        now=now,
        key=key,
        origin=actions.Origin(preset=preset),
    )
    return decision, preset.kind


def forget(preset: Preset, *, by: Person, now: datetime) -> Decision:
    """Its author keeps it no longer. What was set by it stays as it is, and she stays credited there."""
    if preset.by_id != by.id:
        return no("not-your-setting", who=preset.by.name)
    Preset.objects.filter(id=preset.id, gone_at=None).update(gone_at=now)
    return YES


def authors_in(look: Look) -> dict[tuple[str, int], str]:
    """After whom a slot is set, by its kind and version."""
    rows = SlotChange.objects.filter(look=look, preset__isnull=False).values_list("kind", "version", "preset__by__name")
    return {(kind, version): name for kind, version, name in rows}
