"""The handles of a plate: which there are, what they are called, and what a form says of where they lie."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from studio.imaging.correcting import FACE_HANDLES, Corrections, Stroke
from studio.imaging.scene import Figure, Point
from studio.web.sentences.told import Words

BODY: Mapping[str, Words] = {
    "nose": _("Nose"),
    "left_ear": _("Left ear"),
    "right_ear": _("Right ear"),
    "neck": _("Neck"),
    "left_shoulder": _("Left shoulder"),
    "right_shoulder": _("Right shoulder"),
    "left_elbow": _("Left elbow"),
    "right_elbow": _("Right elbow"),
    "left_wrist": _("Left wrist"),
    "right_wrist": _("Right wrist"),
    "pelvis": _("Pelvis"),
    "left_hip": _("Left hip"),
    "right_hip": _("Right hip"),
    "left_knee": _("Left knee"),
    "right_knee": _("Right knee"),
    "left_ankle": _("Left ankle"),
    "right_ankle": _("Right ankle"),
}
FACE: Mapping[str, Words] = {
    "brow": _("Top of the brow"),
    "right_eye": _("Right eye"),
    "left_eye": _("Left eye"),
    "nose": _("Tip of the nose"),
    "mouth_right": _("Right corner of the mouth"),
    "mouth_left": _("Left corner of the mouth"),
    "chin": _("Chin"),
}
BEYOND = 50.0  # a joint may be reckoned to lie this far outside the picture, in hundredths of it
STROKES_MOST, POINTS_MOST = 120, 600
WIDEST = 0.2


@dataclass(frozen=True, slots=True)
class Handle:
    """x and y in hundredths of the picture's width and height."""

    group: str
    name: str
    label: Words
    x: float
    y: float

    @property
    def field(self) -> str:
        return f"{self.group}.{self.name}"


def handles_of(figure: Figure) -> list[Handle]:
    """Those that were found: a face seen from behind has none."""
    height, width = figure.alpha.shape

    def handle(group: str, name: str, label: Words, at: Point) -> Handle:
        return Handle(group, name, label, round(100 * at[0] / width, 2), round(100 * at[1] / height, 2))

    found = [handle("pose", name, label, figure.pose[name]) for name, label in BODY.items() if name in figure.pose]
    if figure.face is not None:
        at = {name: figure.face[index, :2] for name, index in FACE_HANDLES.items()}
        found += [handle("face", name, label, (float(at[name][0]), float(at[name][1]))) for name, label in FACE.items()]
    return found


def corrections_in(given: QueryDict, before: Figure) -> Corrections | None:
    """What a form sets otherwise than it stands; None when it says nothing that makes sense."""
    height = before.alpha.shape[0]
    try:
        moved: dict[str, dict[str, Point]] = {"pose": {}, "face": {}}
        for handle in handles_of(before):
            x, y = number(given, f"{handle.field}.x", handle.x), number(given, f"{handle.field}.y", handle.y)
            if (x, y) != (handle.x, handle.y):
                moved[handle.group][handle.name] = (x / 100, y / 100)
        floor = optional(given, "floor", 0, 100)
        aside, above = optional(given, "light.x", -100, 100), optional(given, "light.y", 0, 100)
        strokes = tuple(strokes_in(given.get("strokes", "")))
    except (ValueError, TypeError, KeyError):
        return None
    stands = None if before.ground is None else round(100 * before.ground / height, 2)
    return Corrections(
        pose=moved["pose"],
        face=moved["face"],
        floor=None if floor is None or floor == stands else floor / 100,
        light=None if aside is None or above is None else (aside / 100, above / 100),
        strokes=strokes,
    )


def number(given: QueryDict, name: str, otherwise: float) -> float:
    value = float(str(given.get(name) or otherwise))
    if not -BEYOND <= value <= 100 + BEYOND:
        raise ValueError(f"{name} must lie on the picture or near it, got {value}")
    return value


def optional(given: QueryDict, name: str, least: float, most: float) -> float | None:
    if not given.get(name):
        return None
    value = float(str(given[name]))
    if not least <= value <= most:
        raise ValueError(f"{name} must lie between {least} and {most}, got {value}")
    return value


def strokes_in(text: str) -> Iterator[Stroke]:
    """[{"adds": true, "width": 0.02, "points": [[0.4, 0.5], ...]}, ...], in parts of the picture."""
    read: list[dict[str, Any]] = json.loads(text) if text else []
    if len(read) > STROKES_MOST:
        raise ValueError(f"at most {STROKES_MOST} strokes, got {len(read)}")
    for each in read:
        points = tuple((float(x), float(y)) for x, y in each["points"])
        width = float(each["width"])
        if not 0 < width <= WIDEST or not 0 < len(points) <= POINTS_MOST:
            raise ValueError("a stroke is too wide or too long")
        if not all(-0.5 <= value <= 1.5 for point in points for value in point):
            raise ValueError("a stroke leaves the picture")
        yield Stroke(bool(each["adds"]), width, points)
