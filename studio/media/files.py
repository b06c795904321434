"""Files that are whole or not there: written beside, synced, and only then given their name."""

import os
import secrets
from pathlib import Path

PART = ".part"


def place(folder: Path, name: str) -> Path:
    """A file straight inside a folder. A name that would lead elsewhere is refused."""
    if not name or name.startswith(".") or Path(name).name != name:
        raise ValueError(f"name must be a plain file name, got {name!r}")
    return folder / name


def put(path: Path, content: bytes) -> None:
    """Write the file; a crash leaves the old one or the new one, never half of one."""
    part = _written_beside(path, content)
    part.replace(path)
    sync_folder(path.parent)


def put_once(path: Path, content: bytes) -> bool:
    """As `put`, but whoever comes first wins; tells whether it was us."""
    part = _written_beside(path, content)
    try:
        os.link(part, path)
    except FileExistsError:
        return False
    finally:
        part.unlink()
    sync_folder(path.parent)
    return True


def sync_folder(folder: Path) -> None:
    """A new name is only safe once the folder that holds it is on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _written_beside(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f"{path.name}.{secrets.token_hex(6)}{PART}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return part
