"""Cropping and reducing a finished picture. No other step of the sealing touches where its pixels lie."""

import numpy as np
from PIL import Image

from studio.imaging.scene import Rgb

ABOVE = 0.15  # of what falls away above and below, how much above: the head keeps its room


def parsed(aspect: str) -> float:
    """ "4:5" as width to height. Raises ValueError when it is not two positive numbers."""
    try:
        width, height = (float(part) for part in aspect.split(":"))
    except ValueError as error:
        raise ValueError(f'aspect must be like "4:5", got {aspect!r}') from error
    if width <= 0 or height <= 0:
        raise ValueError(f'aspect must be like "4:5", got {aspect!r}')
    return width / height


def crop_box(width_px: int, height_px: int, aspect: str) -> tuple[int, int, int, int]:
    """The largest crop of this shape: (left, top, right, bottom) in pixels.

    Centred from side to side; what falls away falls away mostly below.
    """
    wanted = parsed(aspect)
    if width_px / height_px > wanted:
        kept = max(1, round(height_px * wanted))
        left = (width_px - kept) // 2
        return left, 0, left + kept, height_px
    kept = max(1, min(height_px, round(width_px / wanted)))
    top = round((height_px - kept) * ABOVE)
    return 0, top, width_px, top + kept


def crop_to(picture: Rgb, aspect: str) -> Rgb:
    """(H, W, 3) uint8 cut to a shape; no pixel is resampled."""
    height_px, width_px = picture.shape[:2]
    left, top, right, bottom = crop_box(width_px, height_px, aspect)
    return np.ascontiguousarray(picture[top:bottom, left:right])


def reduced(picture: Rgb, long_edge_px: int) -> Rgb:
    """(H, W, 3) uint8 with its longer edge at most `long_edge_px`; never enlarged."""
    height_px, width_px = picture.shape[:2]
    scale = long_edge_px / max(height_px, width_px)
    if scale >= 1:
        return picture
    size = (max(1, round(width_px * scale)), max(1, round(height_px * scale)))
    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.LANCZOS))
