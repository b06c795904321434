"""manage.py doctor: is this machine fit, and what would mend it?"""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from studio.jobs.models import Job
from studio.live import doorbell
from studio.operations import children, early, preparing

LEAST_FREE_BYTES = 2 * 1024**3
KNOWN_QUEUES = {queue for queues in children.WORKERS.values() for queue in queues.split(",")}


@dataclass(frozen=True, slots=True)
class Finding:
    what: str
    is_well: bool
    remedy: str = ""
    must: bool = True  # False: worth knowing, but the studio runs


def python() -> Finding:
    return Finding("Python 3.11", preparing.python_is_ours(), "Make a virtual environment with Python 3.11.")


def data_folder() -> Finding:
    folder = Path(settings.DATA)
    fits = folder.is_dir() and os.access(folder, os.W_OK)
    return Finding(f"The data folder {folder} can be written", fits, "Set DOUBLURE_DATA to a folder that can.")


def space() -> Finding:
    free = shutil.disk_usage(settings.DATA).free
    return Finding(f"{free / 1024**3:.0f} GB free", free > LEAST_FREE_BYTES, "Make room: pictures need it.", must=False)


def keys() -> Finding:
    folder = Path(settings.KEYS_FOLDER)
    private = not folder.exists() or not folder.stat().st_mode & 0o077
    return Finding("Only this user can open the keys", private, f"chmod 700 {folder}")


def not_root() -> Finding:
    return Finding("Not run as root", os.geteuid() != 0, "Run it as a user of its own.", must=False)


def database() -> Finding:
    try:
        executor = MigrationExecutor(connection)
        missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as error:
        return Finding(f"The database answers ({connection.vendor})", is_well=False, remedy=f"It said: {error}")
    return Finding(f"The database is up to date ({connection.vendor})", not missing, "Run: python manage.py open")


def broker() -> Finding:
    if not settings.REDIS_URL:
        return Finding("Rings go through files", is_well=True)
    try:
        redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=2).ping()
    except redis.RedisError as error:
        return Finding("Redis answers", is_well=False, remedy=f"It said: {error}")
    return Finding("Redis answers", is_well=True)


def bell() -> Finding:
    moved = doorbell.address() != Path(settings.LIVE_SOCKET).absolute()
    remedy = f"Its path is too long for a socket; {doorbell.address()} is used."
    return Finding("The live socket lies in the data folder", not moved, remedy, must=False)


def waiting_jobs() -> Finding:
    try:
        queues = set(Job.objects.due(timezone.now()).values_list("queue", flat=True))
    except DatabaseError:
        return Finding("Every waiting job has a worker", is_well=False, remedy="Run: python manage.py open")
    strange = sorted(queues - KNOWN_QUEUES)
    remedy = f"Start a worker for {', '.join(strange)}: celery -A studio.celery worker -c 1 -Q NAME"
    return Finding("Every waiting job has a worker", not strange, remedy, must=False)


def accelerator() -> Finding:
    import torch  # here alone: it takes seconds to load

    found = torch.cuda.get_device_name(0) if torch.cuda.is_available() else ""
    said = f"An accelerator: {found}" if found else "An accelerator"
    remedy = "None found. The draft engine works without; diffusion would be slow."
    return Finding(said, bool(found), remedy, must=False)


CHECKS: tuple[Callable[[], Finding], ...] = (
    python,
    data_folder,
    space,
    keys,
    not_root,
    database,
    broker,
    bell,
    waiting_jobs,
    accelerator,
)


class Command(BaseCommand):
    help = "Look over this machine and this studio's data, and say what would mend what is amiss. Changes nothing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(early.OPTION, help="The folder everything is kept in; ./data by itself.")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = [check() for check in CHECKS]
        for finding in findings:
            self.stdout.write(self.line(finding))
        amiss = sum(finding.must and not finding.is_well for finding in findings)
        if amiss:
            raise CommandError(f"{amiss} of {len(findings)} must be mended before the studio runs.")
        self.stdout.write(self.style.SUCCESS("The studio can run here."))

    def line(self, finding: Finding) -> str:
        if finding.is_well:
            return f"{self.style.SUCCESS('yes  ')} {finding.what}"
        word = self.style.ERROR("no   ") if finding.must else self.style.WARNING("note ")
        return f"{word} {finding.what}. {finding.remedy}"
