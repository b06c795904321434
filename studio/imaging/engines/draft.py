"""The draft engine: a composite of the plate and the garments' own pixels, in about a second, anywhere."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from studio.imaging import backdrops, colour_true, grading, makeup
from studio.imaging.body import HANDS, HEAD, Body
from studio.imaging.canvas import device, extent, grow, over, resize, spread, to_mask, to_picture, to_tensor
from studio.imaging.dressing import Bent, Dressed, bend, dress
from studio.imaging.engines import DRAFT, Made, Step
from studio.imaging.framing import Box, aspect_of, group
from studio.imaging.light import relight, tinted
from studio.imaging.plates import PARTS
from studio.imaging.scene import FaceChart, Figure, Grade, Light, Mask, Piece, Scene
from studio.imaging.stages import NOWHERE, Nowhere, Under

MARGIN = 0.03  # of the long edge, worked on beyond the picture's edge so that soft things end properly
SHALLOW = 5.6  # from this stop on the plate's own backdrop falls out of focus too
BLEED_PX = 2.0  # how far a plate's own backdrop colours the figure's edge, in plate pixels


@dataclass(slots=True)
class Sitter:
    """One figure on the shared canvas."""

    body: Body
    dressed: Dressed


class DraftEngine:
    name = DRAFT.name
    version = DRAFT.version
    source_type = DRAFT.source_type

    def __init__(self, stages: Under | Nowhere = NOWHERE) -> None:
        """stages: where results of steps are kept, so that a change makes only what hangs on it."""
        self.stages = stages

    def render(self, scene: Scene, *, long_edge_px: int, step: Step) -> Made:
        """Make the picture; see the protocol. Raises ValueError for a scene without figures or an unknown name."""
        if not scene.figures:
            raise ValueError("scene must have at least one figure")
        if long_edge_px < 64:
            raise ValueError(f"long_edge_px must be at least 64, got {long_edge_px}")
        with torch.inference_mode():
            return self.made(scene, long_edge_px, step)

    def made(self, scene: Scene, long_edge_px: int, step: Step) -> Made:
        """Each step's name is made of all it hangs on, so that it is taken from what is kept or made anew."""
        step(0.0, "finding the body")
        lens, keep, key = scene.lens, self.stages.take, self.stages.key
        width, height = size_of(lens.aspect, long_edge_px)
        margin = round(MARGIN * long_edge_px)
        swept = scene.place.backdrop is None
        name = on_bodies = key("body", scene.figures, lens.framing, lens.aspect, long_edge_px, swept)
        boxes = [*zip(scene.figures, group(scene.figures, lens.framing, lens.aspect), strict=True)]
        bodies = keep(name, lambda: [on_canvas(one, box, height, width, margin, swept=swept) for one, box in boxes])
        step(0.1, "dressing")
        each = [key(on_bodies, piece) for piece in scene.pieces]
        name = worn = key("worn", on_bodies, each)
        dressed = keep(name, lambda: self.all_dressed(bodies, scene.pieces, each, step))
        step(0.53, "make-up")
        name = key(name, scene.chart)
        faces = keep(name, lambda: [made_up(*one, scene.chart) for one in zip(bodies, dressed, strict=True)])
        step(0.57, "light on cloth and skin")
        name = key(name, scene.light)
        sitters = keep(name, lambda: [lit(*one, scene.light) for one in zip(bodies, faces, strict=True)])
        step(0.74, "backdrop")
        name = key(name, scene.place, lens.f_stop, lens.focal_mm)
        lit_too = scene.light if swept else None
        behind = key("scenery", on_bodies, scene.place.backdrop, lens.f_stop, lens.focal_mm, lit_too)
        scenery = partial(keep, behind, lambda: scenery_of(bodies[0], scene))
        picture = keep(name, lambda: assembled(sitters, scene, scenery))
        step(0.88, "grade")
        graded = grading.apply(picture, scene.grade)
        if scene.grade.colour_true and scene.grade != Grade():
            graded = colour_true.held(picture, graded, keep(key("cloth", worn), lambda: cloth(sitters)))
        picture = graded
        step(0.95, "crop")
        rows, columns = slice(margin, margin + height), slice(margin, margin + width)
        garments, clear = keep(key("masks", worn), lambda: masks(sitters, rows, columns))
        made = Made(to_picture(picture[:, rows, columns]), garments, clear)
        step(1.0, "crop")
        return made

    def all_dressed(
        self, bodies: Sequence[Body], pieces: Sequence[Piece], keys: Sequence[str], step: Step
    ) -> list[Dressed]:
        """A piece that was bent on to this body before is only laid anew. keys: of each piece on these bodies."""
        names = {id(piece): name for piece, name in zip(pieces, keys, strict=True)}

        def on(i: int, body: Body) -> Dressed:
            def bent_by(one: Body, piece: Piece) -> Bent:
                return self.stages.take(f"{names[id(piece)]} {i}", lambda: bend(one, piece))

            return dress(body, pieces, between=partial(tell, step, i, len(bodies)), bent_by=bent_by)

        return [on(i, body) for i, body in enumerate(bodies)]


