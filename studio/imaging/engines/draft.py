"""The draft engine: a composite of the plate and the garments' own pixels, in about a second, anywhere."""

from collections.abc import Sequence
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
from studio.imaging.engines import DRAFT, Laid, Made, Step
from studio.imaging.framing import Box, aspect_of, group
from studio.imaging.hair import behind_cloth, dyed
from studio.imaging.light import AS_PHOTOGRAPHED, change, check, fall_of, relight, relit, tinted
from studio.imaging.plates import PARTS
from studio.imaging.relief import form_of
from studio.imaging.scene import Figure, Grade, Light, Mask, Piece, Scene
from studio.imaging.shadows import floor_dark, grown
from studio.imaging.stages import NOWHERE, Nowhere, Under

MARGIN = 0.03  # of the long edge, worked on beyond the picture's edge so that soft things end properly
CLEAR_STEP = 2  # what a mark must keep clear of needs no edge
SHALLOW = 5.6  # from this stop on the plate's own backdrop falls out of focus too
BLEED_PX = 2.0  # how far a plate's own backdrop colours the figure's edge, in plate pixels


@dataclass(slots=True)
class Sitter:
    """One figure on the shared canvas. gain: what the light does to her, as `light.change` has it."""

    body: Body
    dressed: Dressed
    gain: Tensor | None = None


class DraftEngine:
    name = DRAFT.name
    version = DRAFT.version
    source_type = DRAFT.source_type

    def __init__(self, stages: Under | Nowhere = NOWHERE, *, says_where: bool = False) -> None:
        """stages: where results of steps are kept, so that a change makes only what hangs on it.

        says_where: whether it also says where each piece came to lie.
        """
        self.stages, self.says_where = stages, says_where

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
        hat = any(piece.category == "hat" for piece in scene.pieces)
        on_bodies = key("body", scene.figures, lens.framing, lens.aspect, hat, long_edge_px, swept)
        boxes = [*zip(scene.figures, group(scene.figures, lens.framing, lens.aspect, hat=hat), strict=True)]
        at = partial(on_canvas, height_px=height, width_px=width, margin_px=margin, swept=swept)
        bodies = keep(on_bodies, lambda: [at(one, box) for one, box in boxes])
        step(0.1, "dressing")
        each = [key(on_bodies, piece) for piece in scene.pieces]
        behind = scene.hair.behind
        if behind:
            each = [key(name, "hair behind") for name in each]
        worn = key("worn", on_bodies, each, behind)
        hung = [behind_cloth(body) for body in bodies] if behind else bodies
        dressed = keep(worn, lambda: self.all_dressed(hung, scene.pieces, each, step))
        step(0.53, "make-up")
        painted = key(worn, scene.chart, scene.hair.dye)
        faces = keep(painted, lambda: [made_up(*one, scene) for one in zip(bodies, dressed, strict=True)])
        step(0.57, "light on cloth and skin")
        own = stays_put(scene)
        both = [*zip(bodies, dressed, strict=True)]
        edges = [] if own else keep(key("edges", worn), lambda: [edge_of(*one) for one in both])
        lifted = key(painted, own)
        faces = faces if own else keep(lifted, lambda: [freed(*one) for one in zip(bodies, faces, edges, strict=True)])
        name = key(lifted, scene.light)
        gains = self.gains(worn, bodies, dressed, scene.light)
        sitters = [Sitter(*one) for one in zip(bodies, faces, gains, strict=True)]
        if own:
            sitters = keep(name, lambda: [lit(one, scene.light) for one in sitters])
        step(0.74, "backdrop")
        name = key(name, scene.place, lens.f_stop, lens.focal_mm)
        picture = keep(name, lambda: self.assembled(Ground(on_bodies, worn, margin), sitters, edges, scene))
        step(0.88, "grade")
        picture = self.graded(worn, sitters, picture, scene.grade)
        step(0.95, "crop")
        rows, columns = slice(margin, margin + height), slice(margin, margin + width)
        garments, clear = keep(key("masks", worn), lambda: masks(sitters, rows, columns))
        lying = partial(self.lying, hung[0], scene.pieces, each, (rows, columns))
        laid = keep(key("laid", worn), lying) if self.says_where else ()
        made = Made(to_picture(picture[:, rows, columns]), garments, clear, laid)
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

    def lying(
        self, body: Body, pieces: Sequence[Piece], keys: Sequence[str], seen: tuple[slice, slice]
    ) -> tuple[Laid | None, ...]:
        """Each piece on the first figure. seen: the rows and columns of the canvas that are the picture."""
        named = zip(pieces, keys, strict=True)
        bent = [self.stages.take(f"{name} 0", partial(bend, body, piece)) for piece, name in named]
        return tuple(laid_of(one, body, *seen) for one in bent)

    def gains(self, worn: str, bodies: Sequence[Body], dressed: Sequence[Dressed], light: Light) -> list[Tensor | None]:
        """What the light does to each figure. Form hangs on what is worn alone, so another light finds it there."""
        check(light)
        if light.set_up == AS_PHOTOGRAPHED:
            return [None for _ in bodies]
        keep, key = self.stages.take, self.stages.key
        both = [*zip(bodies, dressed, strict=True)]
        forms = keep(key("form", worn), lambda: [form_of(body, one.alpha) for body, one in both])
        fallen = [*zip(bodies, forms, strict=True)]
        return keep(key("gain", worn, light), lambda: [change(body, form, light) for body, form in fallen])

    def assembled(
        self, ground: "Ground", sitters: Sequence[Sitter], edges: Sequence[backdrops.Edge], scene: Scene
    ) -> Tensor:
        """Everybody in one place. edges: of each, or none where a figure stays before her plate's own backdrop."""
        keep, key, lens, place = self.stages.take, self.stages.key, scene.lens, scene.place
        first, own = sitters[0], place.backdrop is None
        name = key("floor", ground.worn, scene.light, place.light_from, own, lens.focal_mm)
        dark = keep(name, lambda: [floor(one, scene, ground.margin_px) for one in sitters])
        if not edges:
            return before_own(first, scene.light, dark[0])
        lit_too = scene.light.kelvin if own else None
        name = key("scenery", ground.bodies, place.backdrop, lens.f_stop, lens.focal_mm, lit_too)
        scenery = keep(name, lambda: scenery_of(first.body, scene, ground.margin_px))
        result = scenery
        for shade in dark:
            result = shaded(result, shade)
        result = result.clone() if result is scenery else result
        for one, edge in zip(sitters, edges, strict=True):
            gain = relit(one.gain, scene.light, (edge.rows, edge.columns))
            alone = own and len(sitters) == 1
            if not alone:
                from_side = scene.light.set_up == AS_PHOTOGRAPHED
                match = backdrops.matched(one.body, scenery, place, edge.columns, from_side=from_side)
                gain = match if gain is None else gain * match
            backdrops.set_in(one.dressed.picture, edge, result, gain, glows=not alone)
        return result

    def graded(self, worn: str, sitters: Sequence[Sitter], picture: Tensor, wanted: Grade) -> Tensor:
        if wanted == Grade():
            return picture
        made = grading.apply(picture, wanted)
        if not wanted.colour_true:
            return made
        cloth = self.stages.take(self.stages.key("cloth", worn), lambda: cloth_of(sitters))
        return colour_true.held(picture, made, cloth, partial(grading.apply, wanted=wanted))


