"""The twin passport as a file: what lies in it, how it is signed, and how a strange one is opened. Pure, but for bytes.

Nothing in a passport is believed before all of it was checked: names and sizes first, then the signature, then every
file's hash, then the register's chain. What fails raises BadPassport with a code, which `sentences` turns into words.
"""

import hashlib
import json
import os
import re
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import rfc8785
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from studio.register import checker, exports, rules, signing

FORMAT, VERSION = "doublure-passport", 1
SIGNED_AS = "passport"
MANIFEST, SIGNATURE, PLATES = "passport.json", "passport.sig", "plates.sealed"
RECORD, CONSENTS, LEDGER, CREDITS = "record.json", "consents.json", "ledger.json", "credits.json"
CHAIN, HEAD, DAYS = "register/chain.jsonl", "register/head.json", "register/days.json"
PAPERS = frozenset({RECORD, CONSENTS, LEDGER, CREDITS, CHAIN, HEAD, DAYS})
BESIDE = frozenset({"README.txt", "register/README.txt", "register/check.py"})
MOST_BYTES = 40 * 1024 * 1024  # of the file: what a studio takes in at once
MOST_UNPACKED = 96 * 1024 * 1024
MOST_DIRECTORY = 64 * 1024  # of a ZIP's list of names, which is read whole before anything of it can be looked at
PLATES_MARK = b"DBLPP1\n"
SALT_BYTES, NONCE_BYTES = 16, 12
PASSPHRASE_LETTERS = 12
ZIP_END, ZIP_HUGE = b"PK\x05\x06", b"PK\x06\x07"
PLAIN_NAME = re.compile(r"[a-z0-9-]{1,40}\.(?:json|jpg|png)")
ENCRYPTED = 0x1
NOT_A_ZIP = (
    BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OSError, KeyError, OverflowError,
    zlib.error, struct.error,
)  # fmt: skip

Json = dict[str, Any]


class BadPassport(Exception):
    """Why this file is no passport that can be believed."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = {name: str(value) for name, value in values.items()}


@dataclass(frozen=True, slots=True)
class Bundle:
    """A passport that was opened and found whole. `files`: by name, each as its hash says."""

    manifest: Json
    files: Mapping[str, bytes]
    sha256: str

    @property
    def key(self) -> str:
        return str(self.manifest["studio"]["key"])

    @property
    def twin(self) -> str:
        return str(self.manifest["twin"])

    @property
    def has_plates(self) -> bool:
        return PLATES in self.files

    def read(self, name: str) -> Any:
        return read_json(self.files[name], name)


# Making


def manifest_of(files: Mapping[str, bytes], *, twin: str, studio: Mapping[str, str], made_at: str) -> Json:
    listed = [
        {"name": name, "size": len(files[name]), "sha256": hashlib.sha256(files[name]).hexdigest()}
        for name in sorted(files)
    ]
    said: Json = {"format": FORMAT, "version": VERSION, "twin": twin, "studio": dict(studio), "made_at": made_at}
    return said | {"files": listed}


def signed(files: Mapping[str, bytes], manifest: Json, sign: Callable[[bytes], str]) -> dict[str, bytes]:
    """All files of the ZIP. The signature stands under the manifest, which names every file by its hash."""
    return {
        **files,
        MANIFEST: rfc8785.dumps(manifest),
        SIGNATURE: sign(rules.signed_text(SIGNED_AS, manifest)).encode(),
    }


def sealed_plates(content: bytes, passphrase: str, *, twin: str) -> bytes:
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    hidden = AESGCM(_key(passphrase, salt)).encrypt(nonce, content, _about(twin))
    return PLATES_MARK + salt + nonce + hidden


def opened_plates(content: bytes, passphrase: str, *, twin: str) -> bytes:
    if not content.startswith(PLATES_MARK):
        raise BadPassport("passport-damaged", name=PLATES)
    at = len(PLATES_MARK)
    salt, nonce, hidden = content[at : at + SALT_BYTES], content[at + SALT_BYTES :][:NONCE_BYTES], b""
    hidden = content[at + SALT_BYTES + NONCE_BYTES :]
    try:
        return AESGCM(_key(passphrase, salt)).decrypt(nonce, hidden, _about(twin))
    except (InvalidTag, ValueError):
        raise BadPassport("passport-passphrase") from None


def _key(passphrase: str, salt: bytes) -> bytes:
    """The cost is ours and not the file's: a strange file cannot ask for more."""
    return Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode())


def _about(twin: str) -> bytes:
    return f"doublure plates 1|{twin}".encode()


# Opening


def opened(data: bytes) -> Bundle:
    """Raises BadPassport. Nothing is written, and nothing is unpacked beyond what was declared and allowed."""
    if len(data) > MOST_BYTES:
        raise BadPassport("passport-too-large", most=f"{MOST_BYTES // 1024**2} MB")
    files = unpacked(data, allowed=PAPERS | BESIDE | {MANIFEST, SIGNATURE, PLATES})
    for name in (MANIFEST, SIGNATURE, *sorted(PAPERS)):
        if name not in files:
            raise BadPassport("passport-incomplete", name=name)
    manifest = _manifest_in(files)
    _check_signature(manifest, files[SIGNATURE])
    _check_files(manifest, files)
    bundle = Bundle(manifest, files, hashlib.sha256(data).hexdigest())
    _check_register(bundle)
    return bundle


