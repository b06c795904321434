"""What the panel beside a board says of a brought picture: what it was taken for, and whose it is."""

from typing import Any

from studio.boards import bringing
from studio.boards.cards import CardView
from studio.boards.forms import WhoseForm
from studio.boards.models import Card
from studio.looks import brought
from studio.looks.models import SAID, Garment, Picture


def said_about(card: Card) -> Picture | Garment | None:
    picture = bringing.brought_as(card)
    if picture is not None or card.kind != Card.Kind.GARMENT:
        return picture
    return Garment.objects.filter(id=card.about).select_related("shoot__house").first()


def about_brought(view: CardView) -> dict[str, Any]:
    """For the panel beside the board: what the chosen card's picture is, and whose."""
    held = said_about(view.card)
    if held is None:
        return {}
    picture = held if isinstance(held, Picture) else None
    answers = brought.holder(picture) if picture else held
    said = {name: getattr(answers, name) for name in SAID} | {"source": picture.source if picture else ""}
    return {
        "view": view,
        "brought": picture,
        "whose_form": WhoseForm(initial=said),
        "kinds": [(kind, kind.label, bool(picture and picture.kind == kind)) for kind in Picture.Kind],
        "colours": bringing.shown_blob(view.card) is not None,
    }
