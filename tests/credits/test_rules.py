from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from studio.credits import rules
from studio.credits.rules import ORDER, Part
from studio.people.models import Craft

ANA, JON, MEI = UUID(int=1), UUID(int=2), UUID(int=3)
people = st.sampled_from([ANA, JON, MEI])
pairs = st.lists(st.tuples(people, st.sampled_from(ORDER)), max_size=12)


class DrawnTests(SimpleTestCase):
    @given(pairs, pairs, pairs, pairs, pairs)
    def test_every_person_and_craft_stands_once_and_nobody_is_left_out(
        self,
        slots: list[tuple[UUID, str]],
        sheet: list[tuple[UUID, str]],
        capture: list[tuple[UUID, str]],
        added: list[tuple[UUID, str]],
        removed: list[tuple[UUID, str]],
    ) -> None:
        drawn = [(part.person, part.craft) for part in rules.drawn(slots, sheet, capture, added, removed)]
        did = {*slots, *capture, *added, *(pair for pair in sheet if pair[1] not in rules.FILLED_BY_SLOTS)}
        self.assertEqual(len(drawn), len(set(drawn)))
        self.assertEqual(set(drawn), did - set(removed))

    def test_being_booked_is_not_enough_where_a_slot_says_who_did_it(self) -> None:
        self.assertEqual(rules.drawn([], [(ANA, "styling")], []), [])

    def test_the_call_sheet_credits_crafts_that_fill_no_slot(self) -> None:
        self.assertEqual(rules.drawn([], [(ANA, "casting")], []), [Part(ANA, "casting", "call-sheet")])

    def test_what_somebody_did_herself_counts_before_the_call_sheet_and_the_capture(self) -> None:
        both = [(ANA, "art-direction")]
        self.assertEqual(rules.drawn(both, both, both), [Part(ANA, "art-direction", "slot")])

    def test_they_are_read_in_the_order_of_the_trade(self) -> None:
        drawn = rules.drawn([(MEI, "make-up"), (ANA, "styling"), (JON, "photography")], [(ANA, "production")], [])
        self.assertEqual([part.craft for part in drawn], ["photography", "styling", "make-up", "production"])

    def test_the_capture_s_photographer_stands_after_the_picture_s(self) -> None:
        drawn = rules.drawn([(MEI, "photography")], [], [(ANA, "photography")])
        self.assertEqual([part.person for part in drawn], [MEI, ANA])

    def test_every_craft_has_its_place(self) -> None:
        self.assertEqual(set(ORDER), set(Craft.values))


class SilenceTests(SimpleTestCase):
    def test_three_working_days_within_a_week(self) -> None:
        monday = datetime(2026, 5, 11, 9, tzinfo=UTC)
        self.assertEqual(rules.counts_as_yes_on(monday), date(2026, 5, 14))

    def test_a_weekend_does_not_count(self) -> None:
        thursday = datetime(2026, 5, 14, 9, tzinfo=UTC)
        self.assertEqual(rules.counts_as_yes_on(thursday), date(2026, 5, 19))

    def test_asked_on_a_saturday_the_days_begin_on_monday(self) -> None:
        saturday = datetime(2026, 5, 16, 9, tzinfo=UTC)
        self.assertEqual(rules.counts_as_yes_on(saturday), date(2026, 5, 20))

    @given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))
    def test_it_is_never_a_weekend_and_never_more_than_five_days(self, asked_at: datetime) -> None:
        day = rules.counts_as_yes_on(asked_at)
        self.assertLess(day.weekday(), rules.SATURDAY)
        self.assertTrue(timedelta(days=3) <= day - asked_at.date() <= timedelta(days=5))

    def test_silence_is_no_before_that_day_and_yes_from_it_on(self) -> None:
        asked_at = datetime(2026, 5, 11, 9, tzinfo=UTC)
        self.assertEqual(rules.is_confirmed(asked_at, None, date(2026, 5, 13)).values["until"], "2026-05-14")
        self.assertTrue(rules.is_confirmed(asked_at, None, date(2026, 5, 14)))

    def test_who_was_never_asked_has_not_said_yes(self) -> None:
        self.assertFalse(rules.is_confirmed(None, None, date(2030, 1, 1)))

    def test_her_answer_counts_at_once(self) -> None:
        at = datetime(2026, 5, 11, 9, tzinfo=UTC)
        self.assertTrue(rules.is_confirmed(at, at, at.date()))


class MissingTests(SimpleTestCase):
    def test_an_expected_craft_is_missing_until_somebody_says_none_was_used(self) -> None:
        parts = [Part(ANA, craft, "slot") for craft in ("photography", "styling", "make-up")]
        self.assertEqual(rules.missing_crafts(parts, []), ["hair"])
        self.assertEqual(rules.missing_crafts(parts, ["hair"]), [])

    def test_one_line_names_each_craft_with_its_people(self) -> None:
        line = rules.credit_line({"Photography": ["Jonas Vehr"], "Styling": ["Ana Ruiz", "Bo Ek"]})
        self.assertEqual(line, "Photography Jonas Vehr; Styling Ana Ruiz, Bo Ek")
