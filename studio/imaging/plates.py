"""A plate is a base photograph of one person; this reads what the engines need from it."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.imaging import matting, nails, standing
from studio.imaging.joints import middle, settled
from studio.imaging.scene import Figure, Mask, Point, Rgb

PARTS: dict[str, int] = {
    "background": 0,
    "torso": 1,
    "upper_arm_l": 2,
    "forearm_l": 3,
    "hand_l": 4,
    "upper_arm_r": 5,
    "forearm_r": 6,
    "hand_r": 7,
    "thigh_l": 8,
    "shin_l": 9,
    "foot_l": 10,
    "thigh_r": 11,
    "shin_r": 12,
    "foot_r": 13,
    "head": 14,
    "hair": 15,
    "neck": 16,
    "garment": 17,
    "shoes": 18,
}

ARMS = tuple(PARTS[f"{part}_{side}"] for part in ("upper_arm", "forearm", "hand") for side in "lr")

POSE: tuple[str, ...] = (
    "nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder", "left_elbow",
    "right_elbow", "left_wrist", "right_wrist", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle",
    "right_ankle", "neck", "pelvis",
)  # fmt: skip

# Where MediaPipe's 33 points hold the names above; neck and pelvis are reckoned from them.
MEDIAPIPE = (0, 2, 5, 7, 8, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28)
TOES = {"l": 31, "r": 32}
KNUCKLES = {"l": 19, "r": 20}
SURE = 0.5

MODELS = Path(__file__).parent / "models"
FACE_OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip

Plane = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Bone:
    """A limb for the map of parts: a segment, and how thick flesh lies about it."""

    part: str
    start: NDArray[np.float64]
    end: NDArray[np.float64]
    radius_px: float


def read_plate(picture: Rgb) -> Figure | None:
    """Measure a photograph of one person, the biggest one in it. None when nobody is found."""
    with quietly():
        points, body_mask = read_pose(picture)
        if points is None or body_mask is None:
            return None
        pose = named_pose(points)
        face = read_face(picture, pose)
        alpha = person_alpha(picture, body_mask)
    rough = estimate_parts(alpha, pose, points, face)
    pose = settled(pose, alpha, np.where(np.isin(rough, ARMS), 0, rough))
    parts = bare_hands(picture, estimate_parts(alpha, pose, points, face))
    with quietly():
        seen = nails.read(picture, parts)
    ground, light = standing.ground_of(alpha, pose), standing.light_of(picture, alpha, face)
    return Figure(picture, alpha, parts, pose, face, worn_cloth(picture, parts), seen, ground, light)


def figure(
    picture: Rgb,
    alpha: Mask,
    parts: Mask,
    pose: Mapping[str, Point],
    *,
    face: Plane | None = None,
    seen: Plane | None = None,
    mesh: bool = False,
) -> Figure:
    """A figure from what is already known of it.

    mesh: also read the face and the nails that are seen, where they are not given. Floor and light are told anew.
    """
    if picture.shape[:2] != alpha.shape or alpha.shape != parts.shape:
        raise ValueError(
            f"picture, alpha and parts must agree, got {picture.shape[:2]}, {alpha.shape} and {parts.shape}"
        )
    with quietly():
        points = face if face is not None or not mesh else read_face(picture, pose)
        on_hands = seen if seen is not None or not mesh else nails.read(picture, parts)
    ground, light = standing.ground_of(alpha, pose), standing.light_of(picture, alpha, points)
    return Figure(picture, alpha, parts, dict(pose), points, worn_cloth(picture, parts), on_hands, ground, light)


def to_json(one: Figure) -> str:
    """Pose, face, nails, floor and light, for whoever stores them beside the picture. To a hundredth of a pixel."""
    face, seen = (None if each is None else np.round(each.astype(float), 2).tolist() for each in (one.face, one.nails))
    pose = {name: [round(float(x), 2), round(float(y), 2)] for name, (x, y) in one.pose.items()}
    told = {"pose": pose, "face": face, "nails": seen, "ground": one.ground, "light": one.light}
    return json.dumps(told, separators=(",", ":"))


def from_json(text: str) -> tuple[dict[str, Point], Plane | None, Plane | None]:
    """What `to_json` wrote: pose, face and nails."""
    read = json.loads(text)
    pose = {name: (float(at[0]), float(at[1])) for name, at in read["pose"].items()}
    face = None if read.get("face") is None else np.asarray(read["face"], np.float32)
    seen = None if read.get("nails") is None else np.asarray(read["nails"], np.float32).reshape(-1, 6)
    return pose, face, seen


def standing_in(text: str) -> tuple[float | None, Point | None]:
    """Floor line and light of what `to_json` wrote; None for what was not found, or not looked for then."""
    read = json.loads(text)
    ground, light = read.get("ground"), read.get("light")
    return (
        None if ground is None else float(ground),
        None if light is None else (float(light[0]), float(light[1])),
    )


def read_pose(picture: Rgb) -> tuple[Plane | None, Plane | None]:
    """(33, 4) x, y, depth, visibility in pixels, and a soft mask (H, W) of the same person."""
    from mediapipe.tasks.python import vision

    height, width = picture.shape[:2]
    options = vision.PoseLandmarkerOptions(
        base_options=model("pose_landmarker_full.task"), output_segmentation_masks=True, num_poses=3
    )
    with vision.PoseLandmarker.create_from_options(options) as reader:
        found = reader.detect(as_mediapipe(fitted(picture, 1024)))
        if not found.pose_landmarks:
            return None, None
        people = [
            np.array([[p.x * width, p.y * height, p.z * width, p.visibility] for p in marks], np.float32)
            for marks in found.pose_landmarks
        ]
        biggest = max(range(len(people)), key=lambda i: float(np.ptp(people[i][:, 0]) * np.ptp(people[i][:, 1])))
        mask = np.array(np.squeeze(found.segmentation_masks[biggest].numpy_view()))
    return people[biggest], stretched(mask, height, width)


def read_face(picture: Rgb, pose: Mapping[str, Point]) -> Plane | None:
    """The 478 points of the face mesh, in pixels, or None. Looks again closely where the head is small."""
    from mediapipe.tasks.python import vision

    height, width = picture.shape[:2]
    options = vision.FaceLandmarkerOptions(base_options=model("face_landmarker.task"), num_faces=1)
    head = np.array([pose[name] for name in POSE[:5] if name in pose])
    boxes = [(0, 0, width, height)]
    if len(head) == 5:
        centre, reach = head.mean(axis=0), max(float(np.ptp(head, axis=0).max()), height * 0.02) * 1.7
        boxes.insert(0, box_about(centre, reach, width, height))
    with ExitStack() as open_:
        reader = open_.enter_context(vision.FaceLandmarker.create_from_options(options))
        for left, top, right, bottom in boxes:
            crop = picture[top:bottom, left:right]
            if min(crop.shape[:2]) < 24:
                continue
            marks = reader.detect(as_mediapipe(fitted(crop, 512))).face_landmarks
            if marks:
                across, down = right - left, bottom - top
                return np.array([[left + p.x * across, top + p.y * down, p.z * across] for p in marks[0]], np.float32)
    return None


def person_alpha(picture: Rgb, body_mask: Plane) -> Mask:
    """The selfie model keeps hats and hair, the pose model keeps hands and feet; both together, edges sharpened."""
    from mediapipe.tasks.python import vision

    height, width = picture.shape[:2]
    options = vision.ImageSegmenterOptions(
        base_options=model("selfie_segmenter.tflite"), output_confidence_masks=True, output_category_mask=False
    )
    with vision.ImageSegmenter.create_from_options(options) as reader:
        masks = reader.segment(as_mediapipe(fitted(picture, 1024))).confidence_masks
        selfie = stretched(np.array(np.squeeze(masks[-1].numpy_view())), height, width)
    coarse = np.maximum(body_mask, np.minimum(selfie, blurred(body_mask, height / 60) * 4))
    return refined(picture, coarse)


def refined(picture: Rgb, coarse: Plane) -> Mask:
    """Settle the unsure rim by colour: each pixel goes to the nearer of the sure inside's and the sure outside's."""
    height = picture.shape[0]
    colour = picture.astype(np.float32)
    inside, outside = (coarse > 0.85).astype(np.float32), (coarse < 0.15).astype(np.float32)
    reach = max(2.0, height / 110)
    near_in, near_out = (local_mean(colour, known, reach) for known in (inside, outside))
    from_in = np.abs(colour - near_in).sum(-1)
    from_out = np.abs(colour - near_out).sum(-1)
    by_colour = from_out / np.maximum(from_in + from_out, 1e-3)
    apart = np.clip(np.abs(near_in - near_out).sum(-1) / 60, 0, 1)
    unsure = 1 - np.maximum(inside, outside)
    soft = coarse + unsure * apart * (np.clip((by_colour - 0.5) * 3 + 0.5, 0, 1) - coarse)
    sharp = np.clip((blurred(soft.astype(np.float32), max(0.6, height / 1800)) - 0.5) * 1.8 + 0.5, 0, 1)
    rim = (coarse > 0.1) & (coarse < 0.9)
    sharp = matting.guided(picture, sharp.astype(np.float32), rim, max(2, round(height / 300)))
    alpha: Mask = (sharp * 255 + 0.5).astype(np.uint8)
    return alpha


def local_mean(colour: NDArray[np.float32], known: Plane, reach_px: float) -> NDArray[np.float32]:
    weight = blurred(known, reach_px) + 1e-4
    planes = [blurred(colour[..., c] * known, reach_px) / weight for c in range(3)]
    return np.stack(planes, axis=-1)


def named_pose(points: Plane) -> dict[str, Point]:
    pose = {name: (float(points[i, 0]), float(points[i, 1])) for name, i in zip(POSE, MEDIAPIPE, strict=False)}
    shoulders, ears, hips = (middle(pose, end) for end in ("shoulder", "ear", "hip"))
    # The neck joint lies between shoulders and ears, the pelvis a little above the hip joints.
    neck, pelvis = shoulders + 0.45 * (ears - shoulders), hips + 0.05 * (shoulders - hips)
    pose["neck"] = (float(neck[0]), float(neck[1]))
    pose["pelvis"] = (float(pelvis[0]), float(pelvis[1]))
    return pose


def estimate_parts(alpha: Mask, pose: Mapping[str, Point], points: Plane, face: Plane | None) -> Mask:
    """Each pixel of the silhouette goes to the bone that is nearest, measured in the bone's own thickness."""
    height, width = alpha.shape
    # A quarter of the size is enough for boundaries inside the body.
    step = max(1, height // 400)
    ys, xs = np.mgrid[0:height:step, 0:width:step].astype(np.float64)
    nearest = np.full(xs.shape, np.inf)
    small = np.zeros(xs.shape, np.uint8)
    for bone in bones(pose, points):
        far = distance_to(bone, xs, ys) / bone.radius_px
        closer = far < nearest
        nearest = np.where(closer, far, nearest)
        small = np.where(closer, PARTS[bone.part], small)
    if face is not None:
        small = part_hair(small, face, step)
    whole = np.asarray(Image.fromarray(small.astype(np.uint8)).resize((width, height), Image.Resampling.NEAREST))
    return np.where(alpha > 127, whole, 0).astype(np.uint8)


def bones(pose: Mapping[str, Point], points: Plane) -> list[Bone]:
    at = {name: np.array(point, float) for name, point in pose.items()}
    sw = max(float(np.linalg.norm(at["left_shoulder"] - at["right_shoulder"])), 8.0)
    trunk_top, trunk_end = middle(pose, "shoulder"), middle(pose, "hip")
    ears = middle(pose, "ear")
    skull = ears + (ears - at["neck"]) * 0.45
    # Where bones begin and end and how thick they are: fitted on figures whose parts are known, 0.94 of pixels right.
    trunk = trunk_end - trunk_top
    found = [
        Bone("torso", trunk_top - trunk * 0.06, trunk_top + trunk * 0.94, sw * 0.44),
        Bone("neck", at["neck"], trunk_top + (at["neck"] - trunk_top) * 0.74, sw * 0.12),
        Bone("head", skull, at["neck"] + (ears - at["neck"]) * 0.57, sw * 0.34),
    ]
    for side, name in (("l", "left"), ("r", "right")):
        shoulder, elbow, wrist = at[f"{name}_shoulder"], at[f"{name}_elbow"], at[f"{name}_wrist"]
        hip, knee, ankle = at[f"{name}_hip"], at[f"{name}_knee"], at[f"{name}_ankle"]
        upper, hand = elbow - shoulder, points[KNUCKLES[side], :2].astype(float) - wrist
        found += [
            Bone(f"upper_arm_{side}", shoulder + upper * 0.03, shoulder + upper * 0.94, sw * 0.12),
            Bone(f"forearm_{side}", elbow, wrist, sw * 0.12),
            Bone(f"hand_{side}", wrist + hand * 0.06, wrist + hand * 1.56, sw * 0.16),
            Bone(f"thigh_{side}", hip + (knee - hip) * 0.18, knee, sw * 0.29),
            Bone(f"shin_{side}", knee, ankle, sw * 0.24),
            Bone(f"foot_{side}", ankle + np.array([0, sw * 0.02]), points[TOES[side], :2].astype(float), sw * 0.24),
        ]
    return found


def distance_to(bone: Bone, xs: NDArray[np.float64], ys: NDArray[np.float64]) -> NDArray[np.float64]:
    along = bone.end - bone.start
    length2 = max(float(along @ along), 1e-6)
    t = np.clip(((xs - bone.start[0]) * along[0] + (ys - bone.start[1]) * along[1]) / length2, 0, 1)
    result: NDArray[np.float64] = np.hypot(xs - bone.start[0] - t * along[0], ys - bone.start[1] - t * along[1])
    return result


def part_hair(parts: Mask, face: Plane, step: int) -> Mask:
    """Of the head, what lies outside the face's oval is hair, and under the chin it is neck."""
    from PIL import ImageDraw

    drawn = Image.new("L", parts.shape[::-1])
    oval = face[list(FACE_OVAL), :2] / step
    ImageDraw.Draw(drawn).polygon([(float(x), float(y)) for x, y in oval], fill=255)
    inside = np.asarray(drawn) > 0
    ys = np.mgrid[0 : parts.shape[0], 0 : parts.shape[1]][0]
    above = ys < float(oval[:, 1].max()) - 0.1 * float(np.ptp(oval[:, 1]))
    result = np.where((parts == PARTS["head"]) & ~inside & above, PARTS["hair"], parts)
    below = ys > float(oval[:, 1].max())
    result = np.where((result == PARTS["head"]) & below, PARTS["neck"], result)
    return np.where(inside & (parts > 0), PARTS["head"], result).astype(np.uint8)


SKIN = tuple(PARTS[name] for name in ("head", "forearm_l", "forearm_r", "shin_l", "shin_r", "neck"))
UNLIKE_SKIN = 0.045  # in shares of red and green
ON_TRUNK = tuple(PARTS[name] for name in ("torso", "thigh_l", "thigh_r", "garment"))
GLOVED = 0.97  # of a hand unlike skin
MAY_BE_CLOTH = tuple(
    PARTS[name] for name in ("torso", "upper_arm_l", "upper_arm_r", "thigh_l", "thigh_r", "shin_l", "shin_r", "garment")
)


def bare_hands(picture: Rgb, parts: Mask) -> Mask:
    """A hand laid on a hip is a hand where it is skin; the cloth round it belongs to the trunk.

    A hand that shows hardly any skin wears a glove, and is left.
    """
    from scipy import ndimage

    found = parts.copy()
    for side in "lr":
        ys, xs = np.nonzero(parts == PARTS[f"hand_{side}"])
        if not len(ys):
            continue
        reach = max(4, int(0.5 * max(np.ptp(ys), np.ptp(xs))))
        box = tuple(slice(max(0, int(at.min()) - reach), int(at.max()) + reach) for at in (ys, xs))
        near, hand = parts[box], parts[box] == PARTS[f"hand_{side}"]
        strange = hand & unlike_skin(picture, parts)[box]
        trunk = np.isin(near, ON_TRUNK)
        if not trunk.any() or strange.sum() > GLOVED * hand.sum():
            continue
        patches, _ = ndimage.label(ndimage.binary_dilation(ndimage.binary_opening(strange, iterations=2)) & hand)
        touching = np.unique(patches[ndimage.binary_dilation(trunk, iterations=2)])
        away = np.isin(patches, touching[touching > 0])
        where = ndimage.distance_transform_edt(~trunk, return_distances=False, return_indices=True)
        found[box] = np.where(away, near[tuple(where)], near)
    return found


def unlike_skin(picture: Rgb, parts: Mask) -> NDArray[np.bool_]:
    """(H, W): coloured unlike the skin of face and forearms. Nowhere, where too little skin is seen to tell."""
    skin = picture[np.isin(parts, SKIN)]
    if len(skin) < 50:
        return np.zeros(parts.shape, bool)
    tone = warmth(np.median(skin, axis=0)[None, None].astype(np.float32))[0, 0]
    unlike: NDArray[np.bool_] = np.abs(warmth(picture.astype(np.float32)) - tone).sum(-1) > UNLIKE_SKIN
    return unlike


def worn_cloth(picture: Rgb, parts: Mask) -> Mask:
    """The base outfit: what lies on trunk and limbs and is coloured unlike the skin of face and forearms."""
    if np.isin(parts, SKIN).sum() < 50:
        return np.where(parts == PARTS["torso"], 255, 0).astype(np.uint8)
    cloth = unlike_skin(picture, parts) & np.isin(parts, MAY_BE_CLOTH)
    return np.where(blurred(cloth.astype(np.float32), max(1.0, picture.shape[0] / 800)) > 0.5, 255, 0).astype(np.uint8)


def warmth(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """Red and green as shares of the whole: a colour without its brightness."""
    share: NDArray[np.float32] = picture[..., :2] / np.maximum(picture.sum(-1, keepdims=True), 1.0)
    return share


def blurred(plane: Plane, sigma_px: float) -> Plane:
    from scipy import ndimage

    result: Plane = ndimage.gaussian_filter(plane, sigma_px, mode="nearest", truncate=2.5)
    return result


def box_about(centre: NDArray[Any], reach: float, width: int, height: int) -> tuple[int, int, int, int]:
    left, top = max(0, int(centre[0] - reach)), max(0, int(centre[1] - reach))
    return left, top, min(width, ceil(centre[0] + reach)), min(height, ceil(centre[1] + reach))


def fitted(picture: Rgb, side_px: int) -> Rgb:
    """The long side made side_px, the width a multiple of 4: this MediaPipe aborts the process on other widths."""
    height, width = picture.shape[:2]
    scale = side_px / max(height, width)
    size = (max(8, round(width * scale / 4) * 4), max(8, round(height * scale)))
    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.LANCZOS))


def stretched(mask: NDArray[np.float32], height: int, width: int) -> Plane:
    plane = Image.fromarray(np.ascontiguousarray(mask, np.float32))
    return np.asarray(plane.resize((width, height), Image.Resampling.BILINEAR))


@contextmanager
def quietly() -> Iterator[None]:
    """MediaPipe's native part writes remarks of its own to standard error, past Python; nobody can act on them."""
    sys.stderr.flush()
    kept = os.dup(2)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def as_mediapipe(picture: Rgb) -> Any:
    import mediapipe

    return mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(picture))


def model(name: str) -> Any:
    from mediapipe.tasks.python import BaseOptions

    return BaseOptions(model_asset_path=str(MODELS / name))
