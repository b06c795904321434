"""One test per term, each reading like its row of the table; then what must hold whatever the terms are."""

import unittest
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from studio.consent import rules, terms
from studio.consent.rules import Answer, Facts, Licence, Piece, Taken, Use, may_use, outward
from studio.consent.terms import CATEGORIES, CHANNELS, PURPOSES, WORLD, StandingRules
from tests.consent.literal import literally
from tests.consent.makers import JUNE_30, MAY_12, RIVAL, US, facts, licence, use
from tests.consent.strategies import PAUSES, any_taken, any_use, cases


class SwitchTests(unittest.TestCase):
    def test_a_paused_twin_is_refused_before_anything_else(self) -> None:
        self.assertEqual(may_use(facts(switch="paused", state="captured"), use()).code, "owner-paused")

    def test_a_closed_gate_refuses(self) -> None:
        self.assertEqual(may_use(facts(switch="closed"), use()).code, "gate-closed")

    def test_a_pause_of_one_house_leaves_the_other(self) -> None:
        paused = facts(licence(), licence(house=RIVAL), pauses=(("house", US),))
        self.assertFalse(may_use(paused, use()))
        self.assertTrue(may_use(paused, use(house=RIVAL)))

    def test_a_pause_of_one_shoot_leaves_the_other(self) -> None:
        paused = facts(pauses=(("shoot", "s1"),))
        self.assertFalse(may_use(paused, use(shoot="s1")))
        self.assertTrue(may_use(paused, use(shoot="s2")))

    def test_a_pause_of_everything_or_of_a_reach_nobody_knows_holds_all(self) -> None:
        for reach in ("everything", "continent"):
            with self.subTest(reach):
                self.assertEqual(may_use(facts(pauses=((reach, ""),)), use()).code, "owner-paused")

    def test_a_pause_of_a_preview_holds_the_master_made_from_it(self) -> None:
        paused = facts(pauses=(("picture", "p1"),))
        self.assertFalse(may_use(paused, use("show", picture="m1", made_from=("p1",))))
        self.assertTrue(may_use(paused, use("show", picture="m1")))


class ViewerTests(unittest.TestCase):
    def test_the_owners_own_eyes_are_not_a_use(self) -> None:
        shut = Facts(twin="t", state="captured", switch="paused")
        for act in ("offer", "preview", "render", "store", "show"):
            with self.subTest(act):
                self.assertTrue(may_use(shut, use(act, viewer="owner")))

    def test_she_cannot_deliver_past_her_own_licence(self) -> None:
        self.assertFalse(may_use(Facts(twin="t"), use("deliver", viewer="owner")))

    def test_nobody_sees_an_erased_twin(self) -> None:
        for viewer in rules.VIEWERS:
            with self.subTest(viewer):
                self.assertEqual(may_use(facts(state="erased"), use("show", viewer=viewer)).code, "twin-erased")

    def test_of_a_retired_twin_nothing_is_made_and_only_she_looks(self) -> None:
        for viewer in rules.VIEWERS:
            for act in rules.ACTS:
                with self.subTest(viewer=viewer, act=act):
                    answer = may_use(facts(state="retired"), use(act, viewer=viewer))
                    self.assertEqual(bool(answer), (viewer, act) == ("owner", "show"))

    def test_her_agency_looks_under_its_mandate(self) -> None:
        represented = facts(agencies=("perron",))
        self.assertTrue(may_use(represented, use("show", viewer="agency", agency="perron")))
        self.assertEqual(may_use(represented, use("show", viewer="agency", agency="other")).code, "no-mandate")
        self.assertFalse(may_use(represented, use("preview", viewer="agency", agency="perron")))

    def test_a_guest_only_looks(self) -> None:
        self.assertTrue(may_use(facts(), use("show", viewer="guest")))
        self.assertEqual(may_use(facts(), use("preview", viewer="guest")).code, "only-looking")

    def test_the_public_sees_only_what_was_delivered(self) -> None:
        self.assertEqual(may_use(facts(), use("show", viewer="public", picture="a1")).code, "not-delivered")

    def test_what_is_internal_stays_inside(self) -> None:
        inside = licence(purposes=("internal",), channels=("internal", "own-site"))
        asked = {"purpose": "internal", "channels": ("internal",)}
        out = Piece("a1", "v1", JUNE_30)
        self.assertTrue(may_use(facts(inside), use("deliver", **asked)))
        self.assertTrue(may_use(facts(inside), use("show", **asked)))
        for refused in (
            use("deliver", **(asked | {"channels": ("own-site",)})),
            use("show", viewer="guest", **asked),
            use("show", viewer="public", picture="a1", **asked),
        ):
            with self.subTest(act=refused.act, viewer=refused.viewer):
                self.assertEqual(may_use(facts(inside, pieces=(out,)), refused).code, "internal-only")

    def test_before_the_embargo_ends_her_agency_sees_nothing_of_the_shoot(self) -> None:
        asked = use("show", viewer="agency", agency="perron", embargo_until=datetime(2026, 9, 1, tzinfo=UTC))
        self.assertEqual(may_use(facts(agencies=("perron",)), asked).code, "embargo")

    def test_an_act_or_a_viewer_nobody_knows_is_refused(self) -> None:
        self.assertFalse(may_use(facts(), use("publish")))
        self.assertFalse(may_use(facts(), use("show", viewer="robot")))


