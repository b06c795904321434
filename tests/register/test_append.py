"""One chain, whoever writes."""

import threading
from datetime import UTC, datetime, timedelta, timezone

from django.db import connection, transaction
from django.test import TestCase, TransactionTestCase

from studio.register.actions import append, salted, verify
from studio.register.models import Entry, Head

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)


class AppendTests(TestCase):
    def test_each_entry_names_the_one_before(self) -> None:
        first = append("twin:1", "opened", body={}, now=NOW)
        second = append("twin:1", "paused", body={}, now=NOW)
        self.assertEqual((second.seq, second.prev), (2, first.hash))

    def test_chains_are_numbered_apart(self) -> None:
        append("twin:1", "opened", body={}, now=NOW)
        self.assertEqual(append("org:1", "opened", body={}, now=NOW).seq, 1)

    def test_the_same_key_adds_nothing_twice(self) -> None:
        first = append("twin:1", "paused", body={}, now=NOW, key="k1")
        self.assertEqual(append("twin:1", "paused", body={}, now=NOW, key="k1").id, first.id)
        self.assertEqual(Entry.objects.count(), 1)

    def test_the_same_instant_from_another_zone_hashes_the_same(self) -> None:
        there = NOW.astimezone(timezone(timedelta(hours=5)))
        self.assertEqual(append("a:1", "x", body={}, now=there).at, NOW)
        self.assertEqual(verify(), [])

    def test_a_number_with_a_fraction_is_refused(self) -> None:
        with self.assertRaisesMessage(TypeError, "body.fee[0] must be text"):
            append("twin:1", "paused", body={"fee": [1.5]}, now=NOW)

    def test_a_name_that_readers_could_sort_otherwise_is_refused(self) -> None:
        with self.assertRaisesMessage(TypeError, "keys must be ASCII"):
            append("twin:1", "paused", body={"där": True}, now=NOW)

    def test_a_salted_value_is_stable_and_not_a_bare_hash(self) -> None:
        self.assertEqual(salted("nia@example.com"), salted("nia@example.com"))
        self.assertNotEqual(salted("nia@example.com"), salted("ines@example.com"))
        self.assertNotIn("nia", salted("nia@example.com"))


class AppendOutsideTests(TransactionTestCase):
    def test_it_wants_a_transaction(self) -> None:
        with self.assertRaisesMessage(RuntimeError, "in a transaction"):
            append("twin:1", "paused", body={}, now=NOW)

    def test_an_entry_falls_with_its_cause(self) -> None:
        with self.assertRaises(ZeroDivisionError), transaction.atomic():
            append("twin:1", "paused", body={}, now=NOW)
            raise ZeroDivisionError
        self.assertFalse(Entry.objects.exists())
        self.assertFalse(Head.objects.exists())

    def test_two_threads_keep_one_chain(self) -> None:
        started = threading.Barrier(2)

        def write(name: str) -> None:
            started.wait()
            for number in range(15):
                with transaction.atomic():
                    append("twin:1", "looked", by=name, body={"n": number}, now=NOW)
            connection.close()

        threads = [threading.Thread(target=write, args=(name,)) for name in ("a", "b")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(list(Entry.objects.values_list("seq", flat=True)), list(range(1, 31)))
        self.assertEqual(verify(), [])
