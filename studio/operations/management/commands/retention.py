"""manage.py retention: take away what has been kept long enough, and say what."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from studio.home import retention


class Command(BaseCommand):
    help = "Take away what has been kept long enough. Housekeeping does so every night; this does it now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Count, and change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        now, dry_run = timezone.now(), options["dry_run"]
        done = retention.sweep(now, dry_run=dry_run)
        if not dry_run:
            retention.write_down(done, now)
        for row, count in done:
            self.stdout.write(f"{'Would remove' if dry_run else 'Removed'} {count:>6}  {row.what}: {row.keeps}")
