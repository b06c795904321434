"""Where each point of a garment comes to lie on a body: pairs of points, a few layers to a garment.

A garment's own scale is not known from its cut-out, so it is read from what dressmakers hold constant:
a sleeved garment's shoulder seams lie over the shoulder joints, trouser legs end at the ankle, armholes
lie under the arms and waists at the waist. Widths then follow the cloth, and never fall inside the body.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from studio.imaging.body import Body, Vector, along, length
from studio.imaging.cutouts import Outline
from studio.imaging.insides import about
from studio.imaging.plates import PARTS
from studio.imaging.scene import Fit
from studio.imaging.warping import Points

SIDES = {"L": "left", "R": "right"}
SIGN = {"L": 1.0, "R": -1.0}  # the way outwards, as seen from the front
TRUNK_PER_SHOULDERS = 1.19  # shoulder line to hip joints, in shoulder spans of a garment cut for that trunk
USUAL_BREADTH = 0.82  # shoulder joints' distance, in trunk lengths
SEAM_FROM_OUTLINE = 0.133  # the shoulder seam inside the arm's outline, in shoulder widths
CLOTH_PER_SEAMS = 0.96  # a garment's own scale, where its shoulder seams are spread by 1
EASE = 0.005  # cloth stands off the flesh it is stretched over, in shoulder widths: at a top's armholes
SKIRT_EASE = 0.036  # a skirt's band and hips
HEM_EASE = 0.075  # a top's hem, where it hangs free
SOFT = 0.006
SLEEVE_EASE = 0.037  # round the arm
SLEEVE_OUT = 0.036  # how far outside the joints' line the cuff's middle lies
ROUND = 0.1  # how far a sleeve may stand out past its points, in shoulder widths
LEG_EASE = 0.004
LEG_WIDTH = 0.98  # of a leg's cloth, seen hanging
ARMHOLE = 0.987  # how much less deep an armhole hangs than the cloth about it
SHOULDER_RISE = 0.208  # the seam lies above the joint, in shoulder widths
RISE_PER_TRUNK = 0.125  # a trouser's waist above the hip joints, in trunk lengths
LONG_SLEEVE = 1.43  # shoulder seam to cuff of a full sleeve, in shoulder spans
CUFF_PAST_WRIST = 0.08  # in shoulder widths
WAIST_PER_TRUNK = 0.574  # a dress's waist, in trunk lengths
FLARE_REACH = 0.3  # how far below its waist cloth is looked at, in shoulder spans
FORM_FLARE = (1.05, 1.2)  # how it widens there on forms with narrow and with broad hips
FORM_WAIST = (0.69, 0.612)  # and where their waists lie between shoulders and hip joints
FORM_SEAM = 0.196  # the shoulder seam above the form's joints, in shoulder spans
HANGS_FREE = (0.7, 1.3)  # below the waist, in shoulder spans: what ends here follows the hips, and from here hangs
WAIST_HOLDS = 0.8  # how closely a waist is hung to the waist
HIPS_HOLD = 0.7  # how closely it follows
LEVEL_BY_NECK = 0.2  # as near the neck as this, in shoulder widths, a collar stays level
STRIP = (0.14, 0.04)  # where trunk and sleeve lie double, at shoulder and armpit, in shoulder spans
HIP_PER_TRUNK = 0.655  # a skirt's waist, in trunk lengths

Anchors = dict[str, Vector]


@dataclass(frozen=True, slots=True)
class Layer:
    """One part of a garment that bends as one. owns: (h, w) 0 to 1, which of the cut-out's pixels it carries.

    kind: "trunk", "sleeve" or "leg". end, way: of a sleeve, where on the canvas it ends and towards where.
    ring: of a sleeve, the canvas points round its edge: it bends, and the hull of its points would span the bend.
    """

    kind: str
    on_canvas: Points
    on_cutout: Points
    owns: NDArray[np.float32]
    side: str = ""
    end: Vector | None = None
    way: Vector | None = None
    ring: Points | None = None


@dataclass(slots=True)
class Pairs:
    """Collects pairs of points."""

    canvas: list[Vector]
    cutout: list[Vector]

    def add(self, on_canvas: Vector, on_cutout: Vector) -> None:
        self.canvas.append(np.asarray(on_canvas, float))
        self.cutout.append(np.asarray(on_cutout, float))

    def points(self) -> tuple[Points, Points]:
        return np.array(self.canvas), np.array(self.cutout)


@dataclass(frozen=True, slots=True)
class Hang:
    """How an upper garment hangs: scale in canvas px per cut-out px, and the heights of its shoulder line."""

    scale: float
    across: float
    seam_y: float  # on the cut-out
    canvas_y: dict[str, float]  # at each shoulder
    settle_px: float  # below the seam by this much, both sides hang level
    rows: tuple[float, float] = (0.0, 0.0)  # waist and hips below the seam, on the cut-out
    drops: tuple[float, float] = (0.0, 0.0)  # and on the canvas

    def y(self, cutout_y: float, side: str | None = None, tilts: float = 1.0) -> float:
        level = (self.canvas_y["L"] + self.canvas_y["R"]) / 2
        drop = self.drop(cutout_y - self.seam_y)
        if side is None:
            return level + drop
        tilt = (self.canvas_y[side] - level) * tilts * float(np.clip(1 - max(drop, 0) / self.settle_px, 0, 1))
        return level + tilt + drop

    def drop(self, below: float) -> float:
        """How far below the shoulder line on the canvas: waist to waist, hips to hips, and hanging from there."""
        if not self.rows[1]:
            return below * self.scale
        if below <= self.rows[0]:
            return below * self.drops[0] / self.rows[0]
        if below <= self.rows[1]:
            return float(np.interp(below, self.rows, self.drops))
        return self.drops[1] + (below - self.rows[1]) * self.drops[0] / self.rows[0]


def upper_layers(body: Body, shape: Outline, at: Anchors, fit: Fit) -> list[Layer]:
    """Tops, coats and dresses: a trunk and, where it has them, two sleeves."""
    sleeved = all(f"sleeve_end_{side}" in at for side in SIDES)
    owned = sleeve_regions(shape, at) if sleeved else {}
    trunk_mask = shape.mask.copy()
    for region in owned.values():
        trunk_mask &= ~region
    own = Outline(trunk_mask, shape.left, shape.top, shape.right, shape.bottom)
    hang = hang_of(body, own, at, fit, sleeved=sleeved)
    shared = shoulder_points(body, at, hang, fit, sleeved=sleeved)
    trunk = trunk_pairs(body, own, at, hang, fit, shared)
    whole = shape.mask.shape
    owns = np.ones(whole, np.float32)
    for side, region in owned.items():
        owns = owns * (1 - keep_seam(region, at, side))
    layers = [Layer("trunk", *trunk.points(), owns)]
    for side, region in owned.items():
        layers.append(sleeve_layer(body, region, at, side, hang, shared))
    return layers


def hang_of(body: Body, trunk: Outline, at: Anchors, fit: Fit, *, sleeved: bool) -> Hang:
    seam_y = float(at["shoulder_L"][1] + at["shoulder_R"][1]) / 2
    sw = body.shoulders_px()
    joints = {side: float(body.pose[f"{name}_shoulder"][1]) for side, name in SIDES.items()}
    level = (joints["L"] + joints["R"]) / 2
    if sleeved:
        span = max(float(np.linalg.norm(at["shoulder_L"] - at["shoulder_R"])), 1.0)
        broad = sw / body.trunk_px() / USUAL_BREADTH
        by_trunk = body.trunk_px() / (TRUNK_PER_SHOULDERS * span) * broad**0.17
        by_shoulders = sw * (1 + 2 * seam_beyond_joint(body)) / span
        scale = float(np.sqrt(by_trunk * by_shoulders)) * CLOTH_PER_SEAMS
        tops = {side: y - SHOULDER_RISE * sw for side, y in joints.items()}
        return hung(body, at, fit, Hang(scale, 1.02 * sw / span * fit.width, seam_y, tops, body.trunk_px() * 0.6),
                    waist_and_hips(trunk, at, seam_y, span))  # fmt: skip
    armpit = float(at["armpit_L"][1] + at["armpit_R"][1]) / 2
    waist = float(at["waist_L"][1] + at["waist_R"][1]) / 2
    arm_y = level + 0.27 * sw
    by_height = (body.waist_y() - arm_y) / max(waist - armpit, 1.0)
    by_width = body.trunk_px() * WAIST_PER_TRUNK / max(float(at["waist_L"][0] - at["waist_R"][0]), 1.0)
    scale = by_width * float(np.clip(by_height / by_width, 0.8, 1.25)) ** 0.3
    top = arm_y - (armpit - seam_y) * scale
    tops = {side: top + (y - level) for side, y in joints.items()}
    return Hang(scale * fit.length, scale * fit.width, seam_y, tops, body.trunk_px() * 0.6)


def hung(body: Body, at: Anchors, fit: Fit, hang: Hang, rows: tuple[float, float]) -> Hang:
    """The same garment hung waist to waist and hips to hips, as far as it lies on them."""
    span = max(float(np.linalg.norm(at["shoulder_L"] - at["shoulder_R"])), 1.0)
    hem = float(at["hem_L"][1] + at["hem_R"][1]) / 2 - hang.seam_y
    held = float(np.interp((hem - rows[0]) / span, HANGS_FREE, [1.0, 0.0]))
    trunk = body.trunk_px()
    to_waist = body.waist_share() * trunk + SHOULDER_RISE * body.shoulders_px()
    # A cropped garment has no waist; what was taken for one must not be pulled down to the body's.
    above = hang.scale * float(np.clip(to_waist / rows[0] / hang.scale, 0.85, 1.18)) ** (WAIST_HOLDS * held)
    to_hips = (1 - body.waist_share()) * trunk / (rows[1] - rows[0])
    below = above * float(np.clip(to_hips / above, 0.6, 1.6)) ** (HIPS_HOLD * held)
    waist = rows[0] * above * fit.length
    drops = (waist, waist + (rows[1] - rows[0]) * below * fit.length)
    return replace(hang, scale=hang.scale * fit.length, rows=rows, drops=drops)


def waist_and_hips(trunk: Outline, at: Anchors, seam_y: float, span: float) -> tuple[float, float]:
    """Waist and hips of the form the garment was shown on, below its shoulder line, in px of the cut-out.

    The form is not seen. How cloth widens below its waist tells its hips, and they how long its trunk was.
    """
    waist = max(float(at["waist_L"][1] + at["waist_R"][1]) / 2 - seam_y, 0.3 * span)
    hem = float(at["hem_L"][1] + at["hem_R"][1]) / 2 - seam_y
    reach = float(np.clip(hem - waist, 0.05 * span, FLARE_REACH * span))
    runs = [trunk_run(trunk, at, seam_y + row) for row in (waist, waist + reach * 0.97)]
    broad = [float(run[1] - run[0]) for run in runs if run]
    flare = 1 + (broad[1] / broad[0] - 1) * FLARE_REACH * span / reach if len(broad) == 2 else 1.1
    share = float(np.interp(flare, FORM_FLARE, FORM_WAIST))
    trunk_px = (waist - FORM_SEAM * span) / share
    return waist, waist + (1 - share) * trunk_px


def trunk_run(trunk: Outline, at: Anchors, y: float) -> tuple[int, int] | None:
    """From the trunk's first cloth at a height to its last, without what sleeves left beside it."""
    if "sleeve_end_L" not in at:
        return trunk.whole_run(y)
    left, right = at["waist_R"][0], at["waist_L"][0]
    runs = trunk.runs(int(np.clip(y, trunk.top + 3, trunk.bottom - 3)))
    own = [run for run in runs if left < (run[0] + run[1]) / 2 < right]
    return (own[0][0], own[-1][1]) if own else None


