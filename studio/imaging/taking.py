"""What a picture that somebody brought may be meant for: a guess, which she changes in one tap.

Somebody in it: a reference, to be looked at. One thing on a plain ground: a garment. Anything else: just a picture.
"""

from dataclasses import asdict, dataclass

import numpy as np
from PIL import Image

from studio.imaging import backdrops, grounds, people
from studio.imaging.scene import Rgb, Rgba

LOOKED_AT_PX = 1024
PLAIN = 0.9  # of the border lies on one smooth ground
EVEN = 9.0  # levels off that ground, for as much of the border
LEAST, MOST = 0.02, 0.85  # of the picture, that one thing takes
CLEAR = 0.05  # of the picture is transparent: somebody has cut it out already


@dataclass(frozen=True, slots=True)
class Taken:
    """kind: "reference", "garment" or "picture". person: somebody is in it; face: and the face is seen.

    light_from, warmth: as a backdrop notes them, should it become one.
    """

    kind: str
    person: bool
    face: bool
    light_from: float
    warmth: float

    def to_json(self) -> dict[str, object]:
        return {name: value for name, value in asdict(self).items() if name != "kind"}


def taken_for(pixels: Rgb | Rgba) -> Taken:
    """pixels: (H, W, 3) uint8, or 4 with straight alpha."""
    small = people.on_grey(fitted(pixels))
    face = people.shows_face(small)
    person = face or people.shows_person(small)
    light_from, warmth = backdrops.notes_of(small)
    kind = "reference" if person else "garment" if is_one_thing(pixels) else "picture"
    return Taken(kind, person, face, light_from, warmth)


def is_one_thing(pixels: Rgb | Rgba) -> bool:
    """Whether something stands alone on a plain ground, or was cut out before it came."""
    if pixels.shape[2] == 4:
        share = float((pixels[..., 3] < 128).mean())
        if share > CLEAR:
            return share < 1 - LEAST
        pixels = np.ascontiguousarray(pixels[..., :3])
    if not is_plain(pixels):
        return False
    return LEAST < float(grounds.standing_out(fitted(pixels)).mean()) < MOST


def is_plain(picture: Rgb) -> bool:
    """Whether its border is one ground, lit as smoothly as it may be. picture: (H, W, 3)."""
    colour = grounds.reduced(picture).astype(np.float32)
    ground, rim, _kept = grounds.background(colour)
    off = np.sqrt(((colour - ground) ** 2).sum(-1))[rim]
    return float((off < EVEN).mean()) >= PLAIN


def fitted(pixels: Rgb | Rgba) -> Rgb | Rgba:
    height, width = pixels.shape[:2]
    scale = LOOKED_AT_PX / max(height, width)
    if scale >= 1:
        return pixels
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.BOX))
