"""Her nevers: what a change adds, which licences it cuts into, and a house she names without learning who is here."""

from typing import Any

from django.test import SimpleTestCase, TestCase

from studio.consent import actions
from studio.consent.facts import facts_of
from studio.consent.models import Gate, StandingRules
from studio.consent.never_wording import house_names, said_of, sentences_of
from studio.consent.nevers import ASKS, WHOLE, Cut, added, cuts, new_cuts
from studio.consent.rules import Licence, may_use
from studio.consent.terms import StandingRules as Nevers
from tests import crew
from tests.consent.test_switch import use_of
from tests.crew import NOW, terms


def licence(**fields: Any) -> Licence:
    return Licence(version="1", house="corvane", terms=terms(**fields))


class AddedTests(SimpleTestCase):
    def test_only_what_is_new(self) -> None:
        before = Nevers(never_categories=("fur",), asks_each_piece=True)
        after = Nevers(never_categories=("fur", "leather"), never_channels=("tv",), asks_each_piece=True)
        self.assertEqual(added(before, after), Nevers(never_categories=("leather",), never_channels=("tv",)))
        self.assertEqual(added(after, before), Nevers())


class CutsTests(SimpleTestCase):
    def test_a_category_is_cut_out_of_a_licence_that_allows_it(self) -> None:
        nevers = Nevers(never_categories=("fur", "knitwear"))
        self.assertEqual(cuts(nevers, licence()), [Cut("categories", ("knitwear",))])

    def test_a_country_is_cut_out_of_the_world(self) -> None:
        self.assertEqual(
            cuts(Nevers(never_territories=("US",)), licence(territories=("WORLD",))), [Cut("territories", ("US",))]
        )

    def test_where_nothing_of_a_term_is_left_nothing_is(self) -> None:
        for nevers in (
            Nevers(never_houses=("corvane",)),
            Nevers(never_categories=("outerwear", "knitwear")),
            Nevers(never_territories=("WORLD",)),
            Nevers(never_channels=("own-site", "instagram", "tv")),
        ):
            with self.subTest(nevers):
                self.assertEqual(cuts(nevers, licence()), [Cut(WHOLE)])

    def test_what_may_be_altered_is_only_narrowed(self) -> None:
        altered = licence(alterations=("skin",))
        self.assertEqual(cuts(Nevers(never_alterations=("skin",)), altered), [Cut("alterations", ("skin",))])

    def test_a_licence_that_asks_nothing_will_ask(self) -> None:
        self.assertEqual(cuts(Nevers(asks_each_piece=True), licence()), [Cut(ASKS)])
        self.assertEqual(cuts(Nevers(asks_each_piece=True), licence(approval="each-piece")), [])

    def test_what_was_forbidden_before_is_not_told_again(self) -> None:
        before = Nevers(never_categories=("knitwear",))
        after = Nevers(never_categories=("knitwear",), never_channels=("instagram",))
        self.assertEqual(new_cuts(before, after, licence()), [Cut("channels", ("instagram",))])

    def test_the_last_straw_ends_it_whole(self) -> None:
        before = Nevers(never_categories=("knitwear",))
        after = Nevers(never_categories=("knitwear", "outerwear"))
        self.assertEqual(new_cuts(before, after, licence()), [Cut(WHOLE)])

    def test_each_cut_is_a_sentence(self) -> None:
        self.assertEqual(said_of(Cut("categories", ("fur", "leather"))), "No longer in fur and leather.")
        self.assertEqual(said_of(Cut(WHOLE)), "Nothing more can be made under it.")


class HouseNamesTests(SimpleTestCase):
    def test_a_house_she_typed_stands_as_she_typed_it(self) -> None:
        id = "0190f7a0-0000-7000-8000-000000000001"
        self.assertEqual(house_names(("kessel", id), {id: "Kessel"}), ["kessel"])
        self.assertEqual(house_names(("Nobody here",), {}), ["Nobody here"])
        self.assertEqual(house_names((id,), {id: "Kessel"}), ["Kessel"])

    def test_all_of_it_in_sentences(self) -> None:
        said = list(sentences_of(Nevers(never_houses=("Kessel",), never_categories=("fur",), asks_each_piece=True), {}))
        self.assertEqual(
            said, ["Never for Kessel.", "Never in fur.", "Each finished picture asks me, whatever a licence says."]
        )


class SetTests(TestCase):
    def setUp(self) -> None:
        self.twin, self.house = crew.twin(), crew.house("Corvane")
        crew.grant(self.twin, self.house)

    def test_a_change_is_in_force_at_once(self) -> None:
        self.assertTrue(may_use(facts_of([self.twin], NOW)[self.twin.pk], use_of(self.twin, self.house.pk)))
        actions.set_standing_rules(
            self.twin, Nevers(never_houses=(str(self.house.pk),)), by=self.twin.owner, now=NOW
        )
        self.assertEqual(StandingRules.objects.get().version, 1)
        facts = facts_of([self.twin], NOW)[self.twin.pk]
        self.assertEqual(may_use(facts, use_of(self.twin, self.house.pk)).code, "house-never")

    def test_she_says_whether_a_refused_house_reads_why(self) -> None:
        before = Gate.objects.get(twin=self.twin).epoch
        _, twin = actions.share_reason(self.twin, shares=True, by=self.twin.owner, now=NOW)
        assert twin
        self.assertTrue(twin.shares_reason)
        self.assertGreater(Gate.objects.get(twin=self.twin).epoch, before)
        self.assertEqual(actions.share_reason(self.twin, shares=False, by=crew.person(), now=NOW)[0].code, "not-owner")