def unpacked(data: bytes, *, allowed: frozenset[str] | None = None, most: int = MOST_UNPACKED) -> dict[str, bytes]:
    """A ZIP's files, each name once and one of those allowed, together no larger than may be."""
    _check_directory(data)
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_entries(entries, allowed, most)
            return {entry.filename: archive.read(entry) for entry in entries}
    except NOT_A_ZIP as problem:
        raise BadPassport("passport-not-a-zip") from problem


def _check_directory(data: bytes) -> None:
    """The end of a ZIP says how long its list is. A long one is not walked, nor one told in the way of huge files."""
    end, tail = len(ZIP_END) + 18, data[-(2**16 + 22) :]
    is_last = tail[-end:].startswith(ZIP_END) and tail.endswith(b"\0\0")
    at = len(tail) - end if is_last else tail.rfind(ZIP_END)
    if at < 0 or len(tail) - at < end:
        return
    (length,) = struct.unpack_from("<I", tail, at + 12)
    if length > MOST_DIRECTORY or tail[max(at - 20, 0) : at].startswith(ZIP_HUGE):
        raise BadPassport("passport-another-kind")


def _check_entries(entries: list[ZipInfo], allowed: frozenset[str] | None, most: int) -> None:
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names):
        raise BadPassport("passport-strange-file", name=max(names, key=names.count)[:60])
    for entry in entries:
        fits = entry.filename in allowed if allowed is not None else bool(PLAIN_NAME.fullmatch(entry.filename))
        if not fits or entry.flag_bits & ENCRYPTED or entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise BadPassport("passport-strange-file", name=entry.filename[:60])
    if sum(entry.file_size for entry in entries) > most:
        raise BadPassport("passport-too-large", most=f"{most // 1024**2} MB")


def read_json(content: bytes, name: str) -> Any:
    try:
        return json.loads(content.decode(), object_pairs_hook=_once, parse_float=_refuse, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise BadPassport("passport-damaged", name=name) from None


def _once(pairs: list[tuple[str, Any]]) -> Json:
    """Two readers must not read two things in one file."""
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a name stands twice in one mapping")
    return dict(pairs)


def _refuse(text: str) -> None:
    raise ValueError(f"{text} is not a value that a studio writes")


def _manifest_in(files: Mapping[str, bytes]) -> Json:
    manifest = read_json(files[MANIFEST], MANIFEST)
    if not isinstance(manifest, dict) or (manifest.get("format"), manifest.get("version")) != (FORMAT, VERSION):
        raise BadPassport("passport-another-kind")
    if not _is_shaped(manifest):
        raise BadPassport("passport-damaged", name=MANIFEST)
    return manifest


def _is_shaped(manifest: Json) -> bool:
    try:
        studio, rows = manifest["studio"], manifest["files"]
        words = [studio["name"], studio["address"], studio["key"], manifest["twin"], manifest["made_at"]]
        words += [word for row in rows for word in (row["name"], row["sha256"])]
        moment = datetime.fromisoformat(manifest["made_at"])
        return all(isinstance(word, str) for word in words) and moment.tzinfo is not None
    except (KeyError, TypeError, ValueError):
        return False


def _check_signature(manifest: Json, signature: bytes) -> None:
    text = signature.decode("ascii", "replace").strip()
    try:
        message = rules.signed_text(SIGNED_AS, manifest)
    except ValueError:
        raise BadPassport("passport-damaged", name=MANIFEST) from None
    if not signing.is_signed(manifest["studio"]["key"], message, text):
        raise BadPassport("passport-not-signed")


def _check_files(manifest: Json, files: Mapping[str, bytes]) -> None:
    listed = {row["name"]: row for row in manifest["files"]}
    for name in sorted(set(files) - {MANIFEST, SIGNATURE} ^ set(listed)):
        raise BadPassport("passport-strange-file", name=name)
    for name, row in listed.items():
        if row["sha256"] != hashlib.sha256(files[name]).hexdigest():
            raise BadPassport("passport-changed", name=name)


def _check_register(bundle: Bundle) -> None:
    """The chain as its own checker reads it, of this twin, and signed with the passport's key."""
    try:
        head = bundle.read(HEAD)
        days = bundle.read(DAYS)
        if len(days) > exports.DAYS_AT_MOST:
            raise ValueError("more days than a studio hands out")
        _signed_hash("head", head, bundle.key)
        hashes = checker.check_chain(bundle.files[CHAIN].decode().split("\n")[:-1], head)
        checker.check_days(days, hashes, head["chain"], bundle.key, _signed_hash)
        is_hers = head["chain"] == f"twin:{bundle.twin}"
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        raise BadPassport("passport-register") from None
    if not is_hers:
        raise BadPassport("passport-register")


def _signed_hash(what: str, record: Json, key: str) -> str:
    """As the checker does it, with the library's own curve: a strange file must not keep us busy for minutes."""
    fields = {name: value for name, value in record.items() if name not in {"key", "signature", "place"}}
    if record["key"] != key or not signing.is_signed(key, rules.signed_text(what, fields), record["signature"]):
        raise ValueError(f"the {what}'s signature is not right")
    return rules.digest(fields)


def entries_of(bundle: Bundle) -> list[Json]:
    """The chain's entries; it was checked before."""
    return [json.loads(line) for line in bundle.files[CHAIN].splitlines()]
