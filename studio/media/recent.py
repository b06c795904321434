"""Pictures opened a moment ago, in this process's memory only: a page of thumbnails is asked for again and again."""

import threading
from collections import OrderedDict

from studio.media.sealing import Opened

MOST_BYTES = 64 * 1024 * 1024
MOST_BYTES_EACH = 4 * 1024 * 1024


class Recent:
    """The least recently used goes first when there is no more room."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._kept: OrderedDict[str, Opened] = OrderedDict()
        self._lock = threading.Lock()
        self._bytes = 0
        self._most_bytes = most_bytes

    def get(self, stored_as: str) -> Opened | None:
        with self._lock:
            if found := self._kept.get(stored_as):
                self._kept.move_to_end(stored_as)
            return found

    def put(self, stored_as: str, opened: Opened) -> None:
        if len(opened.content) > MOST_BYTES_EACH:
            return
        with self._lock:
            self._drop(stored_as)
            self._kept[stored_as] = opened
            self._bytes += len(opened.content)
            while self._bytes > self._most_bytes:
                self._drop(next(iter(self._kept)))

    def drop(self, stored_as: str) -> None:
        with self._lock:
            self._drop(stored_as)

    def _drop(self, stored_as: str) -> None:
        if old := self._kept.pop(stored_as, None):
            self._bytes -= len(old.content)


recent = Recent()
