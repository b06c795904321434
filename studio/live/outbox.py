"""Reads what was announced since the last look. Lives in one thread, whose connection it keeps open."""

import time

from django.db import connection
from django.db.models import Max, Q

from studio.live.kinds import Message
from studio.live.models import Announcement

GAP_SECONDS = 30.0
MOST_GAPS = 200


class Outbox:
    def __init__(self) -> None:
        self.last: int | None = None
        self.gaps: dict[int, float] = {}
        self.version: int | None = None

    def start(self) -> int:
        """Begin at the end: a page that enters now has just read how things are. Begun anew, go on from there."""
        if self.last is None:
            self.last = Announcement.objects.aggregate(last=Max("id"))["last"] or 0
        return self.last

    def news(self) -> dict[int, Message]:
        """By number, in the order of the numbers."""
        if not self._has_changed():
            return {}
        wanted = Q(id__gt=self.last or 0) | Q(id__in=list(self.gaps))
        rows = list(Announcement.objects.filter(wanted).order_by("id").values_list("id", "topic", "message"))
        self._remember([row[0] for row in rows], time.monotonic())
        return {number: {"topic": topic, **message} for number, topic, message in rows}

    def close(self) -> None:
        connection.close()

    def _has_changed(self) -> bool:
        """SQLite says by a counter whether another connection has written anything; elsewhere the table is read."""
        if connection.vendor != "sqlite":
            return True
        with connection.cursor() as cursor:
            version = cursor.execute("PRAGMA data_version").fetchone()[0]
        changed, self.version = version != self.version, version
        return bool(changed)

    def _remember(self, ids: list[int], at: float) -> None:
        """A lower number can be committed after a higher one (PostgreSQL): look for the missing ones a while longer."""
        last = self.last or 0
        for number in ids:
            self.gaps.pop(number, None)
            if number > last:
                self.gaps.update(dict.fromkeys(range(max(last + 1, number - MOST_GAPS), number), at))
                last = number
        self.last = last
        self.gaps = {number: since for number, since in self.gaps.items() if at - since < GAP_SECONDS}
