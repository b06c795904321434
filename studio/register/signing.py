"""The studio's own key, with which it signs days of the register, exports and passports (Ed25519, RFC 8032).

It lies in the keys' folder beside the certificates that sign pictures, and is made on first need outside production.
"""

import base64
import binascii
import hashlib
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Signer:
    _key: Ed25519PrivateKey

    def __repr__(self) -> str:  # never the key, not even in a traceback
        return f"Signer({self.fingerprint})"

    @property
    def public(self) -> str:
        """In hex, as it stands beside whatever it signed."""
        return self._key.public_key().public_bytes_raw().hex()

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.public)

    def sign(self, message: bytes) -> str:
        return self._key.sign(message).hex()


def signer() -> Signer:
    """From DOUBLURE_REGISTER_KEY (32 bytes in base64); otherwise from a file."""
    return Signer(Ed25519PrivateKey.from_private_bytes(_secret()))


def is_signed(public: str, message: bytes, signature: str) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint_of(public: str) -> str:
    """"3f2a-...": what two people compare by reading it to each other. SHA-256 of the key, the first 32 digits."""
    digits = hashlib.sha256(bytes.fromhex(public)).hexdigest()[:32]
    return "-".join(digits[at : at + 4] for at in range(0, 32, 4))


def _secret() -> bytes:
    if told := os.environ.get("DOUBLURE_REGISTER_KEY", ""):
        return _decoded(told, "DOUBLURE_REGISTER_KEY")
    file = Path(settings.KEYS_FOLDER) / "register.key"
    if not file.exists():
        if settings.PRODUCTION:
            raise ImproperlyConfigured("Set DOUBLURE_REGISTER_KEY: production does not make its own signing key.")
        _make(file)
    return _decoded(file.read_text(), str(file))


def _make(file: Path) -> None:
    """Whole or not there; of two processes that make it, the second takes the first one's."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = file.with_suffix(f".{secrets.token_hex(6)}")
    fresh.touch(mode=0o600)
    fresh.write_bytes(base64.b64encode(secrets.token_bytes(KEY_BYTES)))
    with suppress(FileExistsError):
        os.link(fresh, file)
    fresh.unlink()


def _decoded(text: str, where: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(f"{where} must hold {KEY_BYTES} bytes in base64.")
    return key
