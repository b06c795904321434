"""One picture of hers on a page of its own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from studio.assets.models import Delivery
from studio.consent.facts import day_of
from studio.consent.models import Pause, PieceApproval
from studio.consent.words import label, territory
from studio.credits.drawing import draw
from studio.home import money
from studio.home.pictures import Picture, pictured
from studio.home.stopping import Part, part_of
from studio.home.wall import alt_of, masters_for
from studio.ledger.statements import Line, owed_to
from studio.people.models import Person
from studio.previews.models import Preview
from studio.shoots.uses import brief_of
from studio.twins.models import Twin


def page(preview: Preview, *, viewer: Person, session_key: str, now: datetime) -> dict[str, Any]:
    """`preview` comes from `for_page()` and shows a twin of the viewer's."""
    master = masters_for([preview]).get(preview.id)
    blob = master.proof if master and master.proof else preview.picture
    shown = pictured([Picture(blob, preview, "large")], viewer=viewer, session_key=session_key, now=now) if blob else {}
    rows = list(preview.twins.filter(twin__owner=viewer).select_related("version__grant__house", "twin"))
    return {
        "preview": preview,
        "look": preview.look,
        "shoot": preview.look.shoot,
        "brief": brief_of(preview.look.shoot),
        "master": master,
        "asset": getattr(master, "asset", None),
        "blob": blob,
        "shown": shown.get(blob.id) if blob else None,
        "alt": alt_of(preview),
        "is_proof": bool(blob and blob != preview.picture),
        "twins": rows,
        "lines": draw(preview.look, now, preview.recipe),
        "copies": copies_of(preview, viewer, now),
        "answer": PieceApproval.objects.filter(about=str(master.id), twin__owner=viewer).first() if master else None,
        "stops": stops_of(preview, [row.twin for row in rows], viewer, now),
        "topics": [row.twin.gate_name for row in rows],
    }


def stops_of(preview: Preview, twins: Sequence[Twin], viewer: Person, now: datetime) -> list[tuple[Twin, Part]]:
    """The switch for this one picture, of each twin of hers in it."""
    about = {"reach": Pause.Reach.PICTURE, "about": str(preview.id), "lifted_at": None}
    paused = {pause.twin_id: {(pause.reach, pause.about): pause} for pause in Pause.objects.filter(**about)}
    return [
        (twin, part_of("picture", preview.pk, str(preview.look), "", paused.get(twin.pk, {}), viewer, now))
        for twin in twins
    ]


def copies_of(preview: Preview, viewer: Person, now: datetime) -> list[dict[str, Any]]:
    """Who holds a copy, where and until when, and what it pays her."""
    rows = Delivery.objects.filter(rendition__asset__master__preview=preview).select_related("house", "rendition", "by")
    deliveries = list(rows.order_by("-at"))
    lines: dict[str, Line] = {}
    if deliveries:
        statement = owed_to(viewer, today=day_of(viewer, now))
        lines = {line.about: line for line in statement.lines if line.kind == "delivery"}
    return [_copy(each, lines.get(str(each.id))) for each in deliveries]


def _copy(delivery: Delivery, line: Line | None) -> dict[str, Any]:
    return {
        "delivery": delivery,
        "channel": label("channel", delivery.channel),
        "places": ", ".join(territory(code) for code in delivery.territories),
        "line": line,
        "arithmetic": money.in_one_line(line.arithmetic, delivery.channel) if line else "",
    }

