"""What a verdict is bound to, and who may give one. Pure functions of plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import rfc8785

from studio.decisions import YES, Decision, no

SIGNS_OFF = ("art-direction", "creative-direction")
SHAPES = ("pen", "box", "pin", "arrow")
POINTS_MOST = 400
WORDS_MOST = 1000


@dataclass(frozen=True, slots=True)
class Binding:
    """Exactly what was signed off. A changed pixel, twin, grant or person asks again; a corrected spelling does not."""

    pixel_hash: str
    crops: tuple[str, ...]
    recipe: str
    grants: Mapping[str, str]  # twin: grant version
    credited: tuple[tuple[str, str], ...]  # (person, craft), never a name

    def as_json(self) -> dict[str, object]:
        return {
            "pixel_hash": self.pixel_hash,
            "crops": list(self.crops),
            "recipe": self.recipe,
            "grants": dict(sorted(self.grants.items())),
            "credited": [list(pair) for pair in sorted(self.credited)],
        }

    @property
    def sha256(self) -> str:
        """Over the canonical JSON (RFC 8785)."""
        return sha256(rfc8785.dumps(self.as_json())).hexdigest()


def may_sign_off(crafts: Iterable[str]) -> Decision:
    """Art direction signs off, or creative direction; booked for this shoot."""
    return YES if set(crafts) & set(SIGNS_OFF) else no("not-art-director")


def may_pick(*, made: bool, twins: int) -> Decision:
    """A picture that is there, of somebody: a stand-in is nobody's picture."""
    if not made:
        return no("nothing-picked")
    return YES if twins else no("stand-in-only")


def may_note(words: str, shape: Mapping[str, object]) -> Decision:
    """A note says something, and is drawn within the picture."""
    if not words.strip():
        return no("note-empty")
    if len(words) > WORDS_MOST:
        return no("note-too-long", most=WORDS_MOST)
    if set(shape) != {"type", "points"} or shape["type"] not in SHAPES or not points_lie_within(shape["points"]):
        return no("note-off-picture")
    return YES


def points_lie_within(points: object) -> bool:
    """1 to 400 points [x, y], each 0 to 1, in parts of the picture."""
    if not isinstance(points, Sequence) or isinstance(points, str) or not 1 <= len(points) <= POINTS_MOST:
        return False
    return all(is_point(point) for point in points)


def is_point(point: object) -> bool:
    return isinstance(point, Sequence) and len(point) == 2 and all(within(part) for part in point)


def within(part: object) -> bool:
    return isinstance(part, int | float) and not isinstance(part, bool) and 0 <= part <= 1
