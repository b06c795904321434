"""manage.py checkpoint FOLDER: make weights in a local folder usable by the diffusion engine."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from studio.previews.actions import register_checkpoint
from studio.previews.models import Checkpoint
from studio.web.sentences import sentence, way_on


class Command(BaseCommand):
    help = "Register a checkpoint in a local folder, with the licence that lies beside it; without a folder, list them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, help="Where the pipeline was saved (model_index.json).")
        parser.add_argument("--name", default="", help="What the studio calls it; the folder's name by itself.")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path | None = options["folder"]
        if folder is None:
            self.list()
            return
        whole = folder.expanduser().absolute()
        decision, checkpoint = register_checkpoint(
            str(whole), options["name"] or whole.name, by=None, now=timezone.now()
        )
        if checkpoint is None:
            raise CommandError(f"{sentence(decision)} {way_on(decision)}")
        self.stdout.write(self.told(checkpoint))

    def list(self) -> None:
        for checkpoint in Checkpoint.objects.order_by("registered_at"):
            self.stdout.write(self.told(checkpoint))

    def told(self, checkpoint: Checkpoint) -> str:
        ends = "may end in a delivery" if checkpoint.commercial else "previews only: its licence is not commercial"
        return f"{checkpoint.name}: {checkpoint.pipeline}, {checkpoint.licence}, {ends}"
