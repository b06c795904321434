"""The answers that carry a picture, and the one that carries the veil in its place."""

from collections.abc import AsyncIterator, Collection
from typing import TypeAlias, TypeVar
from uuid import UUID

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from studio.media import actions, gates, keys, sealing, storage
from studio.media.addresses import Address
from studio.media.models import Blob
from studio.media.recent import recent
from studio.media.storage import Area

SANDBOX = "default-src 'none'; sandbox"
VEIL_STATUS = 410
PIECE_BYTES = 256 * 1024
Gates: TypeAlias = "Collection[tuple[str, int]]"
GONE = (FileNotFoundError, keys.KeyGoneError, sealing.DamagedError)
VEIL = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
    '<pattern id="h" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path d="M5.5 0v6" stroke="#85857f" stroke-opacity=".4"/></pattern>'
    '<rect width="100%" height="100%" fill="#85857f" fill-opacity=".16"/>'
    '<rect width="100%" height="100%" fill="url(#h)"/></svg>'
)
Answer = TypeVar("Answer", bound=HttpResponseBase)


def picture(request: HttpRequest, address: Address) -> HttpResponseBase:
    """The derivative of an address that still holds, or "not modified"; the veil when its bytes are gone."""
    try:
        stored_as = address.stored_as or derived(address.blob_id, address.variant).stored_as
        return _conditional(request, stored_as, cache_control="private, no-cache")
    except GONE:
        return veil(address)


def is_a_page_of_its_own(request: HttpRequest) -> bool:
    """Opened alone in a tab no script could take it away again, so there it is not shown. Browsers say what asks."""
    return request.headers.get("Sec-Fetch-Dest", "") in {"document", "iframe", "frame", "embed", "object"}


def derived(blob_id: UUID, variant: str) -> Blob:
    """Made on the first look. Raises FileNotFoundError when its source was erased meanwhile."""
    blob = Blob.objects.readable().filter(id=blob_id).first()
    if blob is None:
        raise FileNotFoundError(str(blob_id))
    return actions.variant(blob, variant)


def veil(address: Address) -> HttpResponse:
    """What stands where a picture may not be shown any more: the lining, of the same size, and never kept."""
    recent.drop(address.stored_as)
    return lining(address.width_px, address.height_px)


def lining(width_px: int, height_px: int) -> HttpResponse:
    """The veil alone, for an app that asks consent itself at each look."""
    drawn = VEIL.format(width=width_px, height=height_px)
    answer = HttpResponse(drawn, content_type="image/svg+xml", status=VEIL_STATUS)
    answer["X-Veil"] = "1"
    return _hardened(answer, cache_control="no-store")


def serve_public(request: HttpRequest, blob: Blob, variant: str) -> HttpResponseBase | None:
    """For the app that owns a public page, in its own view, after it has decided. None when the bytes are gone.

    A browser asks again each time, so what is taken down is gone at the next look.
    """
    if is_a_page_of_its_own(request):
        return None
    try:
        return _conditional(request, actions.variant(blob, variant).stored_as, cache_control="public, no-cache")
    except GONE:
        return None


def for_this_look(blob: Blob, variant: str) -> HttpResponse | None:
    """For an app that lets somebody look only while it says so, and asks each time. None when the bytes are gone."""
    try:
        return of_this_look(actions.load(actions.variant(blob, variant)))
    except GONE:
        return None


def of_this_look(content: bytes) -> HttpResponse:
    """A WebP made for one look, which no browser keeps."""
    answer = HttpResponse(content, content_type="image/webp")
    answer["Content-Disposition"] = "inline"
    return _hardened(answer, cache_control="private, no-store")


def streamed(content: bytes, *, content_type: str, file_name: str, behind: Gates) -> StreamingHttpResponse:
    """The same in pieces, for a file that takes its time on a slow line: consent is asked again before each.

    When a gate has turned meanwhile the line is cut: what has come is no whole file, and the browser says so.
    """
    answer = StreamingHttpResponse(_while_it_holds(content, behind), content_type=content_type)
    answer["Content-Length"] = str(len(content))
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file_name) or "attachment"
    return _hardened(answer, cache_control="private, no-store")


async def _while_it_holds(content: bytes, behind: Gates) -> AsyncIterator[bytes]:
    for at in range(0, len(content), PIECE_BYTES):
        if not await sync_to_async(gates.hold)(behind):
            raise WithheldError
        yield content[at : at + PIECE_BYTES]


class WithheldError(Exception):
    """Consent ended while a file was on its way."""


def _conditional(request: HttpRequest, stored_as: str, *, cache_control: str) -> HttpResponseBase:
    """Bytes never change under a name, so the name is the tag; but that they can still be read is asked each time."""
    tag = f'"{stored_as}"'
    held = recent.get(stored_as)
    if held and not (storage.exists(Area.KEPT, stored_as) and keys.alive(held.names)):
        recent.drop(stored_as)
        held = None
    if held is None:
        held = sealing.opened(storage.read(Area.KEPT, stored_as), stored_as=stored_as)
        recent.put(stored_as, held)
    answer = HttpResponse(held.content, content_type="image/webp")
    answer["ETag"] = tag
    answer["Content-Disposition"] = "inline"
    return _hardened(
        get_conditional_response(request, etag=tag, response=answer) or answer, cache_control=cache_control
    )


def _hardened(answer: Answer, *, cache_control: str) -> Answer:
    answer["Cache-Control"] = cache_control
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Content-Security-Policy"] = SANDBOX
    answer["Referrer-Policy"] = "no-referrer"
    answer["Vary"] = "Cookie"
    return answer
