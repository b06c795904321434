"""Where a plate shows bare skin, for whoever bars a mark at a place."""

import numpy as np

from studio.imaging.plates import PARTS
from studio.imaging.scene import Mask

SEEN, BARE = 0.0004, 0.35  # of the picture; of the part


def bare_parts(parts: Mask, worn: Mask | None) -> tuple[str, ...]:
    """The parts of the body that are in the picture and not mostly under cloth, in the order of `plates.PARTS`.

    parts: (H, W) uint8, ids of `plates.PARTS`. worn: (H, W) uint8, 255 = cloth of the plate itself, or None.
    A part counts when it fills 0.04 % of the picture and 35 % of it is bare: a wrist out of a sleeve does, a chin out
    of a collar is the neck's. Raises ValueError when the two differ in size.
    """
    if worn is not None and worn.shape != parts.shape:
        raise ValueError(f"parts and worn must agree, got {parts.shape} and {worn.shape}")
    every = np.bincount(parts.ravel(), minlength=max(PARTS.values()) + 1)
    covered = np.zeros_like(every) if worn is None else np.bincount(parts[worn > 127], minlength=len(every))
    body = [name for name in PARTS if name not in {"background", "hair", "garment", "shoes"}]
    return tuple(name for name in body if _is_bare(int(every[PARTS[name]]), int(covered[PARTS[name]]), parts.size))


def _is_bare(pixels: int, covered: int, picture: int) -> bool:
    return pixels >= SEEN * picture and (pixels - covered) >= BARE * pixels
