"""Keep, load, derive, erase; receive what somebody dropped, and make a picture of it.

Bytes are written before their row and removed after it. What a rolled-back transaction leaves behind has no row, and
`sweep` takes it away; nothing with a row ever lacks its bytes.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO
from typing import Protocol

import numpy as np
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from numpy.typing import NDArray
from PIL import Image

from studio.decisions import YES, Decision, no
from studio.imaging import encoding
from studio.imaging.decoding import BadPicture, decode_limited
from studio.media import fetching, keys, sealing, storage
from studio.media.models import Blob, Upload, Variant
from studio.media.rules import (
    ARRIVING_KEY,
    CONTENT_TYPES,
    VARIANTS,
    fitted,
    joined,
    may_arrive,
    names_of,
    plain_name,
    told,
)
from studio.media.storage import Area
from studio.people.models import Person

ORPHAN_AFTER = timedelta(hours=1)  # longer than any transaction between the bytes and the commit of their row
ABANDONED_AFTER = timedelta(days=1)
EAGER = ("thumb", "card")  # made with the upload; the larger ones when somebody first looks
SWEPT_AT_ONCE = 500

Step = Callable[[float, str], object]
Finish = Callable[[Blob | None], bool]
Look = Callable[[NDArray[np.uint8]], Decision]


class Arriving(Protocol):
    """What Django gives for a file in a form."""

    @property
    def name(self) -> str | None: ...
    @property
    def size(self) -> int | None: ...
    def read(self, num_bytes: int = ...) -> bytes: ...


# Keeping


def keep(
    data: bytes, *, content_type: str, width_px: int, height_px: int, under: str | Iterable[str] = "", now: datetime
) -> Blob:
    """Keep a picture, sealed under every name given ("twin:a,twin:b"): each of their keys is needed to read it again.

    Call it in the transaction that stores what points at it. Raises keys.KeyGoneError when a name's key was destroyed.
    """
    blob = _written(data, content_type, (width_px, height_px), _names(under), now)
    try:
        with transaction.atomic():
            blob.save(force_insert=True)
    except BaseException:
        _remove_all(Area.KEPT, [blob.stored_as])
        raise
    return blob


def _written(data: bytes, content_type: str, size_px: tuple[int, int], names: tuple[str, ...], now: datetime) -> Blob:
    """The bytes on the disk, the row not yet in the database: slow work happens before a transaction, not in it."""
    if content_type not in CONTENT_TYPES:
        raise ValueError(f"content_type must be one of {', '.join(CONTENT_TYPES)}, got {content_type!r}")
    blob = Blob(
        stored_as=storage.new_name(),
        sha256=hashlib.sha256(data).hexdigest(),
        content_type=content_type,
        width_px=size_px[0],
        height_px=size_px[1],
        size_bytes=len(data),
        sealed_under=joined(names),
        created_at=now,
    )
    storage.write(Area.KEPT, blob.stored_as, sealing.sealed(data, stored_as=blob.stored_as, names=names))
    return blob


def _names(under: str | Iterable[str]) -> tuple[str, ...]:
    return names_of(under if isinstance(under, str) else ",".join(under))


def load(blob: Blob) -> bytes:
    """The plain bytes. Raises FileNotFoundError when erased, keys.KeyGoneError, sealing.DamagedError."""
    if blob.erased_at:
        raise FileNotFoundError(blob.stored_as)
    return sealing.opened(storage.read(Area.KEPT, blob.stored_as), stored_as=blob.stored_as).content


@transaction.atomic
def erase(blob: Blob, *, now: datetime | None = None) -> None:
    """Take away the bytes, and those of everything derived. The rows stay, as a record that something was there."""
    now = now or timezone.now()
    gone = Blob.objects.readable().filter(Q(id=blob.id) | Q(variant_of__source=blob.id))
    _erase_all(gone, now=now)
    blob.erased_at = blob.erased_at or now


@transaction.atomic
def erase_under(name: str, *, now: datetime) -> int:
    """Erase every picture sealed under a name and, once that is certain, its key. Gives how many pictures."""
    count = _erase_all(Blob.objects.readable().sealed_by(name), now=now)
    transaction.on_commit(partial(keys.destroy, name))
    return count


def _erase_all(blobs: Iterable[Blob], *, now: datetime) -> int:
    stored = {blob.id: blob.stored_as for blob in blobs}
    Blob.objects.filter(id__in=stored).update(erased_at=now)
    transaction.on_commit(partial(_remove_all, Area.KEPT, tuple(stored.values())))
    return len(stored)


def _remove_all(area: Area, names: Iterable[str]) -> None:
    for name in names:
        storage.remove(area, name)


# Deriving


def variant(blob: Blob, name: str, *, now: datetime | None = None) -> Blob:
    """The re-encoded WebP of this name, made once, sealed as its source is, with the source's own XMP and nothing else.

    Raises as `load` does.
    """
    if made := _variant_of(blob, name):
        return made
    pixels, xmp = _pixels_of(load(blob), VARIANTS[name])
    smaller = _derived(blob, name, pixels, xmp=xmp, now=now or timezone.now())
    try:
        with transaction.atomic():
            _add_variant(blob, name, smaller)
    except BaseException as problem:
        _remove_all(Area.KEPT, [smaller.stored_as])
        if isinstance(problem, IntegrityError) and (theirs := _variant_of(blob, name)):
            return theirs  # somebody made it while we did
        raise
    return smaller


def _variant_of(blob: Blob, name: str) -> Blob | None:
    if name not in VARIANTS:
        raise ValueError(f"name must be one of {', '.join(VARIANTS)}, got {name!r}")
    return Blob.objects.readable().filter(variant_of__source=blob.id, variant_of__name=name).first()


def _derived(blob: Blob, name: str, pixels: NDArray[np.uint8], *, xmp: bytes, now: datetime) -> Blob:
    height_px, width_px = pixels.shape[:2]
    size_px = fitted(width_px, height_px, VARIANTS[name])
    data = encoding.derivative(pixels, VARIANTS[name], xmp=xmp)
    return _written(data, "image/webp", size_px, blob.names, now)


def _add_variant(blob: Blob, name: str, smaller: Blob) -> None:
    if not Blob.objects.readable().select_for_update().filter(id=blob.id).exists():
        raise FileNotFoundError(blob.stored_as)  # erased while we worked
    smaller.save(force_insert=True)
    Variant.objects.create(source=blob, name=name, blob=smaller)


def _pixels_of(data: bytes, long_edge_px: int) -> tuple[NDArray[np.uint8], bytes]:
    """Pixels of a picture that the studio encoded itself, and the machine-readable mark that travels with them."""
    with Image.open(BytesIO(data)) as image:
        image.draft(None, (2 * long_edge_px, 2 * long_edge_px))  # a JPEG is unpacked no larger than is needed
        xmp = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
        clear = "A" in image.getbands() or "transparency" in image.info
        pixels = np.asarray(image.convert("RGBA" if clear else "RGB"))
    return pixels, xmp.encode() if isinstance(xmp, str) else xmp


# Receiving


@transaction.atomic
def receive(
    file: Arriving, *, by: Person, about: str, now: datetime, under: str | Iterable[str] = "", key: str = ""
) -> Upload:
    """Take a dropped file into quarantine, sealed. Refused at once when it is empty or too large.

    The app that asked adds a job that calls `decode`, unless the upload comes back refused. The same key from the same
    person gives the same upload: a browser that sends again after a lost answer makes no second one.
    """
    if key and (known := Upload.objects.filter(by=by, key=key).first()):
        return known
    names = _names(under)
    data = file.read(settings.UPLOAD_MAX_BYTES + 1)
    upload = Upload(
        by=by,
        about=about,
        sealed_under=joined(names),
        file_name=plain_name(file.name or ""),
        size_bytes=max(len(data), file.size or 0),
        key=key,
        created_at=now,
    )
    decision = may_arrive(size_bytes=upload.size_bytes, most_bytes=settings.UPLOAD_MAX_BYTES)
    if not decision:
        upload.state, upload.code, upload.values = Upload.State.REFUSED, decision.code, dict(decision.values)
        upload.ended_at = now
        upload.save(force_insert=True)
        return upload
    if not names:  # of a picture of somebody nothing is kept by which it would be known again
        upload.sha256 = hashlib.sha256(data).hexdigest()
    _quarantine(upload, data)
    try:
        with transaction.atomic():
            upload.save(force_insert=True)
    except BaseException as problem:
        storage.remove(Area.ARRIVING, upload.stored_as)
        if key and isinstance(problem, IntegrityError):
            return Upload.objects.get(by=by, key=key)
        raise
    return upload


def _quarantine(upload: Upload, data: bytes) -> None:
    upload.stored_as = storage.new_name()
    names = (ARRIVING_KEY, *names_of(upload.sealed_under))
    sealed = sealing.sealed(data, stored_as=upload.stored_as, names=names)
    storage.write(Area.ARRIVING, upload.stored_as, sealed)


@transaction.atomic
def expect(address: str, *, by: Person, about: str, now: datetime, key: str = "") -> Upload:
    """An upload whose bytes a worker fetches (`fetch`) before it decodes them. The address was looked at before."""
    if key and (known := Upload.objects.filter(by=by, key=key).first()):
        return known
    return Upload.objects.create(
        by=by,
        about=about,
        file_name=plain_name(fetching.name_in(address)),
        size_bytes=0,
        source=address,
        key=key,
        created_at=now,
    )


def fetch(upload: Upload, step: Step, *, now: datetime, finish: Finish = lambda blob: True) -> bool:
    """Bring the bytes of an expected upload into quarantine. False when it was refused, or was ended meanwhile.

    step, finish: as for `decode`, which comes next.
    """
    if not upload.source or upload.stored_as or not upload.under_way:
        return upload.under_way

    def told(share: float) -> None:
        step(share, "fetching")

    try:
        data = fetching.fetched(upload.source, most_bytes=settings.UPLOAD_MAX_BYTES, step=told)
    except fetching.NotFetched as problem:
        _end(upload, no(problem.code), now=now, finish=finish)
        return False
    if not data:
        _end(upload, no("address-no-picture"), now=now, finish=finish)
        return False
    _quarantine(upload, data)
    upload.sha256, upload.size_bytes = hashlib.sha256(data).hexdigest(), len(data)
    arrived = {"stored_as": upload.stored_as, "sha256": upload.sha256, "size_bytes": upload.size_bytes}
    if Upload.objects.under_way().filter(id=upload.id).update(**arrived):
        return True
    storage.remove(Area.ARRIVING, upload.stored_as)
    return False


def decode(
    upload: Upload,
    step: Step,
    *,
    now: datetime,
    finish: Finish = lambda blob: True,
    variants: Sequence[str] = EAGER,
    look: Look = lambda pixels: YES,
) -> Blob | None:
    """Make a picture of what arrived: upright, sRGB, re-encoded, nothing else of the file. None when it is refused.

    look(pixels): asked before anything is kept; its no refuses the upload. pixels: (H, W, 3), or 4 with alpha.
    step(share, what): called between the parts of the work; may raise to stop it.
    finish(blob or None): called in the very transaction that stores the result, to write what belongs to it and to end
    the job under its token. When it says False nothing is stored.
    """
    if not upload.under_way:
        return upload.blob
    if not Upload.objects.under_way().filter(id=upload.id).update(state=Upload.State.DECODING, progress=0.1):
        upload.refresh_from_db()
        return upload.blob
    step(0.1, "decoding")
    try:
        picture = decode_limited(_quarantined(upload))
    except BadPicture as bad:
        _end(upload, told(bad.code, bad.values), now=now, finish=finish)
        return None
    except (FileNotFoundError, sealing.DamagedError, keys.KeyGoneError):
        _end(upload, no("upload-lost"), now=now, finish=finish)
        return None
    if not (decision := look(picture.pixels)):
        _end(upload, decision, now=now, finish=finish)
        return None
    Upload.objects.under_way().filter(id=upload.id).update(progress=0.5)
    step(0.5, "encoding")
    return _store(upload, picture.pixels, step, now=now, finish=finish, variants=variants)


def _quarantined(upload: Upload) -> bytes:
    return sealing.opened(storage.read(Area.ARRIVING, upload.stored_as), stored_as=upload.stored_as).content


def _store(
    upload: Upload,
    pixels: NDArray[np.uint8],
    step: Step,
    *,
    now: datetime,
    finish: Finish,
    variants: Sequence[str],
) -> Blob | None:
    height_px, width_px, channels = pixels.shape
    clear = channels == 4
    data = encoding.encode(pixels, format="PNG" if clear else "JPEG", quality=95)
    written: list[Blob] = []
    try:
        content_type = "image/png" if clear else "image/jpeg"
        blob = _written(data, content_type, (width_px, height_px), names_of(upload.sealed_under), now)
        written.append(blob)
        for name in variants:
            written.append(_derived(blob, name, pixels, xmp=b"", now=now))
        step(0.9, "keeping")
        with transaction.atomic():
            blob.save(force_insert=True)
            for name, smaller in zip(variants, written[1:], strict=True):
                _add_variant(blob, name, smaller)
            _mark_ended(upload, Upload.State.KEPT, now=now, blob=blob)
            if not finish(blob):
                raise _NotOursError
    except BaseException as problem:
        _remove_all(Area.KEPT, [each.stored_as for each in written])
        if isinstance(problem, _NotOursError):
            upload.refresh_from_db()
            return None
        raise
    return blob


class _NotOursError(Exception):
    """Somebody else has ended this upload, or its job was taken from us."""


def _end(upload: Upload, decision: Decision, *, now: datetime, finish: Finish) -> None:
    try:
        with transaction.atomic():
            _mark_ended(upload, Upload.State.REFUSED, now=now, decision=decision)
            if not finish(None):
                raise _NotOursError
    except _NotOursError:
        upload.refresh_from_db()


def _mark_ended(
    upload: Upload, state: Upload.State, *, now: datetime, blob: Blob | None = None, decision: Decision | None = None
) -> None:
    code, values = (decision.code, dict(decision.values)) if decision is not None else ("", {})
    ended = Upload.objects.under_way().filter(id=upload.id)
    if not ended.update(state=state, blob=blob, code=code, values=values, progress=1.0, ended_at=now):
        raise _NotOursError
    upload.state, upload.blob, upload.code, upload.values = state, blob, code, values
    upload.progress, upload.ended_at = 1.0, now
    if upload.stored_as:
        transaction.on_commit(partial(storage.remove, Area.ARRIVING, upload.stored_as))


@transaction.atomic
def give_up(upload: Upload, *, now: datetime, code: str = "upload-stopped") -> bool:
    """End an upload that nobody waits for any more: cancelled, or its job failed for good."""
    try:
        with transaction.atomic():
            _mark_ended(upload, Upload.State.REFUSED, now=now, decision=no(code))
    except _NotOursError:
        return False
    return True


# Sweeping


def sweep(now: datetime) -> int:
    """Remove bytes that no row answers for, half-written files, and uploads whose work never came. Gives how many."""
    for upload in Upload.objects.abandoned(now - ABANDONED_AFTER).order_by("id")[:SWEPT_AT_ONCE]:
        give_up(upload, now=now, code="upload-lost")
    before = now - ORPHAN_AFTER
    swept = sum(storage.remove_parts(area, before) for area in Area)
    for area, kept in ((Area.KEPT, _kept), (Area.ARRIVING, _arriving)):
        names = list(storage.older_than(area, before))
        for at in range(0, len(names), SWEPT_AT_ONCE):
            some = names[at : at + SWEPT_AT_ONCE]
            orphans = set(some) - kept(some)
            _remove_all(area, orphans)
            swept += len(orphans)
    return swept


def _kept(names: list[str]) -> set[str]:
    return set(Blob.objects.readable().filter(stored_as__in=names).values_list("stored_as", flat=True))


def _arriving(names: list[str]) -> set[str]:
    return set(Upload.objects.storing(names).values_list("stored_as", flat=True))
