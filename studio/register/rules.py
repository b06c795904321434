"""How an entry is hashed and what may stand in one. No Django here: an export is checked by the same lines."""

import hashlib
from collections.abc import Mapping, Sequence
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
            if not isinstance(name, str) or not name.isascii():
                raise TypeError(f"{where} has the key {name!r}: keys must be ASCII, which all sort alike")
            check_plain(inner, f"{where}.{name}")
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            check_plain(inner, f"{where}[{place}]")
    elif not isinstance(value, PLAIN):
        raise TypeError(f"{where} must be text, a whole number, a list or a mapping, got {type(value).__name__}")


def leaf(chain: str, seq: int, hash: str) -> str:
    """Where one chain stood, as a leaf of a day's tree."""
    return hashlib.sha256(b"\x00" + rfc8785.dumps({"chain": chain, "seq": seq, "hash": hash})).hexdigest()


def node(left: str, right: str) -> str:
    return hashlib.sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()


def root_of(leaves: Sequence[str]) -> str:
    """One hash over all of them (a Merkle tree; a leaf without a neighbour rises as it is). None: of nothing."""
    level = list(leaves)
    while len(level) > 1:
        level = _above(level)
    return level[0] if level else hashlib.sha256(b"").hexdigest()


def proof_of(leaves: Sequence[str], place: int) -> list[tuple[str, str]]:
    """What a leaf needs to be led up to the root, from below: ("left" | "right", the neighbour there)."""
    level, proof = list(leaves), []
    while len(level) > 1:
        neighbour = place ^ 1
        if neighbour < len(level):
            proof.append(("left" if neighbour < place else "right", level[neighbour]))
        level, place = _above(level), place // 2
    return proof


def _above(level: Sequence[str]) -> list[str]:
    return [node(*level[at : at + 2]) if at + 1 < len(level) else level[at] for at in range(0, len(level), 2)]


def signed_text(what: str, fields: Mapping[str, Any]) -> bytes:
    """What is signed: for which purpose, and the hash of the fields. A signature for one purpose serves no other."""
    return f"doublure {what} {digest(fields)}".encode()