@dataclass(frozen=True, slots=True)
class Ground:
    """What the place of a picture hangs on: the names of the bodies and of what they wear, and the canvas's margin."""

    bodies: str
    worn: str
    margin_px: int


def made_up(body: Body, dressed: Dressed, scene: Scene) -> Dressed:
    """Make-up lies on the skin and a dye in the hair, under what is worn: they show by as much as the body does."""
    patches = [*makeup.patches(body, body.picture, scene.chart)] if scene.chart.tints else []
    hair = None if scene.hair.dye is None else dyed(body, scene.hair.dye)
    patches += [] if hair is None else [hair]
    if not patches:
        return dressed
    picture = dressed.picture.clone()
    for rows, columns, painted in patches:
        bare, shows = body.picture[:, rows, columns], dressed.shows[:, rows, columns]
        picture[:, rows, columns] += (painted - bare) * shows
    return replace(dressed, picture=picture)


def lit(one: Sitter, light: Light) -> Sitter:
    """A figure that stays before her own backdrop; in another place light and place are reckoned at once."""
    dressed = one.dressed
    return replace(one, dressed=replace(dressed, picture=relight(dressed.picture, dressed.alpha, one.gain, light)))


def laid_of(one: Bent, body: Body, rows: slice, columns: slice) -> Laid | None:
    boxes = [(extent(patch.planes[3:4], 0), patch) for _, patch in one.patches]
    boxes = [(box, patch) for box, patch in boxes if box[0].stop]
    if not boxes:
        return None
    top, bottom = min(p.top + y.start for (y, _), p in boxes), max(p.top + y.stop for (y, _), p in boxes)
    left, right = min(p.left + x.start for (_, x), p in boxes), max(p.left + x.stop for (_, x), p in boxes)
    width, height = columns.stop - columns.start, rows.stop - rows.start
    return Laid(
        (left - columns.start) / width,
        (top - rows.start) / height,
        (right - columns.start) / width,
        (bottom - rows.start) / height,
        float(body.shoulders_px()) / width,
    )


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
        face[:, :2] -= origin
        face *= scale
    nails = None
    if figure.nails is not None:
        nails = figure.nails.copy()
        nails[:, :2] -= origin
        nails[:, :5] *= scale
    return Body(
        (extended if swept else continued)(shrunk, at, whole_h, whole_w), padded(alpha, at, whole_h, whole_w),
        padded(parts[None], at, whole_h, whole_w)[0], pose, face, scale, nails,
        None if figure.ground is None else (figure.ground - float(origin[1])) * scale,
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


def floor(one: Sitter, scene: Scene, margin_px: int) -> Tensor | None:
    """What the figure takes from the floor's light, on a small map."""
    fall = fall_of(scene.light, scene.place, backdrops.floor_tilt(one.body, scene.lens, margin_px))
    return None if fall is None else floor_dark(one.body, one.dressed.alpha, fall)


def shaded(scenery: Tensor, dark: Tensor | None) -> Tensor:
    """A new picture, or the same where there is no shadow."""
    if dark is None:
        return scenery
    return scenery * grown(dark, *scenery.shape[-2:]).neg_().add_(1)


def before_own(one: Sitter, light: Light, dark: Tensor | None) -> Tensor:
    """The plate's own backdrop takes the lamps' colour and the figure's shadow."""
    picture = one.dressed.picture
    behind = shaded(tinted(picture, light), dark)
    return picture if behind is picture else over(behind, picture, one.dressed.alpha)


def stays_put(scene: Scene) -> bool:
    """A single figure before her plate's own backdrop is left as she stands, unless the lens throws that out."""
    return scene.place.backdrop is None and len(scene.figures) == 1 and scene.lens.f_stop >= SHALLOW


def edge_of(body: Body, dressed: Dressed) -> backdrops.Edge:
    bleed = BLEED_PX * body.scale
    return backdrops.edge_of(body, dressed.picture, dressed.alpha, extent(dressed.alpha, 4 * bleed + 2), bleed)


def freed(body: Body, dressed: Dressed, edge: backdrops.Edge) -> Dressed:
    return replace(dressed, picture=backdrops.lift(dressed.picture, edge, BLEED_PX * body.scale))


def scenery_of(body: Body, scene: Scene, margin_px: int) -> Tensor:
    """What stands behind the figures, as the lens throws it."""
    if scene.place.backdrop is not None:
        return backdrops.fitted(scene.place.backdrop, body, scene.lens, margin_px)
    clean = backdrops.clean_plate(body.picture, body.alpha, body.shoulders_px())
    return backdrops.thrown_out(tinted(clean, scene.light), body, scene.lens, margin_px)


def cloth_of(sitters: Sequence[Sitter]) -> Tensor:
    """(1, H, W): where garments are seen, of all figures."""
    found = torch.zeros_like(sitters[0].body.alpha)
    for one in sitters:
        found = torch.maximum(found, one.dressed.garments)
    return found


def masks(sitters: Sequence[Sitter], rows: slice, columns: slice) -> tuple[Mask, Mask]:
    """Where cloth is seen, and what no visible mark may cross."""
    garments = cloth_of(sitters)
    clear = torch.zeros_like(garments)
    for one in sitters:
        skin = one.body.mask((*HEAD, *HANDS, PARTS["neck"])) * one.body.alpha
        small = F.avg_pool2d(skin[None], CLEAR_STEP, ceil_mode=True)[0]
        near = grow(small, one.body.shoulders_px() * 0.02 / CLEAR_STEP)
        clear = torch.maximum(clear, F.interpolate(near[None], skin.shape[-2:], mode="bilinear")[0])
    clear = torch.maximum(clear, garments)
    return to_mask(garments[:, rows, columns]), to_mask(clear[:, rows, columns])