def seam_beyond_joint(body: Body) -> float:
    """How far outside the joint the shoulder seam lies, in shoulder widths: it keeps its distance from the outline."""
    sw = body.shoulders_px()
    found = []
    for name, way in (("left", 1.0), ("right", -1.0)):
        side = name[0]
        ids = [PARTS["torso"], *(PARTS[f"{part}_{side}"] for part in ("upper_arm", "forearm"))]
        found.append(body.reach(body.pose[f"{name}_shoulder"], np.array([way, 0.0]), ids, 0.3 * sw) / sw)
    return float(np.clip(sum(found) / 2 - SEAM_FROM_OUTLINE, -0.04, 0.07))


def shoulder_points(body: Body, at: Anchors, hang: Hang, fit: Fit, *, sleeved: bool) -> dict[str, Vector]:
    """Where collar, shoulder and armpit anchors lie on the canvas; trunk and sleeves share them."""
    sw = body.shoulders_px()
    shift = np.array([fit.shift_x, fit.shift_y]) * sw
    middle_cut = (at["shoulder_L"][0] + at["shoulder_R"][0]) / 2
    middle = float(body.middle("shoulder")[0])
    neck = float(body.pose["neck"][0] * 0.6 + middle * 0.4)
    found: dict[str, Vector] = {}
    beyond = seam_beyond_joint(body)
    for side, name in SIDES.items():
        sign = SIGN[side]
        joint = body.pose[f"{name}_shoulder"]
        by_neck = {name: neck + (at[f"{name}_{side}"][0] - middle_cut) * hang.scale for name in ("collar", "shoulder")}
        shoulder_x = joint[0] + sign * beyond * sw if sleeved else by_neck["shoulder"]
        armpit_x = middle + (at[f"armpit_{side}"][0] - middle_cut) * (hang.across if sleeved else hang.scale)
        for name, x in (("collar", by_neck["collar"]), ("shoulder", shoulder_x)):
            # A raised shoulder lifts the cloth that lies on it; round the neck it stays level.
            tilts = float(np.clip((abs(x - neck) / sw - LEVEL_BY_NECK) / (0.5 - LEVEL_BY_NECK), 0, 1))
            found[f"{name}_{side}"] = np.array([x, hang.y(float(at[f"{name}_{side}"][1]), side, tilts)])
        depth = (at[f"armpit_{side}"][1] - hang.seam_y) * (ARMHOLE if sleeved else 1.0)
        found[f"armpit_{side}"] = np.array([armpit_x, hang.y(hang.seam_y + depth, side)])
    return {name: point + shift for name, point in found.items()}


