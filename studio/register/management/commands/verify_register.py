"""manage.py verify_register [--chain twin:...]"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from studio.register import triggers
from studio.register.actions import verify
from studio.register.models import Head

SAYS = {
    "changed": "was changed after it was written",
    "missing": "is missing",
    "unlinked": "does not follow from the entry before it",
    "head": "is not where the chain's head says it ends",
}


class Command(BaseCommand):
    help = "Check that no entry of the register was changed, taken out or put between."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--chain", help="only this one, as in twin:0190...")

    def handle(self, *args: Any, chain: str | None = None, **options: Any) -> None:
        faults = verify(chain)
        for fault in faults:
            self.stderr.write(f"{fault.chain}, entry {fault.seq}, {SAYS[fault.code]}.")
        for name in triggers.missing():
            self.stderr.write(f"The trigger {name} is not there. Run migrate to put it on again.")
        if faults or triggers.missing():
            raise CommandError("The register does not hold.")
        chains = 1 if chain else Head.objects.count()
        self.stdout.write(f"Checked {chains} chains; every entry is as it was written.")