class ReadinessTests(unittest.TestCase):
    def test_a_twin_needs_data_consent_a_comp_card_and_a_cover(self) -> None:
        for lacking in ({"data_consent": False}, {"comp_card": False}, {"cover": False}, {"state": "captured"}):
            with self.subTest(lacking):
                self.assertEqual(may_use(facts(**lacking), use()).code, "not-ready")

    def test_days_that_end_before_they_begin_are_no_days(self) -> None:
        reversed_days = may_use(facts(), use(starts_on=JUNE_30, ends_on=MAY_12))
        self.assertEqual(reversed_days.values, {"missing": "days"})

    def test_what_the_brief_leaves_open_is_named(self) -> None:
        open_brief = may_use(facts(), use(purpose="", channels=(), ends_on=None))
        self.assertEqual(open_brief.code, "brief-incomplete")
        self.assertEqual(open_brief.values["missing"], "purpose, days, channels")


class StandingRuleTests(unittest.TestCase):
    def test_her_nevers_beat_a_licence_that_allows_it(self) -> None:
        wide = licence(
            categories=CATEGORIES, channels=CHANNELS, purposes=("e-commerce",), territories=(WORLD,), competing="allow"
        )
        for name, value, asked in (
            ("never_houses", US, {}),
            ("never_purposes", "e-commerce", {}),
            ("never_categories", "fur", {"categories": ("outerwear", "fur")}),
            ("never_channels", "tiktok", {"channels": ("own-site", "tiktok")}),
            ("never_territories", "US", {"territories": ("US",)}),
            ("never_territories", "US", {"territories": (WORLD,)}),
            ("never_brands", "kessel", {"brands": ("Kessel",)}),
        ):
            with self.subTest(name):
                self.assertTrue(may_use(facts(wide), use(**asked)))
                never = facts(wide, standing=StandingRules.from_json({name: [value]}))
                self.assertFalse(may_use(never, use(**asked)))

    def test_no_licence_opens_politics_medicine_or_nudity(self) -> None:
        for category in ("politics", "medical", "nudity"):
            with self.subTest(category):
                wide = licence(categories=CATEGORIES)
                self.assertEqual(may_use(facts(wide), use(categories=(category,))).code, "category-closed")


