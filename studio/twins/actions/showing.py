"""What she shows of herself: her comp card and her cover."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from studio.decisions import YES, Decision, no
from studio.live.announcing import announce
from studio.media.models import Blob
from studio.people.models import Person
from studio.twins.actions.telling import hers, write_down
from studio.twins.models import CompCardPicture, Twin


@transaction.atomic
def choose_comp_card(
    twin: Twin, pictures: Sequence[tuple[Blob, str]], *, by: Person, now: datetime, key: str = ""
) -> tuple[Decision, Twin | None]:
    """What a house sees of her: rendered and marked pictures with their words, in her order, in place of those before.

    A plate never goes on it.
    """
    if not (decision := hers(twin, by)):
        return decision, None
    if not pictures or _is_of_a_plate(twin, [blob for blob, _ in pictures]):
        return no("comp-card-needs-renders"), None
    twin.comp_card.all().delete()
    CompCardPicture.objects.bulk_create(
        CompCardPicture(twin=twin, picture=blob, position=place, alt=alt, chosen_at=now)
        for place, (blob, alt) in enumerate(pictures)
    )
    write_down(twin, "comp-card", by=by, body={"pictures": [blob.sha256 for blob, _ in pictures]}, now=now)
    _become_ready(twin)
    return YES, twin


def _is_of_a_plate(twin: Twin, blobs: Sequence[Blob]) -> bool:
    own = {blob for row in twin.plates.values_list("picture", "alpha", "parts", "points") for blob in row}
    return any(blob.pk in own for blob in blobs)


@transaction.atomic
def choose_cover(twin: Twin, *, by: Person, now: datetime, key: str = "") -> tuple[Decision, Twin | None]:
    """The base outfit of her plates, which every picture shows at the least, is the one she agrees to."""
    if not (decision := hers(twin, by)):
        return decision, None
    if not twin.plates.exists():
        return no("not-ready", missing="plates"), None
    if twin.cover_chosen_at is None:
        twin.cover_chosen_at = now
        twin.save(update_fields=["cover_chosen_at"])
        write_down(twin, "cover", by=by, body={}, now=now)
    _become_ready(twin)
    return YES, twin


def _become_ready(twin: Twin) -> None:
    """Met by her owner: a comp card and a cover, both chosen by her."""
    if twin.state == Twin.State.CAPTURED and twin.cover_chosen_at and twin.comp_card.exists():
        twin.state = Twin.State.READY
        twin.save(update_fields=["state"])
    announce(twin.gate_name, kind="changed", twin=str(twin.pk))
