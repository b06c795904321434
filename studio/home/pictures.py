"""Every picture of a page, decided for its reader and signed in one go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import prefetch_related_objects

from studio.consent import gates
from studio.consent.facts import facts_of
from studio.decisions import YES
from studio.media import addresses
from studio.media.addresses import Wanted
from studio.media.models import Blob
from studio.people.models import Person
from studio.previews.models import Preview
from studio.previews.pictures import Shown, gates_of, may_show, state_of


@dataclass(frozen=True, slots=True)
class Picture:
    """A blob that came of a preview: itself, its proof, or a file of its asset. Shown under the preview's consent."""

    blob: Blob
    preview: Preview
    variant: str = "card"


def pictured(
    pictures: Sequence[Picture], own: Iterable[Blob] = (), *, viewer: Person, session_key: str, now: datetime
) -> dict[UUID, Shown]:
    """By the blob's id. `own`: pictures of the viewer's own twins that came of no preview.

    Previews come with `twins__twin__owner`. Her own eyes are not a use, so no facts are read for her own twins.
    """
    own = list(own)
    rows = [row for picture in pictures for row in picture.preview.twins.all()]
    names = {row.twin.gate_name for row in rows} | {name for blob in own for name in blob.names}
    epochs = gates.epochs(names)  # before the facts: a pause between them voids both
    facts = facts_of(list({row.twin_id: row.twin for row in rows if row.twin.owner_id != viewer.id}.values()), now)
    decided = {each.preview.id: may_show(each.preview, facts, viewer, now) for each in pictures}
    wanted = [_wanted(each, epochs) for each in pictures if decided[each.preview.id]]
    urls = addresses.addresses(session_key, [*wanted, *addresses.wanted(own, "card", epochs)])
    found = {
        each.blob.id: Shown(
            decided[each.preview.id],
            urls.get(each.blob.id, ""),
            state_of(each.preview, decided[each.preview.id], facts),
        )
        for each in pictures
    }
    return found | {blob.id: Shown(YES, urls.get(blob.id, "")) for blob in own}


def _wanted(picture: Picture, epochs: Mapping[str, int]) -> Wanted:
    return Wanted(picture.blob.id, picture.variant, gates=gates_of(picture.preview, epochs))


def with_twins(previews: Iterable[Preview]) -> list[Preview]:
    """The same rows with all whom they show, in three queries however many there are."""
    rows = list(previews)
    prefetch_related_objects(rows, "twins__twin__owner")
    return rows