def made_up(body: Body, dressed: Dressed, chart: FaceChart) -> Dressed:
    """Make-up lies on the skin, under what is worn: it shows by as much as the skin does."""
    if not chart.tints:
        return dressed
    painted = makeup.paint(body, body.picture, chart)
    return replace(dressed, picture=dressed.picture + (painted - body.picture) * dressed.shows)


def lit(body: Body, dressed: Dressed, light: Light) -> Sitter:
    return Sitter(body, replace(dressed, picture=relight(body, dressed.picture, dressed.alpha, light)))


def tell(step: Step, i: int, count: int, part: float) -> None:
    step(0.1 + 0.43 * (i + part) / count, "dressing")


def size_of(aspect: str, long_edge_px: int) -> tuple[int, int]:
    """Width and height in pixels."""
    ratio = aspect_of(aspect)
    return (long_edge_px, round(long_edge_px / ratio)) if ratio >= 1 else (round(long_edge_px * ratio), long_edge_px)


def on_canvas(
    figure: Figure, box: Box, height_px: int, width_px: int, margin_px: int, *, swept: bool = True
) -> Body:
    """The part of the plate in `box`, at the size it is worked on, with a margin all round.

    swept: whether the studio will be seen, and is carried on properly where the canvas is larger than the plate.
    """
    scale = height_px / box.height
    left, top = box.left - margin_px / scale, box.top - margin_px / scale
    whole_h, whole_w = height_px + 2 * margin_px, width_px + 2 * margin_px
    plate_h, plate_w = figure.alpha.shape
    x0, y0 = max(0, int(np.floor(left))), max(0, int(np.floor(top)))
    x1 = min(plate_w, int(np.ceil(left + whole_w / scale)))
    y1 = min(plate_h, int(np.ceil(top + whole_h / scale)))
    size = (max(2, round((y1 - y0) * scale)), max(2, round((x1 - x0) * scale)))
    at = (round((y0 - top) * scale), round((x0 - left) * scale))
    shrunk = resize(to_tensor(figure.picture[y0:y1, x0:x1]), *size).clamp(0, 1)
    alpha = resize(to_tensor(figure.alpha[y0:y1, x0:x1]), *size).clamp(0, 1)
    parts = nearest(figure.parts[y0:y1, x0:x1], *size)
    # Where the canvas begins, in plate pixels, after rounding to whole canvas pixels.
    origin = np.array([x0 - at[1] / scale, y0 - at[0] / scale])
    pose = {name: (np.array(point, float) - origin) * scale for name, point in figure.pose.items()}
    face = None
    if figure.face is not None:
        face = figure.face.astype(np.float32).copy()
        face[:, :2] = (face[:, :2] - origin) * scale
    return Body(
        (extended if swept else continued)(shrunk, at, whole_h, whole_w), padded(alpha, at, whole_h, whole_w),
        padded(parts[None], at, whole_h, whole_w)[0], pose, face, scale,
    )  # fmt: skip


def nearest(parts: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], height_px: int, width_px: int) -> Tensor:
    ys = (np.arange(height_px) + 0.5) * parts.shape[0] / height_px
    xs = (np.arange(width_px) + 0.5) * parts.shape[1] / width_px
    return torch.from_numpy(parts[ys.astype(int)][:, xs.astype(int)].copy()).to(device())


def padded(planes: Tensor, at: tuple[int, int], height_px: int, width_px: int) -> Tensor:
    whole = torch.zeros(planes.shape[0], height_px, width_px, dtype=planes.dtype, device=planes.device)
    (rows, columns), (from_rows, from_columns) = overlap(planes, at, height_px, width_px)
    whole[:, rows, columns] = planes[:, from_rows, from_columns]
    return whole


def continued(planes: Tensor, at: tuple[int, int], height_px: int, width_px: int) -> Tensor:
    """The plate on its canvas, its outermost pixels repeated."""
    (rows, columns), (from_rows, from_columns) = overlap(planes, at, height_px, width_px)
    beside = (columns.start, width_px - columns.stop, rows.start, height_px - rows.stop)
    return F.pad(planes[None, :, from_rows, from_columns], beside, mode="replicate")[0]