def trunk_pairs(body: Body, shape: Outline, at: Anchors, hang: Hang, fit: Fit, shared: dict[str, Vector]) -> Pairs:
    pairs = Pairs([], [])
    for name, point in shared.items():
        pairs.add(point, at[name])
    armpit = float(max(at["armpit_L"][1], at["armpit_R"][1]))
    hem = float(at["hem_L"][1] + at["hem_R"][1]) / 2
    shift = np.array([fit.shift_x, fit.shift_y]) * body.shoulders_px()
    for part in np.linspace(0.08, 0.985, 11):
        y = armpit + (hem - armpit) * float(part)
        run = trunk_run(shape, at, y)
        if run is None:
            continue
        canvas_y = hang.y(y)
        left, right = cover(body, canvas_y, run, hang.scale, fit.width, EASE + (HEM_EASE - EASE) * float(part))
        pairs.add(np.array([left, canvas_y]) + shift, np.array([run[0], y]))
        pairs.add(np.array([right, canvas_y]) + shift, np.array([run[1], y]))
        pairs.add(np.array([(left + right) / 2, canvas_y]) + shift, np.array([(run[0] + run[1]) / 2, y]))
    return pairs


def cover(
    body: Body, y: float, run: tuple[int, int], scale: float, width: float, ease: float = EASE
) -> tuple[float, float]:
    """Left and right of the cloth at a height: as wide as it is cut, but never inside the body."""
    half = (run[1] - run[0]) / 2 * scale * width
    centre = body.spine_at(y)
    edges = body.trunk_edges(y)
    if edges is None:
        return centre - half, centre + half
    sw = body.shoulders_px()
    centre = centre * 0.4 + (edges[0] + edges[1]) / 2 * 0.6
    stands_off = [eased(half - flesh, sw, ease) for flesh in (centre - edges[0], edges[1] - centre)]
    return edges[0] - stands_off[0], edges[1] + stands_off[1]


