"""What a brief lacks, and who may do what on a shoot."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from unittest import TestCase

from studio.shoots import rules
from studio.shoots.rules import FOR_DELIVERY, Fields

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
WHOLE = Fields(
    intended_use="Coats on the house's own site.",
    purpose="e-commerce",
    categories=("outerwear",),
    channels=("own-site",),
    territories=("DE",),
    starts_on=date(2026, 5, 1),
    ends_on=date(2026, 5, 31),
)
KNOWN = {
    "purpose": {"e-commerce"},
    "categories": {"outerwear"},
    "channels": {"own-site"},
    "territories": {"DE", "WORLD"},
}


class BriefMissingTests(TestCase):
    def test_a_whole_brief_lacks_nothing(self) -> None:
        self.assertEqual(rules.brief_missing(WHOLE, FOR_DELIVERY), [])  # type: ignore[arg-type]

    def test_an_empty_brief_lacks_everything_in_the_order_of_the_form(self) -> None:
        self.assertEqual(rules.brief_missing(Fields(), FOR_DELIVERY), list(FOR_DELIVERY))  # type: ignore[arg-type]

    def test_the_intended_use_is_asked_at_delivery_and_not_at_casting(self) -> None:
        brief = replace(WHOLE, intended_use="")
        self.assertTrue(rules.may_cast_from(brief))  # type: ignore[arg-type]
        self.assertFalse(rules.may_deliver_from(brief))  # type: ignore[arg-type]

    def test_the_refusal_names_what_is_missing(self) -> None:
        decision = rules.may_cast_from(replace(WHOLE, ends_on=None))  # type: ignore[arg-type]
        self.assertEqual((decision.code, decision.values["missing"]), ("brief-incomplete", "ends-on"))


class MayBeBriefTests(TestCase):
    def test_a_whole_brief_may_be_kept(self) -> None:
        self.assertTrue(rules.may_be_brief(WHOLE, KNOWN))

    def test_an_empty_one_too_since_a_name_is_enough_to_begin(self) -> None:
        self.assertTrue(rules.may_be_brief(Fields(), KNOWN))

    def test_what_does_not_hold_is_refused_with_its_reason(self) -> None:
        cases = {
            "not-a-choice": replace(WHOLE, channels=("carrier-pigeon",)),
            "days-reversed": replace(WHOLE, ends_on=date(2026, 4, 30)),
            "days-too-many": replace(WHOLE, ends_on=date(2036, 5, 1)),
            "brands-too-many": replace(WHOLE, visible_brands=tuple(f"Brand {n}" for n in range(21))),
        }
        for code, fields in cases.items():
            with self.subTest(code):
                self.assertEqual(rules.may_be_brief(fields, KNOWN).code, code)

    def test_one_day_is_enough_and_ten_years_less_a_day_are_not_too_many(self) -> None:
        for last in (date(2026, 5, 1), date(2036, 4, 30)):
            with self.subTest(last):
                self.assertTrue(rules.may_be_brief(replace(WHOLE, ends_on=last), KNOWN))


class MayTests(TestCase):
    def test_a_producer_or_an_admin_opens_a_shoot_and_nobody_else(self) -> None:
        for role, answer in (("producer", True), ("admin", True), ("member", False), ("booker", False)):
            with self.subTest(role):
                self.assertEqual(bool(rules.may_open([role], "AW26")), answer)

    def test_a_shoot_has_a_name(self) -> None:
        self.assertEqual(rules.may_open(["producer"], "  ").code, "name-needed")

    def test_those_who_plan_the_pictures_keep_the_shot_list(self) -> None:
        for crafts, answer in ((["styling"], True), (["hair"], False), ([], False)):
            with self.subTest(crafts):
                self.assertEqual(bool(rules.may_plan(crafts, produces=False)), answer)

    def test_an_embargo_lies_ahead_or_is_taken_away(self) -> None:
        self.assertFalse(rules.may_embargo(NOW - timedelta(seconds=1), NOW))
        self.assertTrue(rules.may_embargo(None, NOW))
