"""manage.py backup FOLDER: a consistent copy of everything but the secrets."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from studio.operations import backups, early


class Command(BaseCommand):
    help = "Copy the database, every file and every wrapped key into a new folder. The studio may be open meanwhile."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="A folder that is not there yet.")
        parser.add_argument("--secrets", type=Path, help="Also copy the secrets, into another folder: keep them apart.")
        parser.add_argument(early.OPTION, help="The folder everything is kept in; ./data by itself.")

    def handle(self, *args: Any, folder: Path, secrets: Path | None = None, **options: Any) -> None:
        try:
            wrote = backups.backup(folder.absolute(), now=timezone.now())
        except backups.BackupError as error:
            raise CommandError(str(error)) from None
        megabytes = wrote.files_bytes / 1024**2
        self.stdout.write(f"Wrote {folder}: {wrote.database}, {wrote.files} files ({megabytes:.1f} MB), "
                          f"{wrote.keys} wrapped keys, and the erasure list with {wrote.erased} names.")  # fmt: skip
        if secrets:
            self.stdout.write(f"Wrote {secrets}: {', '.join(backups.copy_secrets(secrets.absolute()))}. Keep it apart.")
        else:
            self.stdout.write("The secrets that open it are not in it: copy them once with --secrets; keep them apart.")
