"""manage.py words: bring the catalogues up to date with the sources, say what is missing, and compile them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from studio.web import catalogues


class Command(BaseCommand):
    help = "Find every word of the product, put the new ones into the catalogues, say what is missing, and compile."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say what is missing; write nothing")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        words = catalogues.extracted()
        languages = catalogues.languages()
        missing = 0
        for language in languages:
            catalogue = catalogues.refreshed(language, words)
            if not check:
                catalogues.keep(language, catalogue)
            for fault in catalogues.faults(language, catalogue):
                missing += 1
                self.stdout.write(str(fault))
        self.stdout.write(f"{len(words)} words in the sources, {missing} faults in {len(languages)} languages.")
        if missing:
            raise SystemExit(1)