def overlap(
    planes: Tensor, at: tuple[int, int], height_px: int, width_px: int
) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """Where a picture laid down at (row, column) meets the canvas: there, and on itself."""
    found = []
    for start, size, whole in zip(at, planes.shape[-2:], (height_px, width_px), strict=True):
        first, last = max(0, start), min(whole, start + size)
        found.append((slice(first, last), slice(first - start, last - start)))
    return (found[0][0], found[1][0]), (found[0][1], found[1][1])


def extended(planes: Tensor, at: tuple[int, int], height_px: int, width_px: int) -> Tensor:
    """The plate on its canvas; where the canvas is larger, the studio's sweep is carried on smoothly."""
    (rows, columns), (from_rows, from_columns) = overlap(planes, at, height_px, width_px)
    whole = torch.zeros(planes.shape[0], height_px, width_px, device=planes.device)
    whole[:, rows, columns] = planes[:, from_rows, from_columns]
    if (rows.stop - rows.start, columns.stop - columns.start) == (height_px, width_px):
        return whole
    known = torch.zeros(1, height_px, width_px, device=planes.device)
    known[:, rows, columns] = 1
    # Only the plate's rim is carried on, or the figure would colour the sweep; it is smooth, so reckoned small.
    rim = known.clone()
    deep = max(6, min(height_px, width_px) // 40)
    rim[:, rows.start + deep : max(rows.stop - deep, rows.start + deep), columns.start + deep : columns.stop - deep] = 0
    small = (max(8, height_px // 4), max(8, width_px // 4))
    amount = resize(rim, *small)
    colour = resize(whole * rim, *small) / amount.clamp_min(1e-3)
    sweep = spread(colour, (amount > 0.5).float(), height_px / 240)
    carried = F.interpolate(sweep[None], (height_px, width_px), mode="bilinear")[0]
    carried[:, rows, columns] = whole[:, rows, columns]
    return carried


def assembled(sitters: Sequence[Sitter], scene: Scene, behind: Callable[[], Tensor]) -> Tensor:
    """Everybody in one place. A single figure before her plate's own backdrop is left as she stands.

    behind: gives the scenery, which is not changed here.
    """
    first = sitters[0]
    own = scene.place.backdrop is None
    if own and len(sitters) == 1 and scene.lens.f_stop >= SHALLOW:
        return backdrop_lit(first, scene.light)
    scenery = behind()
    for one in sitters:
        bleed = BLEED_PX * one.body.scale
        rows, columns = extent(one.dressed.alpha, 4 * bleed + 2)
        cut = backdrops.lift(one.dressed.picture[:, rows, columns], one.dressed.alpha[:, rows, columns], bleed)
        if own and len(sitters) == 1:
            scenery = scenery.clone()
            scenery[:, rows, columns] = over(scenery[:, rows, columns], cut.colour, cut.alpha)
        else:
            scenery = backdrops.set_in(one.body, cut, scenery, scene.place, (rows, columns))
    return scenery


def backdrop_lit(one: Sitter, light: Light) -> Tensor:
    """The plate's own backdrop takes the lamps' colour, as the figure before it has."""
    return over(tinted(one.dressed.picture, light), one.dressed.picture, one.dressed.alpha)


def scenery_of(body: Body, scene: Scene) -> Tensor:
    """What stands behind the figures, as the lens throws it."""
    lens = scene.lens
    if scene.place.backdrop is None:
        clean = backdrops.clean_plate(body.picture, body.alpha, body.shoulders_px())
        scenery = tinted(clean, scene.light)
    else:
        scenery = backdrops.fitted(scene.place.backdrop, body.height_px, body.width_px)
    return backdrops.behind(scenery, lens, body.shoulders_px())


def cloth(sitters: Sequence[Sitter]) -> Tensor:
    """(1, H, W): where garments are seen, of all figures."""
    found = torch.zeros_like(sitters[0].body.alpha)
    for one in sitters:
        found = torch.maximum(found, one.dressed.garments)
    return found


def masks(sitters: Sequence[Sitter], rows: slice, columns: slice) -> tuple[Mask, Mask]:
    """Where cloth is seen, and what no visible mark may cross."""
    garments = cloth(sitters)
    clear = torch.zeros_like(garments)
    for one in sitters:
        skin = one.body.mask((*HEAD, *HANDS, PARTS["neck"])) * one.body.alpha
        clear = torch.maximum(clear, grow(skin, one.body.shoulders_px() * 0.02))
    clear = torch.maximum(clear, garments)
    return to_mask(garments[:, rows, columns]), to_mask(clear[:, rows, columns])
