"""The access log's buffer: a hundred lines or two seconds, whichever comes first."""

import atexit
import logging
import threading
from collections import deque
from dataclasses import asdict, dataclass
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection

from studio.register.models import Access

log = logging.getLogger(__name__)
BATCH = 100
MOST = 20_000  # while the database is away lines wait here; beyond this the fault is said, and memory not filled


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    by: str
    subject: str
    what: str
    session: str = ""


class Buffer:
    """Lines of this process, and the one thread that writes them down."""

    def __init__(self) -> None:
        self._lines: deque[Line] = deque()
        self._lock = threading.Lock()
        self._full = threading.Event()
        self._writer: threading.Thread | None = None  # kept, or it could be collected while it works

    def add(self, line: Line, *, seconds: float) -> None:
        with self._lock:
            if len(self._lines) >= MOST:
                log.error("The access log's buffer is full: a line about %s was lost", line.subject)
                return
            self._lines.append(line)
            full = len(self._lines) >= BATCH
            if seconds > 0 and self._writer is None:
                self._writer = threading.Thread(target=self._write_on, args=(seconds,), name="access-log", daemon=True)
                self._writer.start()
                atexit.register(self.flush)
        if full:
            self._full.set()

    def flush(self) -> int:
        """Write what waits and say how many lines that was. What the database refuses stays and is tried again."""
        with self._lock:
            lines = list(self._lines)
            self._lines.clear()
        try:
            Access.objects.bulk_create([Access(**asdict(line)) for line in lines], batch_size=BATCH)
        except DatabaseError:
            log.warning("The access log could not be written; %s lines wait", len(lines), exc_info=True)
            with self._lock:
                self._lines.extendleft(reversed(lines))
            return 0
        return len(lines)

    def _write_on(self, seconds: float) -> None:
        while True:
            self._full.wait(seconds)
            self._full.clear()
            if self._lines:
                self.flush()
                connection.close()  # this thread's own: an idle one would hold a place in the pool


_buffer = Buffer()


def add(line: Line) -> None:
    _buffer.add(line, seconds=settings.ACCESS_LOG_SECONDS)


def flush() -> int:
    return _buffer.flush()
