"""Addresses of pictures. A page decides once for all that it shows; each address then carries what was decided.

An address is a sealed token: blob, derivative, the gates' epochs at the moment of the decision, and until when. It is
encrypted together with the session's key, so it says nothing, cannot be altered, and opens in that session only.
"""

import base64
import binascii
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from studio.media import gates
from studio.media.models import Blob, Variant
from studio.media.rules import VARIANTS, fitted, names_of

LIFE_SECONDS = 300
STEADY_SECONDS = 60  # within this the same page gives the same address, so that a browser may ask "changed since?"
NOT_MADE = bytes(16)
HEAD = struct.Struct(">B16s16sBHHIB")
VERSION = 1
NAMES = tuple(VARIANTS)


Among = QuerySet[Any, Any] | None


class BadAddressError(Exception):
    """Not one of ours, altered, or another session's."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A picture that the page may show. gates: the epochs read before, or together with, the decision."""

    blob_id: UUID
    variant: str
    gates: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Of a blob, what its addresses are made from."""

    id: UUID
    sealed_under: str
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class Address:
    """What a token says once it is opened. stored_as is empty while the derivative is still to be made."""

    blob_id: UUID
    variant: str
    stored_as: str
    width_px: int
    height_px: int
    until: datetime
    gates: tuple[tuple[str, int], ...]


def wanted(blobs: Iterable[Blob], variant: str, epochs: Mapping[str, int]) -> list[Wanted]:
    """The blobs a page decided to show, each behind the gates of all it shows. A gate without an epoch: left out."""
    return [
        Wanted(blob.id, variant, tuple((name, epochs[name]) for name in blob.names))
        for blob in blobs
        if all(name in epochs for name in blob.names)
    ]


def addresses(
    session_key: str | None, wanted: Iterable[Wanted], *, now: datetime | None = None, among: Among = None
) -> dict[UUID, str]:
    """As `addresses_of`, for a page that shows each picture in one size."""
    found = addresses_of(session_key, wanted, now=now, among=among)
    return {blob_id: address for (blob_id, _), address in found.items()}


def addresses_of(
    session_key: str | None, wanted: Iterable[Wanted], *, now: datetime | None = None, among: Among = None
) -> dict[tuple[UUID, str], str]:
    """An address for each picture and size, in two queries however many there are.

    among: a query for the ids of all the wanted, which spares a page of hundreds the writing of them out.
    What was erased has none, and without a session nothing has. Raises ValueError when a sealed picture is wanted
    without the gates of everybody it shows: a page must not be able to forget them.
    """
    wanted = list(wanted)
    if not session_key or not wanted:
        return {}
    now = now or timezone.now()
    until = int(now.timestamp()) // STEADY_SECONDS * STEADY_SECONDS + LIFE_SECONDS
    ids = {each.blob_id for each in wanted} if among is None else among
    sources = Blob.objects.readable().filter(id__in=ids).values_list("id", "sealed_under", "width_px", "height_px")
    known = {row[0]: Source(*row) for row in sources}
    made = _made(ids, {each.variant for each in wanted})
    cipher, path = AESSIV(_key(settings.SECRET_KEY)), reverse("media:serve", args=["TOKEN"])
    found: dict[tuple[UUID, str], str] = {}
    for each in wanted:
        if source := known.get(each.blob_id):
            _check_gates(source, each)
            stored_as = made.get((each.blob_id, each.variant), "")
            sealed = cipher.encrypt(_packed(source, each, stored_as, until), [session_key.encode()])
            token = base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()
            found[each.blob_id, each.variant] = path.replace("TOKEN", token)
    return found


def opened(token: str, *, session_key: str | None) -> Address:
    """What the token says, or BadAddressError."""
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        plain = AESSIV(_key(settings.SECRET_KEY)).decrypt(sealed, [(session_key or "").encode()])
    except (binascii.Error, ValueError, InvalidTag):
        raise BadAddressError from None
    if not session_key:
        raise BadAddressError
    version, blob_id, stored_as, variant, width_px, height_px, until, count = HEAD.unpack_from(plain)
    if version != VERSION:
        raise BadAddressError
    return Address(
        blob_id=UUID(bytes=blob_id),
        variant=NAMES[variant],
        stored_as="" if stored_as == NOT_MADE else stored_as.hex(),
        width_px=width_px,
        height_px=height_px,
        until=datetime.fromtimestamp(until, UTC),
        gates=_gates_in(plain[HEAD.size :], count),
    )


def still_holds(address: Address, *, now: datetime) -> bool:
    """In time, and no gate has moved since the page decided: one indexed query at most."""
    return now < address.until and gates.hold(address.gates)


def _made(ids: Iterable[UUID] | QuerySet[Any, Any], variants: Iterable[str]) -> dict[tuple[UUID, str], str]:
    rows = Variant.objects.filter(source__in=ids, name__in=variants, blob__erased_at=None)
    return {(source, name): stored for source, name, stored in rows.values_list("source", "name", "blob__stored_as")}


def _check_gates(source: Source, each: Wanted) -> None:
    said = {name for name, _ in each.gates}
    if source.sealed_under in said:
        return
    if missing := set(names_of(source.sealed_under)) - said:
        raise ValueError(f"gates must name {', '.join(sorted(missing))}: picture {source.id} is sealed under it")


def _packed(source: Source, each: Wanted, stored_as: str, until: int) -> bytes:
    width_px, height_px = fitted(source.width_px, source.height_px, VARIANTS[each.variant])
    plain = HEAD.pack(
        VERSION,
        each.blob_id.bytes,
        bytes.fromhex(stored_as) if stored_as else NOT_MADE,
        NAMES.index(each.variant),
        width_px,
        height_px,
        until,
        len(each.gates),
    )
    for name, epoch in sorted(each.gates):
        text = name.encode()
        plain += struct.pack(">BI", len(text), epoch) + text
    return plain


def _gates_in(rest: bytes, count: int) -> tuple[tuple[str, int], ...]:
    found = []
    for _ in range(count):
        length, epoch = struct.unpack_from(">BI", rest)
        found.append((rest[5 : 5 + length].decode(), epoch))
        rest = rest[5 + length :]
    return tuple(found)


@lru_cache(maxsize=4)
def _key(secret: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=64, salt=None, info=b"doublure media address").derive(secret.encode())
