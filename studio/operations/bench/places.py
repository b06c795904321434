"""Where everything stands on the stage: ids only, so that a process can be told before it knows any model."""

from dataclasses import dataclass
from uuid import UUID

NONE = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Picture:
    """One look of the stage, as far as it was taken."""

    look: UUID
    preview: UUID
    master: UUID = NONE
    asset: UUID = NONE
    rendition: UUID = NONE


@dataclass(frozen=True, slots=True)
class Stage:
    """Who and what there is."""

    twin: UUID
    house: UUID
    rival: UUID
    rival_signer: UUID
    agency: UUID
    booker: UUID
    producer: UUID
    director: UUID
    stylist: UUID
    shoot: UUID
    version: UUID
    begins: Picture  # a look to be previewed
    signs: Picture  # a master that waits for a sign-off
    seals: Picture  # signed off, confirmed, and never sealed
    delivers: Picture  # sealed, and delivered once
    delivery: UUID
