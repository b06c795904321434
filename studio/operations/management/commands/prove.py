"""manage.py prove ASSET: who agreed to what, and when, on one page."""

import textwrap
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from studio.home.proving import Proof, asset_named, proof_of

WIDTH, LABEL = 100, 34


class Command(BaseCommand):
    help = "Print on one page who agreed to what and when for a sealed picture, and whether its registers hold."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("asset", help="its public code, or its id")
        parser.add_argument("--language", default="en", choices=[code for code, _name in settings.LANGUAGES])

    def handle(self, *args: Any, asset: str, language: str, **options: Any) -> None:
        with translation.override(language):
            try:
                found = asset_named(asset)
            except ValidationError:
                found = None
            if found is None:
                raise CommandError(f"No sealed picture has the code or id {asset}.")
            proof = proof_of(found)
            for line in lines_of(proof):
                self.stdout.write(line)
        if not proof.holds:
            raise CommandError("A register this picture stands on does not hold.")


def lines_of(proof: Proof) -> list[str]:
    lines = [proof.title, f"{settings.STUDIO_NAME}, {timezone.localtime():%Y-%m-%d %H:%M %Z}"]
    for section in proof.sections:
        lines += ["", section.title, "-" * len(section.title)]
        for label, words in section.lines:
            lines += textwrap.wrap(
                words, WIDTH, initial_indent=f"{label:<{LABEL}}  ", subsequent_indent=" " * (LABEL + 2)
            ) or [label]
    return lines
