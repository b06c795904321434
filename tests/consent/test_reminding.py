"""A licence's end is told thirty, seven and one day before, once to everybody it concerns."""

from datetime import UTC, date, datetime, timedelta

from django.test import SimpleTestCase, TestCase

from studio.consent import actions
from studio.consent.actions.reminding import step_of
from studio.people.models import Notice
from tests import crew

LAST = date(2026, 12, 31)


def at(days_before: int) -> datetime:
    day = LAST - timedelta(days=days_before)
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


class RemindTests(TestCase):
    def setUp(self) -> None:
        self.twin, self.house, perron = crew.twin(), crew.house(), crew.agency()
        self.booker = crew.booker(perron)
        self.mandate = crew.mandate(self.twin, perron)
        self.version = crew.grant(self.twin, self.house, mandate=self.mandate, ends_on=LAST)

    def told(self) -> list[object]:
        return list(Notice.objects.filter(code="licence-ends").values_list("to", flat=True))

    def test_the_owner_the_signers_and_the_agency_are_told_on_each_of_the_three_days(self) -> None:
        for days, told in ((31, 0), (30, 3), (7, 6), (1, 9), (0, 9)):
            actions.remind_ending(at(days))
            with self.subTest(days=days):
                self.assertEqual(len(self.told()), told)
        everybody = {self.twin.owner.pk, self.version.house_signed_by.pk, self.booker.pk}
        self.assertEqual(set(self.told()), everybody)

    def test_asked_often_it_tells_once(self) -> None:
        for _ in range(3):
            actions.remind_ending(at(7))
        self.assertEqual(len(self.told()), 3)

    def test_a_night_that_was_missed_is_made_up_for_with_the_nearest_notice_alone(self) -> None:
        actions.remind_ending(at(5))
        self.assertEqual(len(self.told()), 3)

    def test_an_agency_whose_mandate_ended_hears_nothing(self) -> None:
        self.mandate.ended_at = at(40)
        self.mandate.save(update_fields=["ended_at"])
        actions.remind_ending(at(7))
        self.assertNotIn(self.booker.pk, self.told())

    def test_what_was_withdrawn_is_not_told_of(self) -> None:
        actions.withdraw(self.version.grant, by=self.twin.owner, now=at(40))
        actions.remind_ending(at(7))
        self.assertEqual(self.told(), [])

    def test_a_licence_made_longer_meanwhile_is_told_of_by_its_new_end(self) -> None:
        crew_terms = crew.terms(ends_on=LAST + timedelta(days=90))
        actions.sign_grant(
            self.twin,
            self.house,
            crew_terms,
            by=self.twin.owner,
            house_signed_by=self.version.house_signed_by,
            now=at(60),
            evidence=crew.fresh(at(60)),
            grant=self.version.grant,
        )
        actions.remind_ending(at(7))
        self.assertEqual(self.told(), [])


class StepTests(SimpleTestCase):
    def test_the_nearest_day_that_has_come(self) -> None:
        for left, step in ((31, None), (30, 30), (8, 30), (7, 7), (2, 7), (1, 1), (0, 1), (-1, None)):
            with self.subTest(left=left):
                self.assertEqual(step_of(left, length_days=365), step)

    def test_a_licence_of_a_week_is_told_of_its_last_day_alone(self) -> None:
        self.assertEqual([step_of(left, length_days=6) for left in (6, 1)], [None, 1])
