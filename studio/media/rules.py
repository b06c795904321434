"""Names of keys, sizes of derivatives, and what may come in. Plain values only."""

import re
from collections.abc import Iterable, Mapping

from studio.decisions import YES, Decision, no

ARRIVING_KEY = "studio:arriving"  # what lies in quarantine is sealed too: it may be a capture
VARIANTS = {"thumb": 256, "card": 640, "large": 1280, "full": 2400}  # the long edge, in pixels
CONTENT_TYPES = ("image/webp", "image/jpeg", "image/png", "image/tiff", "image/avif", "application/octet-stream")

NAME = re.compile(r"[a-z]{1,20}:[A-Za-z0-9-]{1,64}")
STORED_AS = re.compile(r"[0-9a-f]{32}")


def names_of(under: str) -> tuple[str, ...]:
    """The keys named in "twin:a,twin:b", each once, in one order whoever wrote them down."""
    return tuple(sorted({name for name in under.split(",") if name}))


def joined(names: Iterable[str]) -> str:
    """The other way round. A name that could be mistaken for a path or for two names is refused."""
    names = sorted(set(names))
    for name in names:
        if not NAME.fullmatch(name):
            raise ValueError(f"a key is named like twin:0193..., got {name!r}")
    return ",".join(names)


def fitted(width_px: int, height_px: int, long_edge_px: int) -> tuple[int, int]:
    """The size that keeps the proportions and never enlarges."""
    scale = min(1.0, long_edge_px / max(width_px, height_px))
    return max(1, round(width_px * scale)), max(1, round(height_px * scale))


def may_arrive(*, size_bytes: int, most_bytes: int) -> Decision:
    if size_bytes == 0:
        return no("upload-empty")
    if size_bytes > most_bytes:
        return no("too-many-bytes", most=f"{most_bytes // 1024**2} MB")
    return YES


def told(code: str, values: Mapping[str, str]) -> Decision:
    """Why a decoder refused, with its figures as people read them."""
    read = dict(values)
    if code == "too-many-pixels" and read.get("most", "").isdigit():
        read["most"] = f"{int(read['most']) // 1_000_000} MP"
    if code == "too-many-bytes" and read.get("most", "").isdigit():
        read["most"] = f"{int(read['most']) // 1024**2} MB"
    return no(code, **read)


def plain_name(file_name: str) -> str:
    """What a person called her file, for reading only: never a path, never long, never invisible."""
    last = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable()).strip()[:200] or "picture"