class LicenceTests(unittest.TestCase):
    def refused(self, given: Licence, asked: Use) -> str:
        decision = may_use(facts(given), asked)
        self.assertFalse(decision)
        return decision.code

    def test_without_a_licence_it_is_no(self) -> None:
        self.assertEqual(may_use(facts(licence(house=RIVAL)), use()).code, "no-grant")
        self.assertEqual(may_use(facts(licence(in_force=False)), use()).code, "no-grant")

    def test_yes_names_the_version(self) -> None:
        self.assertEqual(may_use(facts(licence(version="v7")), use()).values, {"version": "v7"})

    def test_licences_do_not_add_up(self) -> None:
        """One covers France, the other Instagram; neither covers both."""
        france = licence(version="a")
        instagram = licence(version="b", channels=("own-site", "instagram"), territories=("DE",))
        both = use(channels=("instagram",), territories=("FR",))
        self.assertFalse(may_use(facts(france, instagram), both))
        self.assertEqual(
            may_use(facts(france, instagram), use(territories=("DE",), channels=("instagram",))).values["version"], "b"
        )

    def test_the_first_and_the_last_day_count(self) -> None:
        for day, allowed in (
            (date(2026, 4, 30), False),
            (date(2026, 5, 1), True),
            (JUNE_30, True),
            (date(2026, 7, 1), False),
        ):
            with self.subTest(day):
                self.assertEqual(bool(may_use(facts(), use(owners_day=day, starts_on=day, ends_on=day))), allowed)

    def test_the_days_asked_for_must_lie_within(self) -> None:
        decision = may_use(facts(), use(ends_on=date(2026, 7, 31)))
        self.assertEqual((decision.code, decision.fix), ("out-of-days", "extend-days"))
        self.assertEqual(decision.values, {"starts": "2026-05-01", "ends": "2026-06-30"})

    def test_purpose(self) -> None:
        self.assertEqual(self.refused(licence(), use(purpose="campaign")), "purpose-not-granted")

    def test_every_declared_category_must_be_allowed(self) -> None:
        self.assertTrue(may_use(facts(), use(categories=("outerwear", "knitwear"))))
        decision = may_use(facts(), use(categories=("outerwear", "fur", "swim")))
        self.assertEqual((decision.code, decision.values), ("category-not-granted", {"category": "fur, swim"}))

    def test_an_exclusion_beats_a_permission(self) -> None:
        given = licence(categories=("outerwear", "leather"), never_categories=("leather",))
        self.assertEqual(self.refused(given, use(categories=("leather",))), "category-not-granted")

    def test_channels(self) -> None:
        self.assertEqual(self.refused(licence(), use(channels=("own-site", "tiktok"))), "channel-not-granted")

    def test_the_world_covers_every_country(self) -> None:
        self.assertTrue(may_use(facts(licence(territories=(WORLD,))), use(territories=("JP", WORLD))))

    def test_countries_do_not_cover_the_world(self) -> None:
        self.assertEqual(self.refused(licence(), use(territories=(WORLD,))), "territory-not-granted")

    def test_visible_brands(self) -> None:
        ours = licence(brands=("Corvane",))
        self.assertTrue(may_use(facts(ours), use(brands=("corvane",))))
        self.assertEqual(self.refused(ours, use(brands=("Kessel",))), "brand-not-allowed")
        self.assertTrue(may_use(facts(licence(competing="allow")), use(brands=("Kessel",))))

    def test_brands_she_wants_to_be_asked_about_are_asked_on_the_piece(self) -> None:
        asks = licence(competing="ask")
        self.assertTrue(may_use(facts(asks), use(brands=("Kessel",))))
        self.assertEqual(self.refused(asks, use("seal", brands=("Kessel",), pixel_hash="h")), "approval-missing")
        self.assertTrue(may_use(facts(asks), use("seal", pixel_hash="h")))

    def test_alterations(self) -> None:
        self.assertEqual(self.refused(licence(), use(alterations=("hair-colour",))), "alterations-not-granted")
        self.assertTrue(may_use(facts(licence(alterations=("hair-colour",))), use(alterations=("hair-colour",))))

    def test_tests_never_leave_the_board(self) -> None:
        tests = licence(purposes=("tests",), test_previews=2, channels=(), territories=(), starts_on=MAY_12)
        self.assertTrue(may_use(facts(tests), use()))
        self.assertEqual(self.refused(tests, use("show", viewer="guest")), "tests-only")
        for act in ("sign-off", "seal", "deliver"):
            with self.subTest(act):
                self.assertEqual(self.refused(tests, use(act)), "tests-only")

    def test_tests_end_after_seven_days_and_mind_no_days_of_use(self) -> None:
        tests = licence(purposes=("tests",), test_previews=2, starts_on=MAY_12, ends_on=JUNE_30)
        december = date(2026, 12, 31)
        self.assertTrue(may_use(facts(tests), use(owners_day=date(2026, 5, 18), ends_on=december)))
        self.assertEqual(self.refused(tests, use(owners_day=date(2026, 5, 19))), "out-of-days")

    def test_a_licence_that_names_product_lines_covers_these_alone(self) -> None:
        given = licence(product_lines=("Atelier",))
        self.assertTrue(may_use(facts(given), use(product_lines=("atelier ",))))
        for lines in ((), ("Kids",), ("Atelier", "Kids")):
            with self.subTest(lines):
                self.assertEqual(self.refused(given, use(product_lines=lines)), "product-line-not-granted")
        self.assertTrue(may_use(facts(), use(product_lines=("Kids",))))

    def test_so_many_tests_and_no_more(self) -> None:
        tests = licence(purposes=("tests",), test_previews=2, previews=2, starts_on=MAY_12)
        self.assertEqual(self.refused(tests, use()), "tests-used-up")
        self.assertTrue(may_use(facts(tests), use("show")))

    def test_so_many_pieces_and_no_more(self) -> None:
        full = licence(pieces=2, pieces_taken={"a1": "2026-05", "a2": "2026-05"})
        self.assertEqual(self.refused(full, use("deliver", picture="a3")), "pieces-used-up")
        self.assertTrue(may_use(facts(full), use("deliver", picture="a2")), "a second channel is the same piece")
        self.assertTrue(may_use(facts(full), use("preview")))

    def test_so_many_a_month(self) -> None:
        given = licence(pieces=9, pieces_a_month=1, pieces_taken={"a1": "2026-05"})
        self.assertEqual(self.refused(given, use("deliver", picture="a2")), "month-used-up")
        june = use("deliver", picture="a2", owners_day=date(2026, 6, 1))
        self.assertTrue(may_use(facts(given), june))


