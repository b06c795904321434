"""The database itself refuses what our code would never ask."""

from datetime import UTC, datetime

from django.db import DatabaseError, connection, transaction
from django.test import TestCase

from studio.register import triggers
from studio.register.actions import append
from studio.register.models import Access, Entry

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)


class TriggerTests(TestCase):
    def setUp(self) -> None:
        self.entry = append("twin:1", "paused", body={"epoch": 2}, now=NOW)

    def refuses(self, statement: str, values: list[int | str | datetime] | None = None) -> None:
        with self.assertRaisesMessage(DatabaseError, "append-only"), transaction.atomic():
            connection.cursor().execute(statement, values)

    def test_an_entry_cannot_be_changed(self) -> None:
        self.refuses("UPDATE register_entry SET kind = 'resumed'")

    def test_an_entry_cannot_be_deleted(self) -> None:
        self.refuses("DELETE FROM register_entry")

    def test_saving_an_entry_again_is_refused(self) -> None:
        self.entry.kind = "resumed"
        with self.assertRaisesMessage(DatabaseError, "append-only"), transaction.atomic():
            self.entry.save()

    def test_an_entry_cannot_be_put_over_a_taken_number(self) -> None:
        if connection.vendor != "sqlite":
            self.skipTest("only SQLite has INSERT OR REPLACE")
        columns = "id, chain, seq, at, kind, subject, by, body, prev, hash"
        for taken in ((self.entry.id, "twin:other", 9), (self.entry.id + 1, "twin:1", 1)):
            with self.subTest(taken=taken):
                self.refuses(
                    f"INSERT OR REPLACE INTO register_entry ({columns}) "
                    "VALUES (%s, %s, %s, %s, 'x', '', '', '{}', '', 'x')",
                    [*taken, NOW],
                )

    def test_the_table_cannot_be_truncated(self) -> None:
        if connection.vendor != "postgresql":
            self.skipTest("only PostgreSQL has TRUNCATE")
        self.refuses("TRUNCATE register_entry")

    def test_nothing_was_lost_by_trying(self) -> None:
        self.refuses("DELETE FROM register_entry")
        self.assertEqual(Entry.objects.get().kind, "paused")

    def test_an_access_line_cannot_be_changed(self) -> None:
        Access.objects.create(at=NOW, subject="asset:1", what="looked")
        self.refuses("UPDATE register_access SET what = 'nothing'")

    def test_an_access_line_leaves_when_its_keeping_time_is_over(self) -> None:
        Access.objects.create(at=NOW, subject="asset:1", what="looked")
        Access.objects.filter(at__lte=NOW).delete()
        self.assertFalse(Access.objects.exists())

    def test_every_trigger_is_there_after_migrate(self) -> None:
        self.assertEqual(triggers.missing(), [])

    def test_a_trigger_that_is_gone_is_named(self) -> None:
        with triggers.lifted():
            self.assertIn("register_entry", " ".join(triggers.missing()))
        self.assertEqual(triggers.missing(), [])
