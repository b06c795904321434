"""manage.py verify_register [--chain twin:...]"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from studio.register import checks, triggers
from studio.register.actions import verify
from studio.register.days import verify_days
from studio.register.models import DailyHead, Head

SAYS = {
    "changed": "was changed after it was written",
    "missing": "is missing",
    "unlinked": "does not follow from the entry before it",
    "head": "is not where the chain's head says it ends",
}
SAYS_OF_A_DAY = {
    "changed": "was changed after it was signed",
    "unlinked": "does not follow the day before it",
    "root": "does not add up to its hash",
    "signature": "has a signature that is not right",
    "other-key": "was signed with another key than this studio's",
    "entry": "stands on an entry that is not as it was then",
}


class Command(BaseCommand):
    help = "Check that no entry and no signed day of the register was changed, and that what holds now is what it says."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--chain", help="only this one, as in twin:0190...")

    def handle(self, *args: Any, chain: str | None = None, **options: Any) -> None:
        faults = [f"{fault.chain}, entry {fault.seq}, {SAYS[fault.code]}." for fault in verify(chain)]
        if chain is None:
            faults += [f"The day {fault.day} {SAYS_OF_A_DAY[fault.code]}." for fault in verify_days()]
            faults += checks.found()
        faults += [f"The trigger {name} is not there. Run migrate to put it on again." for name in triggers.missing()]
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError("The register does not hold.")
        chains = 1 if chain else Head.objects.count()
        self.stdout.write(f"Checked {chains} chains; every entry is as it was written.")
        if chain is None:
            days = DailyHead.objects.count()
            self.stdout.write(f"Checked {days} signed days and every gate; all agree with the entries.")
