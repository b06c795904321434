"""manage.py housekeeping: the chores, until told to stop."""

import signal
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from studio.jobs import housekeeping


class Command(BaseCommand):
    help = "Do the studio's chores (ring again for waiting jobs, send due mail, forget what has passed) until stopped."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do each chore once and end.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self.stdout.write(f"Did {housekeeping.do_due(float('inf'))} chores.")
            return
        stopped = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        housekeeping.run(stopped)
