"""Who looked is written in batches, and no session key is."""

from datetime import UTC, datetime
from unittest.mock import patch

from django.db import DatabaseError
from django.test import TestCase

from studio.register import access
from studio.register.actions import looked
from studio.register.models import Access

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)


class LookedTests(TestCase):
    def setUp(self) -> None:
        """What tests before this one left in the buffer is not of this one."""
        access.flush()
        Access.objects.all().delete()

    def test_a_look_costs_no_query_until_the_batch_is_written(self) -> None:
        with self.assertNumQueries(0):
            looked("asset:1", by="p1", what="looked", now=NOW)
        self.assertEqual(access.flush(), 1)
        self.assertEqual(Access.objects.get().subject, "asset:1")

    def test_the_session_is_kept_as_a_salted_hash(self) -> None:
        looked("asset:1", by="p1", what="looked", now=NOW, session="secret-session")
        access.flush()
        kept = Access.objects.get().session
        self.assertEqual(len(kept), 32)
        self.assertNotIn("secret", kept)

    def test_what_the_database_refuses_is_tried_again(self) -> None:
        looked("asset:1", by="p1", what="took", now=NOW)
        with patch.object(Access.objects, "bulk_create", side_effect=DatabaseError):
            self.assertEqual(access.flush(), 0)
        self.assertEqual(access.flush(), 1)
