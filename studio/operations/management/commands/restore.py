"""manage.py restore FOLDER: put a backup in the place of what is here, and let nobody return who was erased."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from studio.live.lone import NotAlone
from studio.media.erasures import BrokenListError
from studio.operations import backups, early, preparing


class Command(BaseCommand):
    help = "Restore a backup into this studio, which must be closed. Whoever was erased since is erased again."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="What `backup` wrote.")
        parser.add_argument("--replace", action="store_true", help="Overwrite the studio that is here.")
        parser.add_argument("--secrets", type=Path, help="On a new machine: the folder with the secrets.")
        parser.add_argument("--erasures", type=Path, help="A newer erasure list, kept elsewhere.")
        parser.add_argument(early.OPTION, help="The folder everything is kept in; ./data by itself.")

    def handle(
        self, *args: Any, folder: Path, secrets: Path | None = None, erasures: Path | None = None, **options: Any
    ) -> None:
        if secrets:
            backups.take_secrets(secrets.absolute())
        try:
            self.require_room(replace=options["replace"])
            erased = backups.restore(folder.absolute(), others=erasures)
            preparing.migrate()
            back = preparing.apply_erasures()
        except (backups.BackupError, BrokenListError, NotAlone) as error:
            raise CommandError(str(error)) from None
        preparing.write_down_restored(timezone.now(), erased=len(erased), again=len(back))
        self.stdout.write(f"Restored {folder}.")
        self.stdout.write(f"The erasure list has {len(erased)} names; {len(back)} had come back and are erased again.")

    def require_room(self, *, replace: bool) -> None:
        """Nothing is overwritten without being told."""
        preparing.refuse_a_second()
        if not replace and not preparing.is_new():
            raise CommandError("A studio is here already. Give --replace to put the backup in its place.")
