"""Another colour of hair, and hair laid behind cloth. Strands, light and flyaways stay as they were photographed."""

from dataclasses import replace

import torch
from torch import Tensor

from studio.imaging.body import Body, soften_parts
from studio.imaging.canvas import extent, over
from studio.imaging.makeup import from_lab, to_lab
from studio.imaging.plates import PARTS
from studio.imaging.scene import Dye

HAIR = (PARTS["hair"],)
LEAST, MOST = 0.5, 1.9  # how much less or more strands may differ in light once all of them are darker or lighter
LIGHT_KEPT = 0.85  # of the way to the dye's own lightness: hair is never quite flat


def dyed(body: Body, dye: Dye) -> tuple[slice, slice, Tensor] | None:
    """Where hair is, and the body's picture there in another colour; None where there is no hair.

    The middle of the hair takes the dye's colour; each strand stays as much lighter or darker than that as it was.
    """
    where = soften_parts(body, HAIR)
    rows, columns = extent(where, 0)
    there, plain = where[:, rows, columns], body.picture[:, rows, columns]
    sure = there[0] > 0.9
    if int(sure.sum()) < 12:
        return None
    lab = to_lab(plain)
    wanted = to_lab(torch.tensor(dye.colour, device=plain.device, dtype=plain.dtype)[:, None, None] / 255)
    middle = lab[:, sure].median(dim=1).values[:, None, None]
    depth = middle[0:1] + (wanted[0:1] - middle[0:1]) * LIGHT_KEPT
    contrast = ((depth + 16) / (middle[0:1] + 16)).clamp(LEAST, MOST)
    light = (depth + (lab[0:1] - middle[0:1]) * contrast).clamp(0, 100)
    # A strand in shade is as much paler in colour as it is darker.
    pale = ((light + 16) / (depth + 16)).clamp(0.3, 1.4)
    coloured = from_lab(torch.cat([light, wanted[1:] * pale])).clamp(0, 1)
    return rows, columns, over(plain, coloured, there * min(max(dye.strength, 0.0), 1.0))


def behind_cloth(body: Body) -> Body:
    """The same body for a dresser, its hair below the chin taken for what it lies on: cloth then covers it."""
    chin = float(body.pose["neck"][1]) - 0.12 * body.shoulders_px()
    low = torch.arange(body.height_px, device=body.parts.device)[:, None] > chin
    parts = torch.where((body.parts == PARTS["hair"]) & low, PARTS["torso"], body.parts).to(body.parts.dtype)
    return replace(body, parts=parts)
