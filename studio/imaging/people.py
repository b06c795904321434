"""Whether somebody is in a picture where nobody may be, and how many are in one that is of one person."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.imaging.plates import MEDIAPIPE, Plane, as_mediapipe, fitted, model, quietly
from studio.imaging.scene import Rgb

LOOKED_AT_PX = 640  # a tile's long side when a face is looked for in it
TILES = (1, 2, 4)  # to a side: a face of a fortieth of the picture's height is still found
SURE_OF_A_LIMB = 0.6
AS_LARGE = 0.35  # a second person's shoulders beside the first's
LIMBS = (13, 14, 15, 16, 25, 26, 27, 28)  # elbows, wrists, knees, ankles
TRUNK = (11, 12, 23, 24)


def shows_face(picture: Rgb, *, tiles: tuple[int, ...] = TILES) -> bool:
    """picture: (H, W, 3) uint8. Looks at the whole, then closer, tile by overlapping tile."""
    from mediapipe.tasks.python import vision

    options = vision.FaceLandmarkerOptions(base_options=model("face_landmarker.task"), num_faces=1)
    with quietly(), vision.FaceLandmarker.create_from_options(options) as reader:
        return any(
            reader.detect(as_mediapipe(fitted(tile, LOOKED_AT_PX))).face_landmarks for tile in tiled(picture, tiles)
        )


def tiled(picture: Rgb, tiles: tuple[int, ...]) -> Iterator[Rgb]:
    """Squares of a part of the short side, half over one another; from the whole to the smallest."""
    height, width = picture.shape[:2]
    for parts in tiles:
        side = min(height, width) // parts if parts > 1 else max(height, width)
        if side < 48 and parts > 1:
            return
        for top in starts(height, side):
            for left in starts(width, side):
                yield np.ascontiguousarray(picture[top : top + side, left : left + side])


def starts(length: int, side: int) -> list[int]:
    if side >= length:
        return [0]
    count = int(np.ceil((length - side) / (side / 2))) + 1
    return [int(at) for at in np.linspace(0, length - side, count)]


def poses_in(picture: Rgb, most: int = 4) -> list[Plane]:
    """Of each person found (33, 4): x, y and depth in pixels, and how surely the point is seen."""
    from mediapipe.tasks.python import vision

    height, width = picture.shape[:2]
    options = vision.PoseLandmarkerOptions(base_options=model("pose_landmarker_full.task"), num_poses=most)
    with quietly(), vision.PoseLandmarker.create_from_options(options) as reader:
        found = reader.detect(as_mediapipe(fitted(picture, 1024))).pose_landmarks
    return [
        np.array([[p.x * width, p.y * height, p.z * width, p.visibility] for p in marks], np.float32)
        for marks in found
    ]  # fmt: skip


def several(picture: Rgb) -> bool:
    """Whether a second person stands in it, about as large as the first. Somebody far behind does not count."""
    found = sorted((size_of(pose), *pose[list(TRUNK[:2]), :2].mean(axis=0).tolist()) for pose in poses_in(picture))
    if len(found) < 2:
        return False
    size, x, y = found[-1]
    return any(
        other >= AS_LARGE * size and np.hypot(at_x - x, at_y - y) > 0.4 * size for other, at_x, at_y in found[:-1]
    )


def size_of(pose: Plane) -> float:
    """The trunk's length: shoulders turn away from the camera, the trunk hardly does."""
    return float(np.linalg.norm(pose[[11, 12], :2].mean(axis=0) - pose[[23, 24], :2].mean(axis=0)))


def shows_person(picture: Rgb) -> bool:
    """Whether a garment's picture has somebody in it: a face, or a body with bare limbs unlike the cloth of its trunk.

    picture: (H, W, 3) uint8, what is clear laid on grey.
    """
    if shows_face(picture, tiles=TILES[:2]):
        return True
    return any(is_bare(picture, pose) for pose in poses_in(picture, most=1))


def is_bare(picture: Rgb, pose: Plane) -> bool:
    """At least three points of limbs are skin-coloured where the pose has them, and coloured unlike the trunk."""
    trunk = colour_at(picture, pose[list(TRUNK), :2].mean(axis=0))
    bare = 0
    for limb in (MEDIAPIPE[0], *LIMBS):
        if pose[limb, 3] < SURE_OF_A_LIMB:
            continue
        colour = colour_at(picture, pose[limb, :2])
        if colour is not None and is_skin(colour) and (trunk is None or unlike(colour, trunk)):
            bare += 1
    return bare >= 3


def colour_at(picture: Rgb, at: NDArray[np.float32]) -> NDArray[np.float64] | None:
    """The median about a point, or None outside the picture."""
    height, width = picture.shape[:2]
    x, y, reach = int(at[0]), int(at[1]), max(2, height // 200)
    if not (0 <= x < width and 0 <= y < height):
        return None
    about = picture[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1]
    median: NDArray[np.float64] = np.median(about.reshape(-1, 3), axis=0)
    return median


def is_skin(colour: NDArray[np.float64]) -> bool:
    """Wide enough for every skin: redder than green, greener than blue or nearly so, and not vivid.

    colour: sRGB 0 to 255.
    """
    red, green, blue = colour.tolist()
    share = red / max(red + green + blue, 1.0)
    return bool(red > 35 and 0.345 < share < 0.56 and red > green * 1.04 and green > blue * 0.92)


def unlike(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    """In hue and saturation, whatever the light: shares of red and green, or far apart in brightness."""
    a, b = (colour[:2] / max(float(colour.sum()), 1.0) for colour in (one, other))
    bright = abs(float(one.mean()) - float(other.mean()))
    return bool(np.abs(a - b).sum() > 0.03 or bright > 60)


def on_grey(pixels: NDArray[np.uint8]) -> Rgb:
    """(H, W, 3) or (H, W, 4) with straight alpha; what is clear becomes grey."""
    if pixels.shape[2] == 3:
        return pixels
    sheet = Image.new("RGB", (pixels.shape[1], pixels.shape[0]), (128, 128, 128))
    whole = Image.fromarray(pixels)
    sheet.paste(whole, mask=whole.getchannel("A"))
    return np.asarray(sheet)