def eased(spare_px: float, sw: float, ease: float) -> float:
    """How far cloth stands off the flesh that has this much room in it: never none, and no corner where it begins."""
    soft = SOFT * sw
    return ease * sw + soft * float(np.logaddexp(0.0, (spare_px - ease * sw) / soft))


def snug(body: Body, y: float, edges: tuple[float, float], ease: float) -> tuple[float, float]:
    """A waistband holds on to the body, whatever width it was laid out at."""
    flesh = body.trunk_edges(y)
    if flesh is None:
        return edges
    spare = ease * body.shoulders_px()
    return max(edges[0], flesh[0] - spare), min(edges[1], flesh[1] + spare)


def outward(shape: tuple[int, ...], at: Anchors, side: str) -> NDArray[np.float64]:
    """Signed distance in px from the armhole line, positive on the sleeve's side."""
    start, end = at[f"shoulder_{side}"], at[f"armpit_{side}"]
    way = (end - start) / max(float(np.linalg.norm(end - start)), 1.0)
    ys, xs = np.ogrid[0 : shape[0], 0 : shape[1]]
    sign = SIGN[side]
    result: NDArray[np.float64] = sign * ((xs - start[0]) * way[1] - (ys - start[1]) * way[0])
    return result


def sleeve_regions(shape: Outline, at: Anchors) -> dict[str, NDArray[np.bool_]]:
    """Both sleeves, each with what else hangs below its armpit parted from the trunk by daylight."""
    owned = {side: sleeve_region(shape, at, side) for side in SIDES}
    trunk = Outline(shape.mask & ~owned["L"] & ~owned["R"], shape.left, shape.top, shape.right, shape.bottom)
    for y in range(int(max(at["armpit_L"][1], at["armpit_R"][1])), shape.bottom - 3):
        run = trunk_run(trunk, at, y)
        if run is not None:
            owned["R"][y, : run[0]] |= trunk.mask[y, : run[0]]
            owned["L"][y, run[1] :] |= trunk.mask[y, run[1] :]
    return owned


