"""manage.py bench NAME: does the studio do what it promises, and how fast?"""

import argparse
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from studio.jobs.orphans import die_with_parent
from studio.operations.bench import BENCHES
from studio.operations.bench.ground import throw_away


class Command(BaseCommand):
    help = f"Measure a promise on throw-away data, and say whether it holds: {', '.join(BENCHES)}."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME", nargs="?", default="", help=", ".join(BENCHES))
        parser.add_argument("rest", metavar="OPTIONS", nargs=argparse.REMAINDER, help="--json, --strict, and its own.")

    def handle(self, *args: Any, **options: Any) -> None:
        name, rest = options["name"], options["rest"]
        if name not in BENCHES:
            unknown = f"There is no bench called {name}." if name else "Which bench?"
            raise CommandError(f"{unknown} There are: {', '.join(BENCHES)}.")
        with throw_away(settings.DATABASE_URL) as environment:
            command = [sys.executable, "-m", "studio.operations.bench", name, *rest]
            done = subprocess.run(
                command, env=environment, check=False, stdout=subprocess.PIPE, preexec_fn=die_with_parent, text=True
            )
        self.stdout.write(done.stdout, ending="")
        if done.returncode:
            raise CommandError(f"The bench {name} ended with {done.returncode}.", returncode=done.returncode)
