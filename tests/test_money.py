from operator import add, ge, gt, le, lt, sub

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.money import Money, OtherCurrency, rounded_share, total

minors = st.integers(-(10**12), 10**12)
shares = st.integers(0, 10_000)


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def test_it_adds_and_takes_away() -> None:
    assert euros(1250) + euros(50) - euros(300) == euros(1000)


@pytest.mark.parametrize("operation", [add, sub, lt, le, gt, ge])
def test_two_currencies_never_meet(operation) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(OtherCurrency):
        operation(euros(1), Money(1, "USD"))


def test_the_same_number_of_another_currency_is_not_equal() -> None:
    assert euros(1) != Money(1, "USD")


def test_it_compares_within_a_currency() -> None:
    assert euros(1) < euros(2) <= euros(2)
    assert max(euros(3), euros(5)) == euros(5)


@pytest.mark.parametrize("minor", [1.0, "1", True, None])
def test_it_takes_whole_units_only(minor: object) -> None:
    with pytest.raises(TypeError):
        Money(minor, "EUR")  # type: ignore[arg-type]


@pytest.mark.parametrize("currency", ["", "eur", "EURO", "€€€"])
def test_it_wants_three_capitals(currency: str) -> None:
    with pytest.raises(ValueError, match="three capitals"):
        Money(1, currency)


def test_it_does_not_add_a_bare_number() -> None:
    with pytest.raises(TypeError):
        euros(1) + 1  # type: ignore[operator]


@pytest.mark.parametrize(("minor", "bps", "share"), [(1000, 2000, 200), (25, 5000, 13), (-25, 5000, -13), (1, 4999, 0)])
def test_a_share_is_rounded_half_up(minor: int, bps: int, share: int) -> None:
    assert euros(minor).share(bps) == euros(share)


@given(minors, shares)
def test_a_share_and_the_rest_are_the_whole(minor: int, bps: int) -> None:
    part = euros(minor).share(bps)
    assert part + (euros(minor) - part) == euros(minor)
    assert abs(2 * (part.minor * 10_000 - minor * bps)) <= 10_000


@given(minors, shares)
def test_the_share_of_a_reversal_is_its_mirror(minor: int, bps: int) -> None:
    assert -(euros(minor).share(bps)) == (-euros(minor)).share(bps)


@given(minors, st.integers(1, 40))
def test_parts_add_up_and_differ_by_one_unit_at_most(minor: int, parts: int) -> None:
    split = euros(minor).split(parts)
    assert len(split) == parts
    assert total(split, "EUR") == euros(minor)
    assert max(split).minor - min(split).minor <= 1


def test_nothing_can_be_split_into_no_parts() -> None:
    with pytest.raises(ValueError, match="parts"):
        euros(1).split(0)


def test_nothing_sums_to_zero() -> None:
    assert total([], "EUR") == euros(0)
    assert not total([], "EUR")


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en", "1,234.50\xa0EUR"),
        ("en-gb", "1,234.50\xa0EUR"),
        ("de", "1.234,50\xa0EUR"),
        ("sv", "1\xa0234,50\xa0EUR"),
        ("fr_FR", "1\u202f234,50\xa0EUR"),
    ],
)
def test_it_is_written_in_one_form_with_the_signs_of_a_language(locale: str, text: str) -> None:
    assert euros(123_450).words(locale) == text


def test_a_sum_below_nothing_has_a_sign_of_its_own() -> None:
    assert euros(-123_450).words("en") == "\u22121,234.50\xa0EUR"
    assert euros(-5).words("en") == "\u22120.05\xa0EUR"


def test_a_currency_without_cents_has_none() -> None:
    assert Money(500, "JPY").words("en") == "500\xa0JPY"
    assert Money(500, "JPY").plain() == "500"


@given(minors)
def test_the_plain_number_is_exact(minor: int) -> None:
    assert int(euros(minor).plain().replace(".", "")) == minor


def test_a_share_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="denominator"):
        rounded_share(1, 1, 0)
