"""Identifiers: version 7, in the order they were made."""

import itertools
from unittest import mock

from django.test import SimpleTestCase

from studio.ids import uuid7


class IdsTests(SimpleTestCase):
    def test_it_is_a_version_7_of_the_standard_variant(self) -> None:
        made = uuid7()
        self.assertEqual((made.version, made.variant), (7, "specified in RFC 4122"))

    def test_it_begins_with_the_milliseconds_since_1970(self) -> None:
        with (
            mock.patch("studio.ids._last", 0),
            mock.patch("studio.ids.time.time_ns", return_value=1_790_000_000_000_000_000),
        ):
            self.assertEqual(uuid7().int >> 80, 1_790_000_000_000)

    def test_a_thousand_made_at_once_sort_as_they_were_made(self) -> None:
        made = [uuid7() for _ in range(1_000)]
        self.assertTrue(all(a < b for a, b in itertools.pairwise(made)))

    def test_a_clock_set_back_does_not_turn_the_order(self) -> None:
        first = uuid7()
        with mock.patch("studio.ids.time.time_ns", return_value=0):
            self.assertLess(first, uuid7())
