"""Who may sign, spend and ask in; and when it is night."""

from datetime import UTC, datetime
from typing import Any
from unittest import TestCase
from zoneinfo import ZoneInfo

from studio.people.rules import (
    SeatFacts,
    mail_after,
    may_accept,
    may_enter,
    may_invite,
    may_manage_seats,
    may_sign,
    may_spend,
)

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)


def seat(**changes: object) -> SeatFacts:
    given: dict[str, object] = {"role": "member", "in_force": True, "may_sign": True, "may_spend_minor": 50_000}
    return SeatFacts(**{**given, **changes})  # type: ignore[arg-type]


class MaySignTests(TestCase):
    def test_a_signing_seat_signs_up_to_its_limit(self) -> None:
        self.assertTrue(may_sign(seat(), 50_000, "EUR"))

    def test_each_refusal_says_which_it_is(self) -> None:
        cases = {
            "not-in-house": (None, 0, "EUR"),
            "seat-may-not-sign": (seat(may_sign=False), 0, "EUR"),
            "over-spending-limit": (seat(), 50_001, "EUR"),
            "seat-other-currency": (seat(), 1, "SEK"),
        }
        for code, (who, amount_minor, currency) in cases.items():
            with self.subTest(code=code):
                self.assertEqual(may_sign(who, amount_minor, currency).code, code)

    def test_a_seat_that_ended_signs_nothing(self) -> None:
        self.assertEqual(may_sign(seat(in_force=False)).code, "not-in-house")

    def test_a_sum_below_nothing_is_a_mistake_of_the_caller(self) -> None:
        with self.assertRaisesRegex(ValueError, "must not be below 0"):
            may_spend(seat(), -1, "EUR")


class ManageTests(TestCase):
    def test_only_admins_and_whoever_runs_the_studio_give_seats(self) -> None:
        self.assertTrue(may_manage_seats(seat(role="admin"), runs_the_studio=False))
        self.assertTrue(may_manage_seats(None, runs_the_studio=True))
        for who in (None, seat(role="producer"), seat(role="admin", in_force=False)):
            with self.subTest(who=who):
                self.assertEqual(may_manage_seats(who, runs_the_studio=False).code, "only-an-admin")

    def test_anybody_with_a_seat_asks_somebody_in(self) -> None:
        self.assertTrue(may_invite([seat(in_force=False), seat()], runs_the_studio=False))
        self.assertFalse(may_invite([seat(in_force=False)], runs_the_studio=False))


class LinkTests(TestCase):
    def test_an_invitation_is_taken_up_once_and_in_time(self) -> None:
        good: dict[str, Any] = {
            "until": NOW.replace(day=20),
            "accepted": False,
            "ended": False,
            "known": False,
            "hers": False,
        }
        cases: dict[str, dict[str, Any]] = {
            "ok": {},
            "invitation-used": {"accepted": True},
            "link-ended": {"until": NOW},
            "sign-in-to-accept": {"known": True},
        }
        for code, change in cases.items():
            with self.subTest(code=code):
                self.assertEqual(may_accept(**{**good, **change}, now=NOW).code, code)

    def test_a_known_person_takes_it_up_when_she_is_signed_in(self) -> None:
        decision = may_accept(until=NOW.replace(day=20), accepted=False, ended=False, known=True, hers=True, now=NOW)
        self.assertTrue(decision)

    def test_an_ended_link_says_since_when(self) -> None:
        decision = may_enter(until=NOW.replace(day=20), ended_at=NOW.replace(day=3), now=NOW)
        self.assertEqual((decision.code, decision.values), ("link-ended", {"on": "2026-05-03"}))

    def test_a_link_past_its_day_ended_on_that_day(self) -> None:
        self.assertEqual(may_enter(until=NOW.replace(day=4), ended_at=None, now=NOW).values["on"], "2026-05-04")


class QuietHoursTests(TestCase):
    def test_by_day_nothing_waits(self) -> None:
        self.assertEqual(mail_after(NOW, ZoneInfo("Europe/Paris")), NOW)

    def test_at_night_it_waits_for_eight_in_her_own_zone(self) -> None:
        cases = [
            ("Europe/Paris", datetime(2026, 5, 12, 19, 0, tzinfo=UTC), datetime(2026, 5, 13, 6, 0, tzinfo=UTC)),
            ("Europe/Paris", datetime(2026, 5, 12, 5, 59, tzinfo=UTC), datetime(2026, 5, 12, 6, 0, tzinfo=UTC)),
            ("Asia/Tokyo", datetime(2026, 5, 12, 13, 0, tzinfo=UTC), datetime(2026, 5, 12, 23, 0, tzinfo=UTC)),
            # The night in which the clocks go forward is an hour shorter, and eight is still eight.
            ("Europe/Paris", datetime(2026, 3, 28, 23, 0, tzinfo=UTC), datetime(2026, 3, 29, 6, 0, tzinfo=UTC)),
        ]
        for zone, told_at, expected in cases:
            with self.subTest(zone=zone, told_at=told_at):
                self.assertEqual(mail_after(told_at, ZoneInfo(zone)), expected)

    def test_eight_is_day_and_nine_in_the_evening_is_night(self) -> None:
        eight, nine = datetime(2026, 5, 12, 8, tzinfo=UTC), datetime(2026, 5, 12, 21, tzinfo=UTC)
        self.assertEqual(mail_after(eight, UTC), eight)
        self.assertEqual(mail_after(nine, UTC), datetime(2026, 5, 13, 8, tzinfo=UTC))