class ApprovalTests(unittest.TestCase):
    asks = licence(approval="each-piece")

    def decided(self, *answers: Answer, **fields: Any) -> str:
        return may_use(facts(self.asks, answers=answers), use("seal", **({"pixel_hash": "h1"} | fields))).code

    def test_a_piece_needs_her_yes_to_these_pixels(self) -> None:
        self.assertEqual(self.decided(), "approval-missing")
        self.assertEqual(self.decided(Answer("v1", "h1", "asked", JUNE_30)), "approval-missing")
        self.assertEqual(self.decided(Answer("v1", "h1", "yes", JUNE_30)), "ok")
        self.assertEqual(self.decided(Answer("v1", "h2", "yes", JUNE_30)), "approval-missing")
        self.assertEqual(self.decided(Answer("v0", "h1", "yes", JUNE_30)), "approval-missing")

    def test_without_pixels_there_is_nothing_to_approve(self) -> None:
        self.assertEqual(self.decided(Answer("v1", "", "yes", JUNE_30), pixel_hash=""), "approval-missing")

    def test_her_no_stands(self) -> None:
        self.assertEqual(self.decided(Answer("v1", "h1", "no", JUNE_30)), "piece-refused")

    def test_silence_is_no(self) -> None:
        self.assertEqual(self.decided(Answer("v1", "h1", "asked", date(2026, 5, 11))), "lapsed")

    def test_a_preview_asks_nobody(self) -> None:
        self.assertTrue(may_use(facts(self.asks), use("preview")))

    def test_her_standing_wish_to_be_asked_holds_over_a_licence_that_asks_nobody(self) -> None:
        wish = facts(licence(), standing=StandingRules(asks_each_piece=True))
        self.assertEqual(may_use(wish, use("deliver", pixel_hash="h1")).code, "approval-missing")


class ExclusivityTests(unittest.TestCase):
    theirs = Taken(RIVAL, "outerwear", "FR", date(2026, 5, 1), date(2026, 5, 31))

    def test_it_is_told_by_category_place_and_last_day_and_never_by_whom(self) -> None:
        decision = may_use(facts(taken=(self.theirs,)), use())
        self.assertEqual(decision.code, "taken-exclusively")
        self.assertEqual(decision.values, {"category": "outerwear", "territory": "FR", "until": "2026-05-31"})

    def test_it_leaves_other_categories_places_and_days(self) -> None:
        taken = facts(taken=(self.theirs,))
        self.assertTrue(may_use(taken, use(categories=("knitwear",))))
        self.assertTrue(may_use(taken, use(territories=("DE",))))
        self.assertTrue(may_use(taken, use(starts_on=date(2026, 6, 1))))

    def test_it_does_not_bind_the_house_that_bought_it(self) -> None:
        self.assertTrue(may_use(facts(taken=(replace(self.theirs, house=US),)), use()))

    def test_the_world_meets_every_country(self) -> None:
        self.assertFalse(may_use(facts(taken=(replace(self.theirs, territory=WORLD),)), use()))


