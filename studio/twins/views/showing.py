"""Her own pictures on her own pages: her eyes are not a use, and the addresses open in her session alone."""

from collections.abc import Iterable
from uuid import UUID

from studio.media import gates
from studio.media.addresses import Wanted, addresses
from studio.media.models import Blob
from studio.people.requests import StudioRequest


def shown_to_her(request: StudioRequest, blobs: Iterable[Blob | None], variant: str = "card") -> dict[UUID, str]:
    """An address by the blob's id. What was erased has none."""
    there = [blob for blob in blobs if blob is not None]
    epochs = gates.epochs({name for blob in there for name in blob.names})
    wanted = [
        Wanted(blob.pk, variant, tuple((name, epochs[name]) for name in blob.names))
        for blob in there
        if all(name in epochs for name in blob.names)
    ]
    return addresses(request.session.session_key, wanted)
