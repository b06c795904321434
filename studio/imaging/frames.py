"""How a capture was taken: whether it is sharp where she is, and whether all of her lies in the frame."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.imaging.plates import named_pose, quietly, read_pose
from studio.imaging.scene import Point, Rgb

REGION_PX = 384  # the height at which every region is judged, so that the numbers of all cameras can be compared
# (sharp from, soft below). On the demo's plates a body reads 85 to 250 and, blurred by a thousandth of the picture's
# height, 40 to 120; a face 23 to 190 and 6 to 25. Blurred by twice as much: 10 to 34, and 1 to 5.
OF_A_BODY, OF_A_FACE = (60.0, 25.0), (20.0, 8.0)
MARGIN = 0.01  # of the frame's short side: what touches the edge is cut
LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)  # ITU-R BT.709

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """sharpness: see `sharpness`. outside: of "head", "hands" and "feet", what is cut off; None: nobody was found."""

    sharpness: float
    outside: tuple[str, ...] | None


def read_frame(picture: Rgb, *, close: bool) -> Reading:
    """Measure one frame. close: of a face, where only the face has to be sharp; otherwise head to foot."""
    with quietly():
        points, _mask = read_pose(picture)
    height, width = picture.shape[:2]
    if points is None:
        return Reading(sharpness(picture, (0, 0, width, height)), None)
    pose = named_pose(points)
    region = face_box(pose, width, height) if close else body_box(pose, width, height)
    return Reading(sharpness(picture, region), outside(pose, width, height))


def sharpness(picture: NDArray[np.uint8], region: Box) -> float:
    """The variance of the Laplacian of a region's luminance: large where edges are crisp, small where they are soft.

    picture: (H, W, 3) uint8, sRGB. region: left, top, right, bottom in its pixels.
    The region is brought to 384 px of height when it is taller, never enlarged, and the variance is given in
    thousandths of the luminance's own, so that neither the camera's size nor a dark coat decides.
    Returns 0.0 for a region of fewer than 3 x 3 pixels, or of one flat tone.
    Source: Pech-Pacheco, Cristóbal, Chamorro-Martínez and Fernández-Valdivia, "Diatom autofocusing in brightfield
    microscopy: a comparative study", ICPR 2000, measure LAP4 (the four-neighbour Laplacian).
    Raises ValueError when the shape is not (H, W, 3).
    """
    if picture.ndim != 3 or picture.shape[2] != 3:
        raise ValueError(f"picture must be (H, W, 3), got {picture.shape}")
    left, top, right, bottom = region
    part = picture[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)]
    if min(part.shape[:2]) < 3:
        return 0.0
    luma = fitted(part).astype(np.float32) @ LUMA
    spread = float(luma.var())
    if spread < 1.0:
        return 0.0
    inner = luma[1:-1, 1:-1]
    laplacian = luma[:-2, 1:-1] + luma[2:, 1:-1] + luma[1:-1, :-2] + luma[1:-1, 2:] - 4 * inner
    return round(float(laplacian.var()) / spread * 1000, 1)


def fitted(part: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = part.shape[:2]
    if height <= REGION_PX:
        return part
    size = (max(3, round(width * REGION_PX / height)), REGION_PX)
    return np.asarray(Image.fromarray(np.ascontiguousarray(part)).resize(size, Image.Resampling.LANCZOS))


def word_of(sharpness: float, *, close: bool) -> str:
    """ "sharp", "fair" or "soft". close: of a face, whose smooth skin reads lower than a figure with its edges."""
    sharp, soft = OF_A_FACE if close else OF_A_BODY
    if sharpness >= sharp:
        return "sharp"
    return "fair" if sharpness >= soft else "soft"


def face_box(pose: Mapping[str, Point], width: int, height: int) -> Box:
    """From crown to chin, as wide as the ears and a quarter."""
    ears = [pose["left_ear"], pose["right_ear"], pose["nose"], pose["left_eye"], pose["right_eye"]]
    centre = np.mean(ears, axis=0)
    reach = max(float(np.ptp([at[0] for at in ears])), abs(pose["neck"][1] - centre[1]) * 0.9, 4.0)
    return clipped(centre[0] - reach, centre[1] - reach, centre[0] + reach, centre[1] + reach, width, height)


def body_box(pose: Mapping[str, Point], width: int, height: int) -> Box:
    xs, ys = [at[0] for at in pose.values()], [at[1] for at in pose.values()]
    crown, sole = crown_of(pose), max(sole_of(pose, side) for side in ("left", "right"))
    return clipped(min(xs), min(crown, *ys), max(xs), max(sole, *ys), width, height)


def clipped(left: float, top: float, right: float, bottom: float, width: int, height: int) -> Box:
    return (
        int(np.clip(left, 0, width)),
        int(np.clip(top, 0, height)),
        int(np.clip(right, 0, width)),
        int(np.clip(bottom, 0, height)),
    )


def outside(pose: Mapping[str, Point], width: int, height: int) -> tuple[str, ...]:
    """What the frame cuts off, of "head", "hands" and "feet".

    pose: pixels by the names of `plates.POSE`; they may lie beyond the frame, where the reader reckons them to be.
    Crown, fingertips and soles are reckoned from the joints nearest to them, by the proportions of an adult body.
    """
    margin = MARGIN * min(width, height)

    def lies_in(at: Point) -> bool:
        return margin <= at[0] <= width - margin and margin <= at[1] <= height - margin

    ends = {
        "head": [(pose["nose"][0], crown_of(pose))],
        "hands": [fingers_of(pose, side) for side in ("left", "right")],
        "feet": [(pose[f"{side}_ankle"][0], sole_of(pose, side)) for side in ("left", "right")],
    }
    return tuple(name for name, points in ends.items() if not all(lies_in(at) for at in points))


def crown_of(pose: Mapping[str, Point]) -> float:
    ears = (pose["left_ear"][1] + pose["right_ear"][1]) / 2
    return float(ears - 0.9 * abs(pose["neck"][1] - ears))


def fingers_of(pose: Mapping[str, Point], side: str) -> Point:
    """Half a forearm beyond the wrist."""
    elbow, wrist = pose[f"{side}_elbow"], pose[f"{side}_wrist"]
    return (wrist[0] + 0.5 * (wrist[0] - elbow[0]), wrist[1] + 0.5 * (wrist[1] - elbow[1]))


def sole_of(pose: Mapping[str, Point], side: str) -> float:
    knee, ankle = pose[f"{side}_knee"], pose[f"{side}_ankle"]
    return float(ankle[1] + 0.18 * abs(ankle[1] - knee[1]))
