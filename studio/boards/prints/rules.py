"""What paper there is, and what may be put on it. Pure functions of plain values."""

from collections.abc import Iterable
from dataclasses import dataclass

from studio.decisions import YES, Decision, no

FORMATS = ("pdf", "png")
PAPERS = {"a4": (210, 297), "a3": (297, 420), "a2": (420, 594)}  # millimetres, upright
DPI = 300
AT_ONCE_MOST = 3
CHOSEN_MOST = 2_000
MARGIN_MM = 12.0


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet as it is asked for."""

    format: str = "pdf"
    size: str = "a4"
    landscape: bool = True

    @property
    def mm(self) -> tuple[int, int]:
        short, long = PAPERS[self.size]
        return (long, short) if self.landscape else (short, long)

    @property
    def px(self) -> tuple[int, int]:
        width, height = self.mm
        return in_px(width), in_px(height)

    @property
    def points(self) -> tuple[float, float]:
        """72 to the inch, as a PDF reckons."""
        width, height = self.mm
        return width * 72 / 25.4, height * 72 / 25.4


def in_px(mm: float) -> int:
    return round(mm / 25.4 * DPI)


def may_print(paper: Paper, *, cards: int, under_way: int) -> Decision:
    if paper.format not in FORMATS or paper.size not in PAPERS:
        return no("not-a-choice")
    if not cards:
        return no("print-nothing")
    return YES if under_way < AT_ONCE_MOST else no("print-waits", most=AT_ONCE_MOST)


def worst_source(types: Iterable[str]) -> str:
    """What the whole is, as the pictures on it are: the least photographed of them says it."""
    found = set(types)
    for each in ("trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "compositeSynthetic"):
        if each in found:
            return each
    return "composite"