class DeliveredTests(unittest.TestCase):
    out = Piece("a1", "v1", JUNE_30)

    def seen(self, *pieces: Piece, **fields: Any) -> str:
        return may_use(facts(pieces=pieces), use("show", **({"viewer": "public", "picture": "a1"} | fields))).code

    def test_the_public_sees_a_delivered_piece_while_its_delivery_runs(self) -> None:
        self.assertEqual(self.seen(self.out), "ok")
        self.assertEqual(self.seen(self.out, owners_day=date(2026, 7, 1)), "delivery-ended")

    def test_an_embargo_keeps_it_in(self) -> None:
        september = datetime(2026, 9, 1, tzinfo=UTC)
        self.assertEqual(self.seen(self.out, embargo_until=september), "embargo")

    def test_the_switch_hides_it_too(self) -> None:
        shown = facts(pieces=(self.out,), switch="paused")
        self.assertEqual(may_use(shown, use("show", viewer="public", picture="a1")).code, "owner-paused")

    def test_under_notice_it_stays_up_to_its_takedown_day(self) -> None:
        noticed = replace(self.out, in_force=False, takedown_on=date(2026, 5, 20))
        self.assertEqual(self.seen(noticed, owners_day=date(2026, 5, 20)), "ok")
        for viewer in ("public", "crew"):
            with self.subTest(viewer):
                seen = self.seen(noticed, owners_day=date(2026, 5, 21), viewer=viewer)
                self.assertEqual(seen, "takedown-day-passed")

    def test_a_never_said_later_hands_nothing_out_anew_but_leaves_what_is_out(self) -> None:
        never = facts(pieces=(self.out,), standing=StandingRules(never_houses=(US,)))
        self.assertEqual(may_use(never, use("download", picture="a1")).code, "house-never")
        self.assertTrue(may_use(never, use("show", viewer="public", picture="a1")))

    def test_notice_hands_nothing_out_anew(self) -> None:
        noticed = replace(self.out, in_force=False, takedown_on=date(2026, 5, 20))
        self.assertTrue(may_use(facts(pieces=(self.out,)), use("download", picture="a1")))
        self.assertFalse(may_use(facts(pieces=(noticed,)), use("download", picture="a1")))


class OutwardTests(unittest.TestCase):
    class Twin:
        def __init__(self, *, shares: bool) -> None:
            self.shares_reason = shares

    def test_a_house_reads_no_reason_unless_she_shares_it(self) -> None:
        private = may_use(facts(standing=StandingRules(never_houses=(US,))), use())
        told = outward(private, self.Twin(shares=False))
        self.assertEqual((told.code, dict(told.values), told.others), ("not-available", {}, ()))
        shared = outward(private, self.Twin(shares=True))
        self.assertEqual((shared.code, shared.values), ("not-available", {"shared": "house-never"}))

    def test_it_reads_that_another_has_the_category_but_not_who(self) -> None:
        taken = facts(taken=(ExclusivityTests.theirs,))
        self.assertEqual(outward(may_use(taken, use()), self.Twin(shares=False)).code, "taken-exclusively")

    def test_further_reasons_stay_inside(self) -> None:
        taken = facts(licence(house=RIVAL), taken=(ExclusivityTests.theirs,))
        self.assertTrue(may_use(taken, use()).others)
        self.assertEqual(outward(may_use(taken, use()), self.Twin(shares=False)).others, ())

    def test_at_the_end_it_reads_its_own_licence(self) -> None:
        refused = may_use(facts(), use("deliver", channels=("tiktok",)))
        self.assertEqual(outward(refused, self.Twin(shares=False), act="deliver").code, "channel-not-granted")
        self.assertEqual(outward(refused, self.Twin(shares=False)).code, "not-available")


# Whatever is asked of whatever is granted

