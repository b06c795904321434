"""How an entry is hashed and what may stand in one. No Django here: an export is checked by the same lines."""

import hashlib
from collections.abc import Mapping
from typing import Any

import rfc8785

PLAIN = (str, int, bool, type(None))


def digest(fields: Mapping[str, Any]) -> str:
    """SHA-256 in hex over the canonical JSON (RFC 8785) of the fields."""
    return hashlib.sha256(rfc8785.dumps(dict(fields))).hexdigest()


def check_plain(value: Any, where: str = "body") -> None:
    """Text, whole numbers, yes and no, lists and mappings: what every database gives back exactly as it was."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if not isinstance(name, str):
                raise TypeError(f"{where} has the key {name!r}: keys must be text")
            check_plain(inner, f"{where}.{name}")
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            check_plain(inner, f"{where}[{place}]")
    elif not isinstance(value, PLAIN):
        raise TypeError(f"{where} must be text, a whole number, a list or a mapping, got {type(value).__name__}")
