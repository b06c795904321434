"""One step back, and one forward again: each person's own changes of a look, one after the other."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from studio.decisions import YES, Decision, no
from studio.looks import actions, rules
from studio.looks.models import Look, SlotChange
from studio.people.models import Person

MOST = 60  # of her changes that are looked back on
BACK, FORWARD = "back", "forward"
NONE_LEFT = {BACK: "nothing-to-undo", FORWARD: "nothing-to-redo"}


def steps_of(look: Look, person: Person) -> dict[str, SlotChange | None]:
    """What a step either way would take. Whom the look shows is not among them: consent is asked when she is cast."""
    rows = look.changes.exclude(kind="twin")
    hers = list(rows.filter(by=person).order_by("-at", "-id")[:MOST])[::-1]
    latest = dict(rows.exclude(by=person).order_by().values_list("kind").annotate(Max("version")))
    told = [
        rules.Step(str(each.id), str(each.undoes_id or ""), overtaken=latest.get(each.kind, 0) > each.version)
        for each in hers
    ]
    by_id = {str(each.id): each for each in hers}
    back, forward = (rules.next_step(steps) for steps in rules.steps_of(told))
    return {BACK: by_id[back.id] if back else None, FORWARD: by_id[forward.id] if forward else None}


@transaction.atomic
def step(look: Look, way: str, *, by: Person, now: datetime, key: str = "") -> tuple[Decision, str]:
    """Take back the last change of hers, or what she took back last. With the slot it was in, if there was one.

    What somebody else has made of that slot since stands.
    """
    if key and (done := SlotChange.objects.filter(key=key, look=look, by=by).first()):
        return YES, done.kind
    Look.objects.select_for_update().get(id=look.id)
    taken = steps_of(look, by).get(way)
    if taken is None:
        return no(NONE_LEFT.get(way, NONE_LEFT[BACK])), ""
    later = look.changes.filter(kind=taken.kind, version__gt=taken.version).exclude(by=by).select_related("by").last()
    if later:
        return no("changed-since", who=later.by.name, slot=taken.kind), taken.kind
    version = look.slots.filter(kind=taken.kind).values_list("version", flat=True).first() or 0
    decision, _slot = actions.set_slot(
        look,
        taken.kind,
        taken.old or {},
        base_version=version,
        by=by,
        now=now,
        key=key,
        origin=actions.Origin(undoes=taken),
    )
    return decision, taken.kind
