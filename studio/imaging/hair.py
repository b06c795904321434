"""Another colour of hair, and hair laid behind cloth. Strands, light and flyaways stay as they were photographed."""

from dataclasses import replace

import torch
from torch import Tensor

from studio.imaging.body import Body, soften_parts
from studio.imaging.canvas import blur, extent, over
from studio.imaging.makeup import from_lab, to_lab
from studio.imaging.plates import PARTS
from studio.imaging.scene import Dye

HAIR = (PARTS["hair"],)
LEAST, MOST = 0.5, 1.35  # how much less or more strands may differ in light once all of them are darker or lighter
DEEP = 0.02  # how far in hair is surely hair, in shoulder widths
SAMPLE = 100_000
LIGHT_KEPT = 0.85  # of the way to the dye's own lightness: hair is never quite flat


def dyed(body: Body, dye: Dye) -> tuple[slice, slice, Tensor] | None:
    """Where hair is, and the body's picture there in another colour; None where there is no hair.

    The middle of the hair takes the dye's colour; each strand stays as much lighter or darker than that as it was.
    """
    unit = body.shoulders_px()
    where = soften_parts(body, HAIR)
    rows, columns = extent(where, 2 * DEEP * unit)
    if rows.stop - rows.start < 8 or columns.stop - columns.start < 8:
        return None
    there, plain = where[:, rows, columns], body.picture[:, rows, columns]
    about = blur(there, DEEP * unit)
    deep = about[0] > 0.9
    if int(deep.sum()) < 12:
        return None
    lab = to_lab(plain)
    wanted = to_lab(torch.tensor(dye.colour, device=plain.device, dtype=plain.dtype)[:, None, None] / 255)
    middle = lab[:, deep].median(dim=1).values[:, None, None]
    # At the hairline and among flyaways the map of parts is rough: there, what looks like her hair is hair.
    far = (lab - middle).norm(dim=0, keepdim=True)
    usual = torch.quantile(far[0][deep][:SAMPLE], 0.9)
    like = 1 - ((far - usual) / 14).clamp(0, 1)
    there = torch.maximum(((about - 0.75) / 0.2).clamp(0, 1) * there, (about * 2.5).clamp(0, 1) * like)
    there = there * body.alpha[:, rows, columns]
    depth = middle[0:1] + (wanted[0:1] - middle[0:1]) * LIGHT_KEPT
    contrast = ((depth + 16) / (middle[0:1] + 16)).clamp(LEAST, MOST)
    light = (depth + (lab[0:1] - middle[0:1]) * contrast).clamp(0, 100)
    # A strand in shade is as much paler in colour as it is darker.
    pale = ((light + 16) / (depth + 16)).clamp(0.3, 1.1)
    coloured = from_lab(torch.cat([light, wanted[1:] * pale])).clamp(0, 1)
    return rows, columns, over(plain, coloured, there * min(max(dye.strength, 0.0), 1.0))


def behind_cloth(body: Body) -> Body:
    """The same body for a dresser, its hair below the chin taken for what it lies on: cloth then covers it."""
    chin = float(body.pose["neck"][1]) - 0.12 * body.shoulders_px()
    low = torch.arange(body.height_px, device=body.parts.device)[:, None] > chin
    parts = torch.where((body.parts == PARTS["hair"]) & low, PARTS["torso"], body.parts).to(body.parts.dtype)
    return replace(body, parts=parts)
