"""One protocol, two engines: `draft` works anywhere in about a second, `diffusion` needs a checkpoint."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from studio.imaging.scene import Mask, Rgb, Scene

Step = Callable[[float, str], None]
"""Called between steps with how far (0 to 1) and the step's name; raises to stop the engine there and then."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a recipe says of its engine; known without loading it."""

    name: str
    version: str
    source_type: str  # the last part of an IPTC digital source type, true to what the engine does


DRAFT = Named("draft", "2", "composite")


@dataclass(frozen=True, slots=True)
class Laid:
    """Where a piece came to lie, as shares of the picture's width and height; shoulders: the figure's, of its width."""

    left: float
    top: float
    right: float
    bottom: float
    shoulders: float


@dataclass(frozen=True, slots=True)
class Made:
    """picture: at the size asked for, without any visible mark. garments: where the engine put cloth.

    keep_clear: face, hands and garments together, which no visible mark may cross.
    laid: each of the scene's pieces, in their order, where an engine was asked for it; None where none of it is seen.
    """

    picture: Rgb
    garments: Mask
    keep_clear: Mask
    laid: tuple[Laid | None, ...] = ()


class Engine(Protocol):
    name: str
    version: str
    source_type: str  # the last part of an IPTC digital source type, true to what the engine does

    def render(self, scene: Scene, *, long_edge_px: int, step: Step) -> Made:
        """Make the picture. Calls `step` at least once for each part of the work; lets what it raises through."""
        ...
