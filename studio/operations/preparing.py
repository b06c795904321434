"""What has to be so before the studio can open, and is made so when it is not."""

import hashlib
import socket
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import OutputWrapper
from django.db import connection, transaction
from django.utils import timezone

from studio.consent import actions as consent
from studio.imaging.credentials import make_authority
from studio.live.lone import alone
from studio.register import actions as register

PYTHON = (3, 11)
PORTS_TO_TRY = 20
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def python_is_ours() -> bool:
    return sys.version_info[:2] == PYTHON


def is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port(host: str, first: int) -> int | None:
    """The first free port from `first` on."""
    return next((port for port in range(first, first + PORTS_TO_TRY) if is_free(host, port)), None)


def address_in_the_network() -> str:
    """This machine's address as its neighbours see it. Nothing is sent: the system only looks up its own route."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def refuse_a_second() -> None:
    """Raises NotAlone when another studio serves this data folder."""
    if connection.vendor == "sqlite":
        alone().close()


def _sources() -> Iterator[str]:
    yield settings.STORAGES["staticfiles"]["BACKEND"]
    for finder in get_finders():
        for path, storage in finder.list([]):
            seen = Path(storage.path(path)).stat()
            yield f"{path} {seen.st_size} {seen.st_mtime_ns}"


def collect_static() -> bool:
    """Gather the static files when any of them changed since the last time. Returns whether it was needed."""
    if settings.WHITENOISE_USE_FINDERS:
        return False
    print_now = hashlib.sha256("\n".join(sorted(_sources())).encode()).hexdigest()
    stamp = Path(settings.DATA) / "static-collected.txt"
    if stamp.exists() and stamp.read_text() == print_now and Path(settings.STATIC_ROOT).exists():
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(print_now)
    return True


def migrate() -> None:
    call_command("migrate", interactive=False, verbosity=0)


def is_empty() -> bool:
    return not get_user_model().objects.exists()


def is_new() -> bool:
    """No table of ours is there yet, or nobody is in it."""
    there = get_user_model()._meta.db_table in connection.introspection.table_names()
    return not there or is_empty()


def apply_erasures() -> list[str]:
    """Before anything opens: whoever is on the erasure list and has come back goes again. Raises BrokenListError."""
    return consent.apply_list(timezone.now())


def write_down_restored(now: datetime, *, erased: int, again: int) -> None:
    with transaction.atomic():
        register.append("studio", "restored", body={"erased": erased, "erased_again": again}, now=now)


def loading_mark() -> Path:
    return Path(settings.DATA) / "demo-loading.txt"


def load_demo(stdout: OutputWrapper) -> None:
    """Load the demo house whole. One whose loading was broken off is removed first: half a house would puzzle."""
    if loading_mark().exists():
        call_command("demo", remove=True, stdout=stdout)
    loading_mark().touch()
    call_command("demo", stdout=stdout)
    loading_mark().unlink()


def make_certificate() -> None:
    make_authority(Path(settings.KEYS_FOLDER) / "signing", studio_name=settings.STUDIO_NAME)


def make_folders() -> None:
    """The broker's folders. Rings of an earlier run are thrown away: what is due is rung for anew."""
    if settings.REDIS_URL:
        return
    rings = Path(settings.BROKER_FOLDER) / "rings"
    for folder in (rings, Path(settings.BROKER_FOLDER) / "control"):
        folder.mkdir(parents=True, exist_ok=True)
    for ring in rings.glob("*.msg"):
        ring.unlink(missing_ok=True)
