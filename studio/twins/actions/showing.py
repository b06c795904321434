"""What she shows of herself: her comp card and her cover."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from studio.decisions import YES, Decision, no
from studio.live.announcing import announce
from studio.media.models import Blob
from studio.people.models import Person
from studio.twins.actions.telling import hers, write_down
from studio.twins.models import CompCardPicture, OwnPicture, Twin


@transaction.atomic
def choose_comp_card(
    twin: Twin, pictures: Sequence[tuple[Blob, str]], *, by: Person, now: datetime, key: str = ""
) -> tuple[Decision, Twin | None]:
    """What a house sees of her: rendered and marked pictures with their words, in her order, in place of those before.

    Only pictures of her first meeting to which she said "this is me": a plate never goes on it, nor a picture of a
    plate that she barred or that its photographer has not licensed to her.
    """
    if not (decision := hers(twin, by) and may_show(twin, pictures)):
        return decision, None
    twin.comp_card.all().delete()
    CompCardPicture.objects.bulk_create(
        CompCardPicture(twin=twin, picture=blob, position=place, alt=alt, chosen_at=now)
        for place, (blob, alt) in enumerate(pictures)
    )
    write_down(twin, "comp-card", by=by, body={"pictures": [blob.sha256 for blob, _ in pictures]}, now=now)
    _become_ready(twin)
    return YES, twin


def may_show(twin: Twin, pictures: Sequence[tuple[Blob, str]]) -> Decision:
    own = OwnPicture.objects.hers().filter(twin=twin, picture__in=[blob for blob, _alt in pictures])
    known = {each.picture_id: each.plate for each in own.select_related("plate__capture")}
    if not pictures or len(known) < len(pictures):
        return no("comp-card-needs-renders")
    if not all(alt.strip() for _blob, alt in pictures):
        return no("words-for-each-needed")
    waits = {plate.capture.waits_for for plate in known.values()} - {""}
    if waits:
        return no("captures-not-vouched" if waits == {"voucher"} else "captures-not-licensed")
    return YES if all(plate.is_usable for plate in known.values()) else no("never-again")


@transaction.atomic
def choose_cover(twin: Twin, *, by: Person, now: datetime, key: str = "") -> tuple[Decision, Twin | None]:
    """The base outfit of her plates, which every picture shows at the least, is the one she agrees to."""
    if not (decision := hers(twin, by)):
        return decision, None
    if not twin.plates.in_use().exists():
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
