"""What every test shares: no writer thread beside the test's own transaction, and tables that can be emptied."""

from typing import Any

from django.conf import settings
from django.test import TransactionTestCase

from studio.register import triggers

settings.ACCESS_LOG_SECONDS = 0
_empty_the_tables = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]


def _empty_the_tables_without_triggers(self: Any) -> None:
    """A test that commits is followed by DELETE or TRUNCATE on every table, which the append-only ones refuse."""
    with triggers.lifted():
        _empty_the_tables(self)


TransactionTestCase._fixture_teardown = _empty_the_tables_without_triggers  # type: ignore[attr-defined]
