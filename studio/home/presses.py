"""How often one address may knock at the stop cards' door: nobody needs it more than a few times."""

import hashlib

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

MOST, SECONDS = 20, 60


def may_press(request: HttpRequest) -> bool:
    """Counted in this process's memory, by a hash of where it came from; forgotten after a minute."""
    whence = hashlib.sha256(_address(request).encode()).hexdigest()[:24]
    key = f"stop-card:{whence}"
    cache.add(key, 0, SECONDS)
    try:
        return int(cache.incr(key)) <= MOST
    except ValueError:  # it was forgotten between the two
        return True


def _address(request: HttpRequest) -> str:
    """Behind a proxy of ours, the last hop it wrote down; whatever a caller writes there himself counts for nothing."""
    forwarded = request.headers.get("X-Forwarded-For", "").rsplit(",", 1)[-1].strip() if settings.PUBLIC_URL else ""
    return forwarded or str(request.META.get("REMOTE_ADDR", ""))
