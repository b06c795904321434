"""One data key per name such as "twin:<id>", wrapped, in a file of its own outside the database.

What was sealed under several names needs every one of their keys: each sealed file has a content key of its own,
derived from all of them, so destroying any one makes the file unreadable at once, wherever copies of it lie.
"""

import base64
import binascii
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from studio.media.files import place, put_once, sync_folder
from studio.media.rules import NAME

KEY_BYTES = 32
NONCE_BYTES = 12


class KeyGoneError(Exception):
    """The key was destroyed, or never made: what was sealed under it cannot be read by anybody."""


def ensure(name: str) -> None:
    """Make the name's key if it has none yet. A destroyed key never comes back."""
    file = _file(name)
    if file.exists():
        return
    nonce, fresh = os.urandom(NONCE_BYTES), secrets.token_bytes(KEY_BYTES)
    put_once(file, nonce + AESGCM(_wrapping_key()).encrypt(nonce, fresh, name.encode()))
    if _tombstone(name).exists():  # asked after the key was put there, so that a destruction meanwhile wins
        file.unlink(missing_ok=True)
        raise KeyGoneError(name)


def alive(names: Iterable[str]) -> bool:
    return all(_file(name).exists() for name in names)


def destroy(name: str) -> None:
    """Make everything under this name unreadable for good. Cannot be undone: call it when the transaction committed."""
    file = _file(name)
    put_once(_tombstone(name), b"")
    if file.exists():
        with file.open("r+b") as left:
            left.write(bytes(file.stat().st_size))
            left.flush()
            os.fsync(left.fileno())
    file.unlink(missing_ok=True)
    sync_folder(file.parent)


def content_key(names: Iterable[str], salt: bytes) -> bytes:
    """The key of one sealed file. All the names' data keys go in; with one missing it cannot be had."""
    names = sorted(names)
    secret = b"".join(_data_key(name) for name in names)
    about = b"doublure content 1|" + ",".join(names).encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=about).derive(secret)


def _data_key(name: str) -> bytes:
    try:
        wrapped = _file(name).read_bytes()
    except FileNotFoundError:
        raise KeyGoneError(name) from None
    try:
        return AESGCM(_wrapping_key()).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], name.encode())
    except InvalidTag:
        if _tombstone(name).exists():
            raise KeyGoneError(name) from None
        raise ImproperlyConfigured(
            f"The wrapping key does not open the key of {name}: it is not the one used."
        ) from None


def _wrapping_key() -> bytes:
    """From DOUBLURE_WRAPPING_KEY (32 bytes in base64); otherwise a file, made on first need outside production."""
    if told := os.environ.get("DOUBLURE_WRAPPING_KEY", ""):
        return _decoded(told, "DOUBLURE_WRAPPING_KEY")
    file: Path = settings.KEYS_FOLDER / "wrapping.key"
    if not file.exists():
        if settings.PRODUCTION:
            raise ImproperlyConfigured("Set DOUBLURE_WRAPPING_KEY: production does not make its own wrapping key.")
        put_once(file, base64.b64encode(secrets.token_bytes(KEY_BYTES)))
    return _decoded(file.read_text(), str(file))


def _decoded(text: str, where: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(f"{where} must hold {KEY_BYTES} bytes in base64.")
    return key


def _file(name: str) -> Path:
    if not NAME.fullmatch(name):
        raise ValueError(f"a key is named like twin:0193..., got {name!r}")
    return place(settings.KEYS_FOLDER / "twins", name.replace(":", "_") + ".key")


def _tombstone(name: str) -> Path:
    return _file(name).with_suffix(".gone")
