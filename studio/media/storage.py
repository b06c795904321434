"""Where the bytes lie: one folder for what is kept, one for what is still arriving.

Every name is a random number that we drew ourselves; nothing a person typed ever becomes part of a path.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from studio.media.files import PART, place, put
from studio.media.rules import STORED_AS


class Area(StrEnum):
    KEPT = "kept"
    ARRIVING = "arriving"


def new_name() -> str:
    return uuid4().hex


def write(area: Area, name: str, content: bytes) -> None:
    put(_path(area, name), content)


def read(area: Area, name: str) -> bytes:
    """Raises FileNotFoundError when it was erased."""
    return _path(area, name).read_bytes()


def exists(area: Area, name: str) -> bool:
    return _path(area, name).exists()


def remove(area: Area, name: str) -> None:
    _path(area, name).unlink(missing_ok=True)


def older_than(area: Area, before: datetime) -> Iterator[str]:
    """The names of everything that was last written before then."""
    for path in _root(area).glob("??/*"):
        if not path.name.endswith(PART) and _is_older(path, before):
            yield path.name


def remove_parts(area: Area, before: datetime) -> int:
    """Half-written files of processes that died."""
    parts = [path for path in _root(area).glob(f"??/*{PART}") if _is_older(path, before)]
    for path in parts:
        path.unlink(missing_ok=True)
    return len(parts)


def _is_older(path: Path, before: datetime) -> bool:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC) < before
    except FileNotFoundError:
        return False


def _root(area: Area) -> Path:
    root: Path = settings.MEDIA_FOLDER if area is Area.KEPT else settings.ARRIVING_FOLDER
    return root


def _path(area: Area, name: str) -> Path:
    if not STORED_AS.fullmatch(name):
        raise ValueError(f"stored_as must be 32 hexadecimal digits, got {name!r}")
    return place(_root(area) / name[-2:], name)
