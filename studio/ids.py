"""Identifiers that sort by the order they were made in (RFC 9562, version 7)."""

import secrets
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = 0


def uuid7() -> UUID:
    """48 bits of milliseconds since 1970, 12 bits of the rest of the millisecond, 62 random bits.

    The time of one is later than the time of the one before it in this process, though the clock stand still or be set
    back (RFC 9562, section 6.2, methods 1 and 3); between processes the order is as good as their clocks.
    """
    ticks = _later()
    value = (ticks >> 12) << 80 | 0x7 << 76 | (ticks & 0xFFF) << 64 | 0b10 << 62 | secrets.randbits(62)
    return UUID(int=value)


def _later() -> int:
    """Now, in 4096ths of a millisecond, or the next after what was last given out."""
    global _last
    with _lock:
        _last = max(time.time_ns() * 4096 // 1_000_000, _last + 1)
        return _last
