"""What dressing is measured between: the plainest bend from below, and the packshot laid on the truth from above."""

from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from PIL import Image
from skimage.registration import optical_flow_tvl1

from studio.imaging.body import Body
from studio.imaging.canvas import to_mask, to_picture, to_tensor
from studio.imaging.cutouts import Outline, outline
from studio.imaging.dressing import UPPER, in_order
from studio.imaging.scene import Mask, Piece, Rgb
from studio.imaging.tailoring import lower_layers, upper_layers
from studio.imaging.warping import Points, fit_spline, warp
from studio.operations.bench.pairs import Pair

Picture = tuple[Rgb, Mask]
FLOW_PX = 640  # the long edge the dense fit is searched at
MARGIN_PX = 24


def baseline(body: Body, pieces: Sequence[Piece]) -> Picture:
    """One thin-plate spline to a garment, through its anchors and where the engine finds their places on the body."""
    picture, worn = body.picture.clone(), torch.zeros_like(body.alpha)
    for piece in in_order(pieces):
        cut = {name: np.array(at, float) for name, at in piece.anchors.items()}
        on_body = places(body, piece, outline(piece.cutout), cut)
        lay(picture, worn, bent(piece, on_body, np.array([cut[name] for name in cut]), body.height_px, body.width_px))
    return to_arrays(picture, worn)


def places(body: Body, piece: Piece, shape: Outline, cut: dict[str, NDArray[np.float64]]) -> Points:
    """Each anchor's place on the canvas, by the layer of the engine that holds it nearest."""
    if piece.category not in (*UPPER, "bottom"):
        raise ValueError(f"no pairs are dressed with {piece.category}")
    layers = (lower_layers if piece.category == "bottom" else upper_layers)(body, shape, cut, piece.fit)
    found = []
    for at in cut.values():
        nearest = min(layers, key=lambda layer: float(np.linalg.norm(layer.on_cutout - at, axis=1).min()))
        found.append(fit_spline(nearest.on_cutout, nearest.on_canvas)(at[None])[0])
    return np.array(found)


def ceiling(body: Body, pair: Pair, pieces: Sequence[Piece]) -> Picture:
    """The packshots through the true anchors, then bent on to the true picture pixel by pixel, cut to the true masks.

    The dense fit is TV-L1 optical flow (Zach, Pock and Bischof 2007) on lightness and silhouette together.
    """
    truth = to_tensor(np.asarray(Image.open(pair.truth).convert("RGB")))
    picture, worn = body.picture.clone(), torch.zeros_like(body.alpha)
    for garment, piece in zip(pair.outfit, pieces, strict=True):
        true = pair.true_anchors(garment)
        names = [name for name in piece.anchors if name in true]
        canvas = np.array([true[name] for name in names])
        cut = np.array([piece.anchors[name] for name in names])
        seen = to_tensor(np.asarray(Image.open(pair.mask_of(garment)).convert("L")))
        rough = bent(piece, canvas, cut, body.height_px, body.width_px)
        fitted = flowed(rough, truth, seen)
        lay(picture, worn, torch.cat([fitted[:3], fitted[3:] * seen]))
    return to_arrays(picture, worn)


def bent(piece: Piece, on_canvas: Points, on_cutout: Points, height_px: int, width_px: int) -> torch.Tensor:
    """(4, H, W) straight colour and alpha of the whole cut-out through one spline."""
    planes = to_tensor(piece.cutout)
    planes = torch.cat([planes[:3] * planes[3:], planes[3:]])
    whole = np.array([[0.0, 0.0], [float(width_px), float(height_px)]])
    patch = warp(planes, fit_spline(on_canvas, on_cutout), whole, height_px, width_px)
    assert patch is not None, "the whole canvas is never empty"
    return torch.cat([patch.planes[:3] / patch.planes[3:].clamp_min(1e-3), patch.planes[3:]])


def flowed(cloth: torch.Tensor, truth: torch.Tensor, seen: torch.Tensor) -> torch.Tensor:
    """The cloth moved to where the true picture shows it."""
    there = torch.maximum(cloth[3:], seen)[0].cpu().numpy() > 0.5
    ys, xs = np.nonzero(there)
    if not len(ys):
        return cloth
    rows = slice(max(0, int(ys.min()) - MARGIN_PX), int(ys.max()) + MARGIN_PX)
    columns = slice(max(0, int(xs.min()) - MARGIN_PX), int(xs.max()) + MARGIN_PX)
    ours, wanted = cloth[:, rows, columns], torch.cat([truth, seen])[:, rows, columns]
    height, width = ours.shape[-2:]
    scale = min(1.0, FLOW_PX / max(height, width))
    size = (max(16, round(height * scale)), max(16, round(width * scale)))
    down, across = optical_flow_tvl1(look(wanted, size), look(ours, size), attachment=12, num_warp=8)
    shift = torch.from_numpy(np.stack([across / size[1], down / size[0]])).float()[None]
    shift = F.interpolate(shift, (height, width), mode="bilinear", align_corners=False)[0]
    ys_, xs_ = torch.meshgrid(torch.linspace(-1, 1, height), torch.linspace(-1, 1, width), indexing="ij")
    grid = torch.stack([xs_ + 2 * shift[0], ys_ + 2 * shift[1]], dim=-1)
    premultiplied = torch.cat([ours[:3] * ours[3:], ours[3:]])
    moved = F.grid_sample(premultiplied[None], grid[None], padding_mode="border", align_corners=True)[0]
    result = torch.zeros_like(cloth)
    result[:3, rows, columns] = moved[:3] / moved[3:].clamp_min(1e-3)
    result[3:, rows, columns] = moved[3:]
    return result


def look(planes: torch.Tensor, size: tuple[int, int]) -> NDArray[np.float32]:
    """What the flow compares: the silhouette, with the cloth's lightness inside it."""
    small = F.interpolate(planes[None], size, mode="area")[0]
    tone = small[:3].mean(dim=0)
    inside = small[3] > 0.5
    tone = tone - (tone[inside].mean() if bool(inside.any()) else 0.0)
    result: NDArray[np.float32] = (small[3] * (0.6 + tone)).numpy()
    return result


def lay(picture: torch.Tensor, worn: torch.Tensor, cloth: torch.Tensor) -> None:
    picture.lerp_(cloth[:3].clamp(0, 1), cloth[3:].clamp(0, 1))
    worn.copy_(torch.maximum(worn, cloth[3:]))


def to_arrays(picture: torch.Tensor, worn: torch.Tensor) -> Picture:
    return to_picture(picture), to_mask(worn)