def sleeve_region(shape: Outline, at: Anchors, side: str) -> NDArray[np.bool_]:
    """The cloth beyond the armhole line; below the armpit only what daylight parts from the trunk."""
    from scipy import ndimage

    beyond = (outward(shape.mask.shape, at, side) > 0) & shape.mask
    armpit_x, armpit_y = at[f"armpit_{side}"]
    ys, xs = np.ogrid[0 : shape.mask.shape[0], 0 : shape.mask.shape[1]]
    reach = at[f"sleeve_end_{side}"] - at[f"armpit_{side}"]
    # Below the armpit the sleeve lies outside the line that leaves the armpit half as steeply as the sleeve.
    sign = SIGN[side]
    slope = max(abs(float(reach[0])), 1.0) / max(float(reach[1]), 1.0) * 0.6
    below = (ys > armpit_y) & (sign * (xs - armpit_x) < (ys - armpit_y) * slope)
    labels, count = ndimage.label(beyond & ~below)
    if count == 0:
        return beyond
    biggest = int(np.argmax(np.bincount(labels.ravel())[1:])) + 1
    result: NDArray[np.bool_] = labels == biggest
    return result


def keep_seam(region: NDArray[np.bool_], at: Anchors, side: str) -> NDArray[np.float32]:
    """What the trunk gives up to the sleeve: all but a strip along the armhole, where both lie double."""
    span = max(float(np.linalg.norm(at["shoulder_L"] - at["shoulder_R"])), 1.0)
    start, end = at[f"shoulder_{side}"], at[f"armpit_{side}"]
    way = (end - start) / max(float(np.sum((end - start) ** 2)), 1.0)
    ys, xs = np.ogrid[0 : region.shape[0], 0 : region.shape[1]]
    down = (xs - start[0]) * way[0] + (ys - start[1]) * way[1]
    strip = STRIP[0] + (STRIP[1] - STRIP[0]) * np.clip(down, 0, 1)
    # Below the armpit there is no seam: what the trunk kept there would hang from a raised arm as a flap.
    far = np.maximum(outward(region.shape, at, side) / (strip * span), (down - 0.95) * 20)
    given_up: NDArray[np.float32] = (np.where(down > 1, grown(region), region) * np.clip(far, 0, 1)).astype(np.float32)
    return given_up


