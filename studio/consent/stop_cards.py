"""The code on a stop card: its id and a seal that only this studio can make, so that no row holds a key."""

import base64
import binascii
import hashlib
import hmac
from uuid import UUID

from django.conf import settings

from studio.consent.models import StopCard

ID_BYTES, SEAL_BYTES = 16, 16
PURPOSE = b"doublure stop card"


def code_of(card: StopCard) -> str:
    return base64.urlsafe_b64encode(card.pk.bytes + _seal(card.pk.bytes)).rstrip(b"=").decode()


def card_of(code: str) -> StopCard | None:
    """The card in force whose code this is. A forged code and an ended card are the same nothing."""
    try:
        plain = base64.urlsafe_b64decode(code + "=" * (-len(code) % 4))
    except (binascii.Error, ValueError):
        return None
    if len(plain) != ID_BYTES + SEAL_BYTES or not hmac.compare_digest(plain[ID_BYTES:], _seal(plain[:ID_BYTES])):
        return None
    cards = StopCard.objects.in_force().select_related("twin__owner")
    return cards.filter(pk=UUID(bytes=plain[:ID_BYTES])).first()


def _seal(card_id: bytes) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), PURPOSE + card_id, hashlib.sha256)[:SEAL_BYTES]
