"""What every test shares: its own folders, no writer thread beside its transaction, tables that can be emptied."""

import atexit
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import TransactionTestCase

from studio.register import triggers
from tests.browser import browser as browser
from tests.browser import house as house
from tests.browser import studio as studio
from tests.browser import studios as studios
from tests.browser import windows as windows

settings.ACCESS_LOG_SECONDS = 0

# Set before any class of tests keeps its first picture, and so not in a fixture of each test.
_folder = Path(tempfile.mkdtemp(prefix="doublure-tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
settings.MEDIA_FOLDER = _folder / "files"
settings.ARRIVING_FOLDER = _folder / "arriving"
settings.KEYS_FOLDER = _folder / "keys"
settings.BROKER_FOLDER = _folder / "broker"
for _name, _place in (("data_folder_in", "rings"), ("data_folder_out", "rings"), ("control_folder", "control")):
    if _name in settings.CELERY_BROKER_TRANSPORT_OPTIONS:
        settings.CELERY_BROKER_TRANSPORT_OPTIONS[_name] = str(settings.BROKER_FOLDER / _place)

_empty_the_tables = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]


def _empty_the_tables_without_triggers(self: Any) -> None:
    """A test that commits is followed by DELETE or TRUNCATE on every table, which the append-only ones refuse."""
    with triggers.lifted():
        _empty_the_tables(self)


TransactionTestCase._fixture_teardown = _empty_the_tables_without_triggers  # type: ignore[attr-defined]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The stories that share a studio come first, so that it is opened once."""
    items.sort(key=lambda item: bool(getattr(getattr(item, "module", None), "OWN_STUDIO", False)))
