"""Check that every posting adds up to nothing and every reversal mirrors what it reverses."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from studio.ledger.models import Posting
from studio.ledger.statements import verify


class Command(BaseCommand):
    help = "Add up every posting of the ledger. Ends with an error if one does not balance."

    def handle(self, *args: Any, **options: Any) -> None:
        faults = verify()
        for fault in faults:
            self.stdout.write(f"{fault.posting}: {fault.code}")
        if faults:
            raise CommandError(f"{len(faults)} postings do not hold.")
        self.stdout.write(f"{Posting.objects.count()} postings balance.")