def sleeve_layer(
    body: Body, region: NDArray[np.bool_], at: Anchors, side: str, hang: Hang, shared: dict[str, Vector]
) -> Layer:
    name = SIDES[side]
    shoulder, armpit = at[f"shoulder_{side}"], at[f"armpit_{side}"]
    root = (shoulder + armpit) / 2
    end = opening(region, at, side)
    axis = end - root
    cut_length = max(float(np.linalg.norm(axis)), 1.0)
    axis = axis / cut_length
    across = np.array([-axis[1], axis[0]])
    pairs = Pairs([], [])
    for anchor in (f"shoulder_{side}", f"armpit_{side}"):
        pairs.add(shared[anchor], at[anchor])
    start = (shared[f"shoulder_{side}"] + shared[f"armpit_{side}"]) / 2
    pairs.add(start, root)
    line = body.arm(name)
    line = np.concatenate([[start], line[1:]])
    line = line + np.linspace(0, 1, len(line))[:, None] * np.array([SIGN[side] * SLEEVE_OUT * body.shoulders_px(), 0.0])
    arm_length = sleeve_end_px(body, line, at, side, hang, cut_length)
    ids = [PARTS[f"{part}_{name[0]}"] for part in ("upper_arm", "forearm", "hand")]
    for t in np.linspace(0.2, 1.0, 7):
        on_cut = root + axis * cut_length * float(t)
        low, high = section(region, on_cut, across, cut_length)
        at_arm, way = along(line, arm_length * float(t))
        normal = np.array([-way[1], way[0]])
        most = body.shoulders_px() * 0.22
        thin, thick = body.girth(at_arm, normal, ids, most)
        pad = SLEEVE_EASE * body.shoulders_px()
        cuff = t > 0.95
        low_px = low * hang.scale if cuff else max(low * hang.scale, min(thin + pad, most))
        high_px = high * hang.scale if cuff else max(high * hang.scale, min(thick + pad, most))
        low_px, high_px = capped((low_px, high_px), (thin, thick), float(t), side, body.shoulders_px())
        pairs.add(at_arm - normal * low_px, on_cut - across * low)
        pairs.add(at_arm + normal * high_px, on_cut + across * high)
        pairs.add(at_arm + normal * (high_px - low_px) / 2, on_cut + across * (high - low) / 2)
    tip, way = along(line, arm_length)
    own = np.clip(outward(region.shape, at, side) / 6 + 1, 0, 1) * grown(region)
    canvas, cutout = pairs.points()
    edges: tuple[Points, Points] = (canvas[3::3], canvas[4::3])
    upper, under = edges if side == "L" else edges[::-1]
    # The shoulder is round: past the chord of its points there is cloth, and under the arm there is none.
    out = (upper - under) / np.maximum(np.linalg.norm(upper - under, axis=1, keepdims=True), 1.0)
    out *= ROUND * body.shoulders_px()
    ring = np.concatenate([canvas[:1], canvas[:1] + out[:1], upper + out, under[::-1], canvas[1:2]])
    return Layer("sleeve", canvas, cutout, own.astype(np.float32), name, tip, way, ring)


def capped(
    wanted: tuple[float, float], arm: tuple[float, float], t: float, side: str, sw: float
) -> tuple[float, float]:
    """A sleeve that is turned down from how it was laid would stand up at its head; there it keeps close to the arm."""
    if t > 0.5:
        return wanted
    low, high = wanted
    # The wider cloth is cut, the more of it stands off, so that a coat still holds what is under it.
    most = [flesh + max(0.045 * sw, (cloth - flesh) * 0.6) for cloth, flesh in zip(wanted, arm, strict=True)]
    return (min(low, most[0]), high) if side == "L" else (low, min(high, most[1]))


def grown(region: NDArray[np.bool_]) -> NDArray[np.bool_]:
    from scipy import ndimage

    result = region.copy()
    box = about(region, 5)
    result[box] = ndimage.binary_dilation(region[box], iterations=4)
    return result


def opening(region: NDArray[np.bool_], at: Anchors, side: str) -> Vector:
    """The middle of the cuff. A short sleeve's anchor is its outer corner, so the lower corner is looked for."""
    end = at[f"sleeve_end_{side}"]
    span = float(np.linalg.norm(at["shoulder_L"] - at["shoulder_R"]))
    if float(np.linalg.norm(end - at[f"shoulder_{side}"])) > 0.75 * span:
        return end
    ys, xs = np.nonzero(region)
    if not len(ys):
        return end
    lowest = int(np.argmax(ys))
    middle: Vector = (end + np.array([xs[lowest], ys[lowest]], float)) / 2
    return middle


def sleeve_end_px(body: Body, line: Points, at: Anchors, side: str, hang: Hang, cut_length: float) -> float:
    """How far down the arm the sleeve reaches: full ones to just past the wrist, shorter ones by their own length."""
    sw = body.shoulders_px()
    span = max(float(np.linalg.norm(at["shoulder_L"] - at["shoulder_R"])), 1.0)
    full = float(np.linalg.norm(at[f"sleeve_end_{side}"] - at[f"shoulder_{side}"])) / span / LONG_SLEEVE
    to_wrist = length(line) - 0.35 * sw + CUFF_PAST_WRIST * sw
    if full > 0.82:
        return to_wrist * float(np.clip(full, 0.94, 1.03))
    return min(cut_length * hang.scale, to_wrist)


