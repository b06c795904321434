"""manage.py find: look through what is searched, and mend it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from studio.home.finding import keeping


class Command(BaseCommand):
    help = "Compare the words things are found by with the things, and mend what differs. Each night does it anyway."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Say what differs, and change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        dry_run = options["dry_run"]
        for kind, mended in keeping.mend(dry_run=dry_run).items():
            done = "would be written" if dry_run else "written"
            gone = "would go" if dry_run else "gone"
            self.stdout.write(f"{kind:8} {mended.missing:8,} {done}, {mended.too_many:8,} {gone}")
