"""The line of options: first, second, third, and no two firsts on the same days."""

from datetime import date, timedelta
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from studio.consent.holds import Hold, before, firsts_before, may_hold, meets, rank, ranks
from studio.consent.terms import WORLD
from tests.crew import NOW

JUNE = date(2026, 6, 1)


def hold(id: str = "", *, days: tuple[int, int] = (0, 9), at: int = 0, **fields: str) -> Hold:
    """Coats in Germany, from the first to the last of these days of June, placed so many minutes after NOW."""
    said = {"house": "corvane", "category": "outerwear", "territory": "DE"} | fields
    first, last = (JUNE + timedelta(days=day) for day in days)
    return Hold(id=id, starts_on=first, ends_on=last, placed_at=NOW + timedelta(minutes=at), **said)


class MeetsTests(TestCase):
    def test_the_last_day_of_one_may_be_the_first_of_the_other(self) -> None:
        self.assertTrue(meets(hold(days=(0, 9)), hold(days=(9, 12))))
        self.assertFalse(meets(hold(days=(0, 9)), hold(days=(10, 12))))

    def test_the_world_meets_every_country(self) -> None:
        self.assertTrue(meets(hold(territory=WORLD), hold(territory="FR")))
        self.assertFalse(meets(hold(territory="DE"), hold(territory="FR")))

    def test_another_category_does_not_meet(self) -> None:
        self.assertFalse(meets(hold(), hold(category="denim")))


class RankTests(TestCase):
    def test_whoever_came_first_stands_first(self) -> None:
        line = [hold("b", at=2), hold("a", at=1), hold("c", at=3)]
        self.assertEqual(ranks(line), {"a": 1, "b": 2, "c": 3})

    def test_one_that_is_given_up_lets_the_rest_move_up(self) -> None:
        line = [hold("b", at=2), hold("c", at=3)]
        self.assertEqual(ranks(line), {"b": 1, "c": 2})

    def test_a_challenge_is_put_to_those_who_wait_for_nobody(self) -> None:
        early, late = hold("a", days=(0, 2), at=1), hold("b", days=(5, 6), at=2)
        wide = hold("c", days=(0, 9), at=3)
        self.assertEqual(firsts_before(wide, [early, late, wide]), [early, late])
        self.assertEqual(rank(wide, [early, late, wide]), 3)


class MayHoldTests(TestCase):
    def test_a_fourth_is_refused(self) -> None:
        line = [hold(str(number), at=number, house=f"house {number}") for number in range(3)]
        decision = may_hold(hold(at=9), line, [])
        self.assertEqual(decision.code, "line-full")
        self.assertTrue(may_hold(hold(at=9, category="denim"), line, []))

    def test_a_house_holds_the_same_days_once(self) -> None:
        self.assertEqual(may_hold(hold(at=9), [hold("1")], []).code, "held-already")

    def test_what_is_booked_is_told_by_its_last_day_and_never_by_whom(self) -> None:
        decision = may_hold(hold(at=9), [], [hold("1", house="kessel")])
        self.assertEqual((decision.code, decision.values["until"]), ("taken-exclusively", "2026-06-10"))
        self.assertNotIn("kessel", str(decision))


days = st.tuples(st.integers(0, 40), st.integers(0, 12)).map(lambda pair: (pair[0], pair[0] + pair[1]))
holds_drawn = st.lists(
    st.tuples(days, st.integers(0, 5), st.sampled_from(["DE", "FR", WORLD]), st.sampled_from(["outerwear", "denim"])),
    max_size=12,
).map(
    lambda rows: [
        hold(f"{number:02}", days=window, at=at, territory=where, category=what, house=f"house {number}")
        for number, (window, at, where, what) in enumerate(rows)
    ]
)


class LineTests(TestCase):
    @given(holds_drawn)
    def test_of_two_that_meet_exactly_one_stands_before_the_other(self, line: list[Hold]) -> None:
        for one in line:
            for other in line:
                if one is not other and meets(one, other):
                    self.assertNotEqual(one in before(other, line), other in before(one, line))

    @given(holds_drawn)
    def test_no_two_firsts_on_a_common_day(self, line: list[Hold]) -> None:
        places = ranks(line)
        firsts = [each for each in line if places[each.id] == 1]
        self.assertFalse([(one, other) for one in firsts for other in firsts if one is not other and meets(one, other)])

    @given(holds_drawn)
    def test_whoever_is_given_up_moves_nobody_down_and_nobody_up_by_more_than_one(self, line: list[Hold]) -> None:
        whole = ranks(line)
        for gone in line:
            left = ranks(each for each in line if each is not gone)
            for id, place in left.items():
                self.assertIn(whole[id] - place, {0, 1})

    @given(holds_drawn)
    def test_on_the_very_same_days_the_ranks_are_one_to_n(self, line: list[Hold]) -> None:
        same = [hold(each.id, at=number % 3, house=each.house) for number, each in enumerate(line)]
        self.assertEqual(sorted(ranks(same).values()), list(range(1, len(same) + 1)))

    @given(holds_drawn)
    def test_nobody_ever_gets_a_fourth_place(self, line: list[Hold]) -> None:
        standing: list[Hold] = []
        for each in sorted(line, key=lambda one: one.place_in_line):
            if may_hold(each, standing, []):
                standing.append(each)
        self.assertLessEqual(max(ranks(standing).values(), default=0), 3)

