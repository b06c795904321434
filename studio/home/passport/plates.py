"""Her base photographs as they travel in a passport: a ZIP of its own, which only her passphrase opens."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
import rfc8785
from django.db.models import QuerySet, Sum
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from studio.home.exports.zips import zipped
from studio.home.passport.bundle import BadPassport, read_json, unpacked
from studio.imaging import plates
from studio.imaging.decoding import BadPicture, decode
from studio.imaging.scene import Figure, Mask, Point, Rgb
from studio.media import actions as media
from studio.twins.figures import points_of
from studio.twins.models import Plate, Twin

INDEX = "plates.json"
MOST_PLATES = 60
MOST_NAILS = 10
MOST_POINTS = 1000
PLANES = ("alpha", "parts")
TEXTS = ("capture", "pose", "view", "framing")
LETTERS = {"capture": 40, "pose": 60, "view": 12, "framing": 12}


@dataclass(frozen=True, slots=True)
class Brought:
    """A plate that was read whole, before anything of it is kept."""

    capture: str
    pose: str
    view: str
    framing: str
    figure: Figure


def travelling(twin: Twin) -> QuerySet[Plate]:
    return twin.plates.in_use().filter(barred_at=None).order_by("made_at", "id")


def weight_of(twin: Twin) -> int:
    """How many bytes they are, known before any is read."""
    sums = travelling(twin).aggregate(*(Sum(f"{each}__size_bytes") for each in ("picture", "alpha", "parts")))
    return sum(each or 0 for each in sums.values())


def packed(twin: Twin) -> bytes:
    """Those she uses: a picture, its masks and its points each, decrypted here and sealed again before they leave."""
    rows: list[dict[str, str]] = []
    files: dict[str, bytes] = {}
    for number, plate in enumerate(travelling(twin)):
        name = f"p{number}"
        files |= {
            f"{name}-picture.jpg": media.load(plate.picture),
            f"{name}-alpha.png": media.load(plate.alpha),
            f"{name}-parts.png": media.load(plate.parts),
            f"{name}-points.json": points_of(plate).encode(),
        }
        rows.append({"name": name, **{text: _text(plate, text) for text in TEXTS}})
    return zipped({**files, INDEX: rfc8785.dumps(rows)})


def _text(plate: Plate, name: str) -> str:
    return str(plate.capture_id) if name == "capture" else str(getattr(plate, name))


def unpacked_plates(content: bytes, captures: Sequence[str]) -> list[Brought]:
    """Raises BadPassport. Every file is decoded here and written anew later, so that nothing strange is kept."""
    files = unpacked(content)
    rows = read_json(files.get(INDEX, b""), INDEX)
    if not isinstance(rows, list) or len(rows) > MOST_PLATES:
        raise BadPassport("passport-damaged", name=INDEX)
    return [_brought(row, files, captures) for row in rows]


def _brought(row: Any, files: dict[str, bytes], captures: Sequence[str]) -> Brought:
    try:
        name = str(row["name"])
        texts = {text: str(row[text])[: LETTERS[text]] for text in TEXTS}
        picture = np.ascontiguousarray(decode(files[f"{name}-picture.jpg"]).pixels[..., :3])
        alpha, parts = (_plane(files[f"{name}-{plane}.png"], picture) for plane in PLANES)
        figure = _figure(picture, alpha, parts, files[f"{name}-points.json"])
    except (KeyError, TypeError, ValueError, OSError, BadPicture, UnidentifiedImageError):
        raise BadPassport("passport-damaged", name="plates.sealed") from None
    if texts["capture"] not in captures:
        raise BadPassport("passport-damaged", name="plates.sealed")
    return Brought(figure=figure, **texts)


def _plane(content: bytes, picture: Rgb) -> Mask:
    """One plane of bytes, as large as its picture; its size is looked at before it is unpacked."""
    with Image.open(BytesIO(content), formats=["PNG"]) as image:
        if image.mode != "L" or image.size != picture.shape[1::-1]:
            raise ValueError("a plane must be grey and as large as its picture")
        return np.asarray(image)


def _figure(picture: Rgb, alpha: Mask, parts: Mask, points: bytes) -> Figure:
    pose, face, nails = plates.from_json(points.decode())
    if not (_is_pose(pose) and _is_face(face) and _is_nails(nails) and int(parts.max()) <= max(plates.PARTS.values())):
        raise ValueError("the points are not those of a body")
    return plates.figure(picture, alpha, parts, pose, face=face, seen=nails)


def _is_pose(pose: dict[str, Point]) -> bool:
    at = np.asarray(list(pose.values()), float).reshape(-1, 2)
    return set(pose) <= set(plates.POSE) and bool(np.isfinite(at).all())


def _is_face(face: NDArray[np.float32] | None) -> bool:
    if face is None:
        return True
    return face.ndim == 2 and face.shape[1] in {2, 3} and len(face) < MOST_POINTS and bool(np.isfinite(face).all())


def _is_nails(nails: NDArray[np.float32] | None) -> bool:
    return nails is None or (len(nails) <= MOST_NAILS and bool(np.isfinite(nails).all()))
