"""manage.py demo: load the demonstration house; `--remove` leaves an empty one."""

import shutil
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from studio.operations.demo import asking, loading, shooting
from studio.operations.demo.cast import MEMBERS, MODELS
from studio.people.models import Person
from studio.register import triggers

SIGN_INS = "demo-sign-ins.json"


class Command(BaseCommand):
    help = "Load the demonstration house into an empty studio, or remove it with everything made in it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--remove", action="store_true", help="Empty the studio of the demonstration.")
        parser.add_argument("--dry-run", action="store_true", help="With --remove: say what would go.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["remove"]:
            self.remove(dry_run=options["dry_run"])
            return
        if Person.objects.exists():
            raise CommandError("There are people here already. The demonstration loads only into an empty studio.")
        house = loading.load(timezone.now(), self.say)
        shooting.load(house, self.say)
        asking.load(house, self.say)
        self.say(f"{len(MEMBERS) + len(MODELS)} people can sign in with the password {house.password}")

    def say(self, words: str) -> None:
        self.stdout.write(f"  {words}")
        self.stdout.flush()

    def remove(self, *, dry_run: bool) -> None:
        """Everything goes, also what cannot be changed: so only while nobody real has joined."""
        ours = {each.email for each in (*MEMBERS, *MODELS)}
        others = Person.objects.exclude(email__in=ours).count()
        if others:
            raise CommandError(f"{others} people who are not of the demonstration are here. Nothing was removed.")
        count = Person.objects.count()
        if dry_run:
            self.stdout.write(f"Would remove {count} people and all that was made.")
            return
        with triggers.lifted():
            call_command("flush", interactive=False, verbosity=0)
        for folder in (settings.MEDIA_FOLDER, settings.ARRIVING_FOLDER, settings.KEYS_FOLDER / "twins"):
            shutil.rmtree(folder, ignore_errors=True)
        (settings.DATA / SIGN_INS).unlink(missing_ok=True)
        connection.close()
        self.stdout.write(f"Removed {count} people and all that was made. The studio is empty.")