PERMISSIONS = ("purposes", "categories", "channels", "territories", "alterations", "brands")
NEVERS = {
    "never_houses": st.just(US),
    "never_brands": st.sampled_from(["Corvane", "Kessel"]),
    "never_purposes": st.sampled_from(PURPOSES),
    "never_categories": st.sampled_from(CATEGORIES),
    "never_channels": st.sampled_from(CHANNELS),
    "never_territories": st.sampled_from(["FR", "US", WORLD]),
    "never_alterations": st.sampled_from(terms.ALTERATIONS),
}


def with_a_never(given_facts: Facts, data: st.DataObject) -> Facts:
    name = data.draw(st.sampled_from(sorted(NEVERS)))
    added: dict[str, Any] = {name: (*getattr(given_facts.standing, name), data.draw(NEVERS[name]))}
    return replace(given_facts, standing=replace(given_facts.standing, **added))


def asking_each_piece(given_facts: Facts, _data: st.DataObject) -> Facts:
    return replace(given_facts, standing=replace(given_facts.standing, asks_each_piece=True))


def with_a_pause(given_facts: Facts, data: st.DataObject) -> Facts:
    return replace(given_facts, pauses=(*given_facts.pauses, data.draw(st.sampled_from(PAUSES))))


def with_the_switch_off(given_facts: Facts, data: st.DataObject) -> Facts:
    return replace(given_facts, switch=data.draw(st.sampled_from(["paused", "closed"])))


def taken_by_another(given_facts: Facts, data: st.DataObject) -> Facts:
    taken = replace(data.draw(any_taken), house="a-third-house")
    return replace(given_facts, taken=(*given_facts.taken, taken))


STRICTER = (with_a_never, asking_each_piece, with_a_pause, with_the_switch_off, taken_by_another)


class WhateverIsAskedTests(unittest.TestCase):
    @given(cases)
    @settings(max_examples=3000, deadline=None)
    def test_it_says_what_the_table_of_terms_says_word_by_word(self, case: tuple[Facts, Use]) -> None:
        decision = may_use(*case)
        self.assertEqual(bool(decision), decision.code == "ok")
        self.assertEqual(bool(decision), literally(*case), decision)

    @given(cases, st.data())
    @settings(max_examples=400, deadline=None)
    def test_dropping_a_permission_never_turns_a_no_into_a_yes(
        self, case: tuple[Facts, Use], data: st.DataObject
    ) -> None:
        given_facts, asked = case
        if may_use(given_facts, asked) or not given_facts.licences:
            return
        place = data.draw(st.integers(0, len(given_facts.licences) - 1))
        name = data.draw(st.sampled_from(PERMISSIONS))
        one = given_facts.licences[place]
        value = getattr(one.terms, name)
        if not value:
            return
        dropped = tuple(each for each in value if each != data.draw(st.sampled_from(value)))
        if name == "purposes" and one.terms.tests_only:
            dropped = ()  # "tests only" limits the others; it is dropped whole
        changed: dict[str, Any] = {name: dropped}
        poorer = replace(one, terms=replace(one.terms, **changed))
        licences = (*given_facts.licences[:place], poorer, *given_facts.licences[place + 1 :])
        self.assertFalse(may_use(replace(given_facts, licences=licences), asked))

    @given(cases, st.data())
    @settings(max_examples=600, deadline=None)
    def test_a_never_a_pause_or_anothers_exclusivity_never_turns_a_no_into_a_yes(
        self, case: tuple[Facts, Use], data: st.DataObject
    ) -> None:
        given_facts, asked = case
        if may_use(given_facts, asked):
            return
        stricter = data.draw(st.sampled_from(STRICTER))(given_facts, data)
        self.assertFalse(may_use(stricter, asked))

    @given(any_use)
    @settings(max_examples=200, deadline=None)
    def test_a_twin_of_whom_nothing_is_known_says_no_to_everybody_but_her(self, asked: Use) -> None:
        self.assertEqual(
            bool(may_use(Facts(twin="t"), asked)), asked.viewer == "owner" and asked.act in rules.PRIVATE_ACTS
        )

    def test_the_nevers_tried_here_are_all_there_are(self) -> None:
        known = {each.name for each in fields(StandingRules)} - {"asks_each_piece"}
        told_on_each_piece = {"never_scenes", "never_poses", "never_beside"}
        self.assertEqual(set(NEVERS), known - told_on_each_piece)
