"""How near a dressed picture comes to the same twin really wearing the garment.

Figures of one pair, each inside or about the two garment silhouettes:
  iou    intersection over union of the silhouettes (1 is best)
  de00   mean CIEDE2000 colour difference inside their union, from sRGB under D65 (0 is best)
  ssim   structural similarity of luminance inside that union, Gaussian window of sigma 1.5 (1 is best, Wang 2004)
  edge   F-score of the outlines at 3 px tolerance (1 is best)
  beside mean CIEDE2000 outside that union: what the engine changed where nothing was to change (0 is best)
"""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage
from skimage.color import deltaE_ciede2000, rgb2gray, rgb2lab
from skimage.metrics import structural_similarity

Score = dict[str, float]
Flags = NDArray[np.bool_]

WORST: Score = {"iou": 0.0, "de00": 100.0, "ssim": 0.0, "edge": 0.0, "beside": 100.0}
REACH_PX = 3.0


def score(truth: Path, truth_mask: Path, ours: Path, our_mask: Path) -> Score:
    """A missing picture, or one of another size, counts as the worst."""
    if not ours.exists() or not our_mask.exists():
        return dict(WORST)
    a, b, ma, mb = rgb(truth), rgb(ours), mask(truth_mask), mask(our_mask)
    if a.shape != b.shape or ma.shape != mb.shape:
        return dict(WORST)
    union = ma | mb
    far = deltaE_ciede2000(rgb2lab(a), rgb2lab(b))
    as_published = {"gaussian_weights": True, "sigma": 1.5, "use_sample_covariance": False, "data_range": 1.0}
    _, alike = structural_similarity(rgb2gray(a), rgb2gray(b), **as_published, full=True)
    return {
        "iou": float((ma & mb).sum() / max(union.sum(), 1)),
        "de00": mean_in(far, union),
        "ssim": mean_in(alike, union),
        "edge": f_score(outline(mb), outline(ma)),
        "beside": mean_in(far, ~union),
    }


def mean_of(scores: list[Score]) -> Score:
    return {name: float(np.mean([each[name] for each in scores])) for name in WORST}


def rgb(path: Path) -> NDArray[np.float64]:
    return np.asarray(Image.open(path).convert("RGB"), dtype=np.float64) / 255


def mask(path: Path) -> Flags:
    return np.asarray(Image.open(path).convert("L")) > 127


def mean_in(values: NDArray[Any], where: Flags) -> float:
    return float(values[where].mean()) if where.any() else 0.0


def outline(of: Flags) -> Flags:
    result: Flags = of & ~ndimage.binary_erosion(of)
    return result


def f_score(ours: Flags, truth: Flags) -> float:
    """Harmonic mean of how much of our outline lies on the truth's, and how much of the truth's on ours."""
    if not ours.any() or not truth.any():
        return 0.0
    precision = (ndimage.distance_transform_edt(~truth)[ours] <= REACH_PX).mean()
    recall = (ndimage.distance_transform_edt(~ours)[truth] <= REACH_PX).mean()
    return float(2 * precision * recall / max(precision + recall, 1e-9))
