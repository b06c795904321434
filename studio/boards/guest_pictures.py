"""What a guest may see of a board's pictures, and the copies she is shown: tiled with her name, marked as before."""

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from uuid import UUID

import numpy as np
from django.conf import settings
from PIL import Image

from studio.consent.facts import facts_of
from studio.consent.rules import GUEST, Facts, Use, may_use
from studio.consent.terms import INTERNAL
from studio.decisions import YES, Decision, no
from studio.imaging import encoding, marks, tiling, watermark
from studio.media import actions as media
from studio.media.models import Blob
from studio.previews.actions import uses, worn_by_now
from studio.previews.models import Preview

QUALITY = 82
VEILED = no("guest-veiled")
MOST_BYTES = 32 * 1024 * 1024
LEAST_MARKED_PX = 256  # below this an invisible mark has no room


def shown_to_guests(previews: Sequence[Preview], now: datetime) -> dict[UUID, Decision]:
    """For each preview, from `for_page()`, whether guests see it. Two queries, however many there are."""
    twins = {row.twin_id: row.twin for preview in previews for row in preview.twins.all()}
    facts = facts_of(list(twins.values()), now)
    return {preview.id: may_show(preview, facts, now) for preview in previews}


def may_show(preview: Preview, facts: Mapping[UUID, Facts], now: datetime) -> Decision:
    """A picture shows to a guest only while every twin in it says so. Why not is nothing that a guest is told."""
    rows = preview.twins.all()
    if not preview.made_at or preview.picture_id is None or (rows and preview.reduced_at):
        return VEILED
    asked = uses(preview.look, "show", now, worn=preview.worn, picture=preview.id)
    return YES if all(may_look(facts[row.twin_id], asked(row.twin)) for row in rows) else VEILED


def may_look(facts: Facts, use: Use) -> Decision:
    """The one rule is asked twice of the same picture, and one licence must carry both answers.

    A guest's look at what is not out is no publication: it needs what the house may do with the picture among
    themselves and those they invite, the licence's internal purpose, and the rule's yes to a guest besides.
    """
    to_a_guest = may_use(facts, replace(use, viewer=GUEST))
    if not to_a_guest:
        return to_a_guest
    inside = may_use(facts, replace(use, purpose=INTERNAL))
    if inside and inside.values.get("version") != to_a_guest.values.get("version"):
        return no("purpose-not-granted", fix="ask-her", purpose=INTERNAL)
    return inside


def worn_again(preview: Preview) -> Preview:
    """For a decision that lasts: with what was declared since it was made."""
    worn = worn_by_now(preview)
    preview.categories, preview.brands = list(worn.categories), list(worn.brands)
    preview.alterations = list(worn.alterations)
    return preview


# The copy


class Copies:
    """Tiled copies made a moment ago, in this process's memory only. The least recently used goes first."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._kept: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._lock = threading.Lock()
        self._bytes, self._most_bytes = 0, most_bytes

    def get(self, key: tuple[str, str]) -> bytes | None:
        with self._lock:
            if found := self._kept.get(key):
                self._kept.move_to_end(key)
            return found

    def put(self, key: tuple[str, str], content: bytes) -> None:
        with self._lock:
            self._bytes += len(content) - len(self._kept.pop(key, b""))
            self._kept[key] = content
            while self._bytes > self._most_bytes:
                _key, oldest = self._kept.popitem(last=False)
                self._bytes -= len(oldest)


copies = Copies()


def copy_for(blob: Blob, variant: str, words: str, mark: int | None) -> bytes:
    """A WebP with the words all over it, the strip at its foot untouched, and the marks it came with.

    mark: the number of the picture's invisible watermark, laid in again, for letters and a smaller size weaken it; None
    for what carries none. Raises FileNotFoundError, keys.KeyGoneError or sealing.DamagedError when it is gone.
    """
    source = media.variant(blob, variant)
    key = (source.stored_as, words)
    content = media.load(source)  # also where the copy is at hand: what was erased is gone for guests, too
    if known := copies.get(key):
        return known
    made = tiled(content, words, mark)
    copies.put(key, made)
    return made


def tiled(content: bytes, words: str, mark: int | None) -> bytes:
    with Image.open(BytesIO(content)) as image:
        xmp = image.info.get("xmp") or b""
        clear = "A" in image.getbands()
        pixels = np.asarray(image.convert("RGBA" if clear else "RGB"))
    height, width = pixels.shape[:2]
    foot = marks.strip_height_px(width) if mark is not None else 0
    copy = tiling.tile(pixels, words, spare_foot_px=foot)
    if mark is not None and max(height - foot, width) >= LEAST_MARKED_PX:
        copy[: height - foot] = watermark.embed(copy[: height - foot], mark, secret=settings.WATERMARK_SECRET.encode())
    return encoding.encode(copy, format="WEBP", quality=QUALITY, xmp=xmp)
