"""The erasure list: every name whose key was destroyed, outside the database, so that no backup brings it back.

One signed line each, added and never changed; each names the line before it. It lies among the keys, or where
DOUBLURE_ERASURE_LIST says: on another disk it outlives this one.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import rfc8785
from django.conf import settings

from studio.media.files import sync_folder
from studio.register import rules, signing

SIGNED_AS = "erasure"


class BrokenListError(Exception):
    """A line was changed, taken out or put between. Nothing may open before somebody has looked into it."""


def path() -> Path:
    """Asked each time: tests and a restore have folders of their own."""
    told: Path | None = settings.ERASURE_LIST
    return told or Path(settings.KEYS_FOLDER) / "erasures.jsonl"


def names(file: Path | None = None) -> list[str]:
    """Who was erased, in order. Raises BrokenListError."""
    return [line["name"] for line in lines(file)]


def lines(file: Path | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    before = ""
    for number, text in enumerate(_texts(file or path()), start=1):
        line = _read(text, number)
        if line["prev"] != before or line["seq"] != number or not _is_signed(line):
            raise BrokenListError(f"Line {number} of {file or path()} is not as this studio's own key signed it.")
        before = _digest(line)
        found.append(line)
    return found


def add(name: str, *, at: datetime) -> bool:
    """Put a name on the list, unless it stands there. It is on the disk when this returns."""
    with _alone():
        known = lines()
        if name in {line["name"] for line in known}:
            return False
        fields = {
            "seq": len(known) + 1,
            "name": name,
            "at": at.astimezone(UTC).isoformat(),
            "prev": _digest(known[-1]) if known else "",
        }
        _append(_signed(fields))
    return True


def take_over(file: Path) -> int:
    """Put every name of another list on ours: one kept elsewhere, or a backup's. Gives how many were new."""
    return sum(add(line["name"], at=datetime.fromisoformat(line["at"])) for line in lines(file))


def _signed(fields: dict[str, Any]) -> dict[str, Any]:
    signer = signing.signer()
    return {**fields, "key": signer.public, "signature": signer.sign(rules.signed_text(SIGNED_AS, fields))}


def _is_signed(line: dict[str, Any]) -> bool:
    fields = {name: line[name] for name in ("seq", "name", "at", "prev")}
    ours = line["key"] == signing.signer().public
    return ours and signing.is_signed(line["key"], rules.signed_text(SIGNED_AS, fields), line["signature"])


def _texts(file: Path) -> list[str]:
    """A last line without its end was not finished when the machine stopped; it is written anew by whoever adds."""
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        return []
    return text[: text.rfind("\n") + 1].splitlines()


def _read(text: str, number: int) -> dict[str, Any]:
    try:
        line: dict[str, Any] = json.loads(text)
        _ = [line[name] for name in ("seq", "name", "at", "prev", "key", "signature")]
    except (ValueError, KeyError, TypeError) as error:
        raise BrokenListError(f"Line {number} of the erasure list cannot be read.") from error
    return line


def _digest(line: dict[str, Any]) -> str:
    return hashlib.sha256(rfc8785.dumps(line)).hexdigest()


def _append(line: dict[str, Any]) -> None:
    file = path()
    with file.open("ab+") as out:
        out.seek(0)
        out.truncate(out.read().rfind(b"\n") + 1)
        out.write(rfc8785.dumps(line) + b"\n")
        out.flush()
        os.fsync(out.fileno())
    file.chmod(0o600)
    sync_folder(file.parent)


@contextmanager
def _alone() -> Iterator[None]:
    file = path()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