def section(region: NDArray[np.bool_], at: Vector, across: Vector, most_px: float) -> tuple[float, float]:
    """How far the cloth reaches from a point to either side."""
    found = []
    for way in (-across, across):
        steps = np.arange(0.0, most_px, 1.0)
        xs = np.clip((at[0] + way[0] * steps).astype(int), 0, region.shape[1] - 1)
        ys = np.clip((at[1] + way[1] * steps).astype(int), 0, region.shape[0] - 1)
        outside = np.flatnonzero(~region[ys, xs])
        found.append(float(steps[outside[0]]) if len(outside) else most_px)
    return max(found[0], 2.0), max(found[1], 2.0)


def lower_layers(body: Body, shape: Outline, at: Anchors, fit: Fit) -> list[Layer]:
    """Trousers in two halves that share the middle seam; skirts in one."""
    crotch = crotch_of(shape)
    return skirt_layers(body, shape, at, fit) if crotch is None else trouser_layers(body, shape, at, fit, crotch)


def crotch_of(shape: Outline) -> Vector | None:
    """Where daylight first parts two legs of like width, or None for a skirt."""
    for y in range(shape.top + shape.height // 10, shape.top + int(shape.height * 0.85), 2):
        runs = [run for run in shape.runs(y) if run[1] - run[0] > shape.width * 0.08]
        if len(runs) == 2 and runs[1][0] - runs[0][1] < shape.width * 0.5:
            lasting = [len(shape.runs(min(y + step, shape.bottom - 1))) >= 2 for step in (10, 30, 60)]
            if all(lasting):
                return np.array([(runs[0][1] + runs[1][0]) / 2, float(y)])
    return None


def trouser_layers(body: Body, shape: Outline, at: Anchors, fit: Fit, crotch: Vector) -> list[Layer]:
    sw = body.shoulders_px()
    waist_y = float(at["waist_L"][1] + at["waist_R"][1]) / 2
    body_crotch = body.crotch_y() + 0.02 * sw
    rise = max(float(crotch[1]) - waist_y, 1.0)
    inseam = {side: float(at[f"hem_{side}"][1] - crotch[1]) for side in SIDES}
    full = min(inseam.values()) / rise > 1.5
    usual = body.trunk_px() * 0.66 / max(float(at["waist_L"][0] - at["waist_R"][0]), 1.0)
    ends = {side: float(body.pose[f"{name}_ankle"][1]) - 0.035 * sw for side, name in SIDES.items()}
    scales = {side: (ends[side] - body_crotch) / inseam[side] if full else usual for side in SIDES}
    scale = (scales["L"] + scales["R"]) / 2
    usual_top = float(body.middle("hip")[1]) - RISE_PER_TRUNK * body.trunk_px()
    top = (body_crotch - rise * scale) * 0.3 + usual_top * 0.7
    hip_scale = (body_crotch - top) / rise
    layers = []
    for side, name in SIDES.items():
        pairs = Pairs([], [])
        shift = np.array([fit.shift_x, fit.shift_y]) * sw
        hips(
            pairs,
            body,
            shape,
            at,
            side,
            (waist_y, float(crotch[1])),
            line_from(top, waist_y, hip_scale),
            scale * fit.width,
            crotch,
        )
        leg_pairs(
            pairs,
            body,
            shape,
            at,
            side,
            crotch,
            line_from(body_crotch, float(crotch[1]), scales[side] * fit.length),
            scale * fit.width * LEG_WIDTH,
        )
        canvas, cutout = pairs.points()
        layers.append(Layer("leg", canvas + shift, cutout, half(shape, crotch, side), name))
    # The leg that stands nearer lies lower in the picture, and in front.
    layers.sort(key=lambda layer: float(body.pose[f"{layer.side}_ankle"][1]))
    return layers


def line_from(canvas_y: float, cutout_y: float, scale: float) -> Callable[[float], float]:
    """Heights on the canvas for heights on the cut-out."""
    return lambda y: canvas_y + (y - cutout_y) * scale


def hips(
    pairs: Pairs, body: Body, shape: Outline, at: Anchors, side: str, rows: tuple[float, float],
    height: Callable[[float], float], scale: float, crotch: Vector,
) -> None:  # fmt: skip
    middle_top = float(at["waist_L"][0] + at["waist_R"][0]) / 2
    for t in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        y = rows[0] + (rows[1] - rows[0]) * t
        run = shape.whole_run(y)
        if run is None:
            continue
        canvas_y = height(y)
        left, right = snug(body, canvas_y, cover(body, canvas_y, run, scale, 1.0), 0.01 + 0.05 * t)
        x, edge = (right, run[1]) if side == "L" else (left, run[0])
        pairs.add(np.array([x, canvas_y]), np.array([edge, y]))
        centre = body.spine_at(canvas_y) * 0.4 + (left + right) / 2 * 0.6
        pairs.add(np.array([centre, canvas_y]), np.array([middle_top + (crotch[0] - middle_top) * t, y]))


def leg_pairs(
    pairs: Pairs, body: Body, shape: Outline, at: Anchors, side: str, crotch: Vector,
    height: Callable[[float], float], scale: float,
) -> None:  # fmt: skip
    name = SIDES[side]
    ids = [PARTS[f"{part}_{name[0]}"] for part in ("thigh", "shin", "foot")]
    hem = float(at[f"hem_{side}"][1])
    pad = LEG_EASE * body.shoulders_px()
    for t in (0.12, 0.25, 0.4, 0.55, 0.7, 0.85, 0.985):
        y = float(crotch[1]) + (hem - float(crotch[1])) * t
        runs = [r for r in shape.runs(int(y)) if ((r[0] + r[1]) / 2 > crotch[0]) == (side == "L")]
        if not runs:
            continue
        run = max(runs, key=lambda r: r[1] - r[0])
        canvas_y = height(y)
        half_px = (run[1] - run[0]) / 2 * scale
        edges = body.edges_at(canvas_y, ids)
        centre = body.leg_at(name, canvas_y)
        if edges is not None:
            centre = (edges[0] + edges[1]) / 2
        left, right = centre - half_px, centre + half_px
        if edges is not None and t < 0.95:
            left, right = min(left, edges[0] - pad), max(right, edges[1] + pad)
        pairs.add(np.array([left, canvas_y]), np.array([run[0], y]))
        pairs.add(np.array([right, canvas_y]), np.array([run[1], y]))


def half(shape: Outline, crotch: Vector, side: str) -> NDArray[np.float32]:
    """This half of the trousers, a few pixels past the middle seam."""
    ys, xs = np.ogrid[0 : shape.mask.shape[0], 0 : shape.mask.shape[1]]
    sign = SIGN[side]
    lap = np.where(ys < crotch[1], shape.width * 0.01, 0.5)
    owned: NDArray[np.float32] = np.clip((sign * (xs - crotch[0]) + lap) / 2 + 0.5, 0, 1).astype(np.float32)
    return owned


def skirt_layers(body: Body, shape: Outline, at: Anchors, fit: Fit) -> list[Layer]:
    waist_y = float(at["waist_L"][1] + at["waist_R"][1]) / 2
    hem = float(at["hem_L"][1] + at["hem_R"][1]) / 2
    scale = body.trunk_px() * HIP_PER_TRUNK / max(float(at["waist_L"][0] - at["waist_R"][0]), 1.0)
    natural = body.waist_y()
    top = natural + 0.2 * (float(body.middle("hip")[1]) - natural)
    pairs = Pairs([], [])
    for t in np.linspace(0.0, 0.985, 12):
        y = waist_y + (hem - waist_y) * float(t)
        run = shape.whole_run(y)
        if run is None:
            continue
        canvas_y = top + (y - waist_y) * scale * fit.length
        left, right = cover(body, canvas_y, run, scale, fit.width, SKIRT_EASE)
        for x, on_cut in ((left, run[0]), (right, run[1]), ((left + right) / 2, (run[0] + run[1]) / 2)):
            pairs.add(np.array([x, canvas_y]), np.array([on_cut, y]))
    if not pairs.canvas:
        return []  # its handles are dragged off its cloth
    canvas, cutout = pairs.points()
    shift = np.array([fit.shift_x, fit.shift_y]) * body.shoulders_px()
    return [Layer("trunk", canvas + shift, cutout, np.ones(shape.mask.shape, np.float32))]
