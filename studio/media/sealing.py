"""The form a file has on the disk: as it is, or sealed with AES-256-GCM under the keys of those it shows.

A sealed file reads: mark, length of the names, names, salt, nonce, ciphertext with its tag. Its own name and its
keys' names are authenticated with it, so a file put in another's place does not open.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from studio.media import keys
from studio.media.rules import joined, names_of

PLAIN_MARK = b"DBLP1\n"
SEALED_MARK = b"DBLS1\n"
SALT_BYTES = 32


class DamagedError(Exception):
    """The file is not what was written: shortened, altered, or another file's bytes."""


@dataclass(frozen=True, slots=True)
class Opened:
    content: bytes
    names: tuple[str, ...]


def sealed(content: bytes, *, stored_as: str, names: tuple[str, ...]) -> bytes:
    """Without names it stays plain: it shows nobody."""
    if not names:
        return PLAIN_MARK + content
    for name in names:
        keys.ensure(name)
    head = _head(names)
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(keys.NONCE_BYTES)
    hidden = AESGCM(keys.content_key(names, salt)).encrypt(nonce, content, head + stored_as.encode())
    return head + salt + nonce + hidden


def opened(file: bytes, *, stored_as: str) -> Opened:
    """Raises keys.KeyGoneError when one of its keys was destroyed, DamagedError when it was tampered with."""
    if file.startswith(PLAIN_MARK):
        return Opened(file[len(PLAIN_MARK) :], ())
    if not file.startswith(SEALED_MARK):
        raise DamagedError(stored_as)
    at = len(SEALED_MARK) + 2
    at += int.from_bytes(file[at - 2 : at], "big")
    names = names_of(file[len(SEALED_MARK) + 2 : at].decode("ascii", "replace"))
    salt, nonce, hidden = _parts(file[at:])
    try:
        content = AESGCM(keys.content_key(names, salt)).decrypt(nonce, hidden, file[:at] + stored_as.encode())
    except (InvalidTag, ValueError):
        raise DamagedError(stored_as) from None
    return Opened(content, names)


def names_in(path: Path) -> tuple[str, ...]:
    """Whose keys a sealed file needs, read from its head alone; none of a plain one."""
    with path.open("rb") as file:
        if file.read(len(SEALED_MARK)) != SEALED_MARK:
            return ()
        return names_of(file.read(int.from_bytes(file.read(2), "big")).decode("ascii", "replace"))


def _head(names: tuple[str, ...]) -> bytes:
    text = joined(names).encode()
    return SEALED_MARK + len(text).to_bytes(2, "big") + text


def _parts(rest: bytes) -> tuple[bytes, bytes, bytes]:
    end = SALT_BYTES + keys.NONCE_BYTES
    return rest[:SALT_BYTES], rest[SALT_BYTES:end], rest[end:]
