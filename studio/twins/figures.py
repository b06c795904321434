"""From the sealed pictures of a plate, or the plain ones of a stand-in, to what an engine draws on."""

import json
from dataclasses import replace
from io import BytesIO

import numpy as np
from PIL import Image

from studio.imaging import plates
from studio.imaging.decoding import decode
from studio.imaging.scene import Figure, Mask
from studio.media import actions as media
from studio.media.models import Blob
from studio.twins.models import Plate, StandIn


def figure_of(body: Plate | StandIn) -> Figure:
    """Reads and decrypts. Whoever calls this has asked for consent; the pixels stay in memory."""
    picture = np.ascontiguousarray(decode(media.load(body.picture)).pixels[..., :3])
    points = points_of(body)
    pose, face, nails = plates.from_json(points)
    figure = plates.figure(picture, plane_of(body.alpha), plane_of(body.parts), pose, face=face, seen=nails)
    ground, light = plates.standing_in(points)
    return replace(figure, ground=figure.ground if ground is None else ground, light=light or figure.light)


def points_of(body: Plate | StandIn) -> str:
    """`plates.to_json` as it was kept: a twin's under her key."""
    return media.load(body.points).decode() if isinstance(body, Plate) else json.dumps(body.landmarks)


def plane_of(blob: Blob) -> Mask:
    """One plane of bytes, kept as a grey PNG: an id or a mask must come back exactly as it was."""
    with Image.open(BytesIO(media.load(blob))) as image:
        return np.asarray(image.convert("L"))


def plane_png(plane: Mask) -> bytes:
    """(H, W) uint8 as a grey PNG."""
    if plane.ndim != 2 or plane.dtype != np.uint8:
        raise ValueError(f"plane must be (H, W) uint8, got {plane.shape} {plane.dtype}")
    out = BytesIO()
    Image.fromarray(plane, "L").save(out, "PNG", optimize=True)
    return out.getvalue()
