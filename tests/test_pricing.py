from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.money import Money
from studio.pricing import Line, PricedUse, Quote, Rate, basis_points, price, settle

RATE = Rate(
    day_rate_minor=60_000,
    currency="EUR",
    channels={"print": 12_000, "newsletter": 5_000},
    territories={"world": 20_000},
    days=((30, 5_000), (90, 8_000)),
    notice={90: 11_000},
)
factors = st.integers(0, 50_000)
rates = st.builds(
    Rate,
    day_rate_minor=st.integers(0, 10**8),
    currency=st.just("EUR"),
    channels=st.dictionaries(st.sampled_from(["print", "tiktok"]), factors),
    territories=st.dictionaries(st.sampled_from(["FR", "world"]), factors),
    days=st.lists(st.tuples(st.integers(1, 400), factors), max_size=3).map(lambda steps: tuple(sorted(steps))),
    notice=st.dictionaries(st.sampled_from([0, 30, 90]), factors),
    minimum_minor=st.integers(0, 10**6),
)
uses = st.builds(
    PricedUse,
    channel=st.sampled_from(["print", "tiktok", "own-site"]),
    territory=st.sampled_from(["FR", "DE", "world"]),
    days=st.integers(1, 3650),
    notice_days=st.sampled_from([0, 30, 90]),
)


def use(channel: str = "print", territory: str = "world", days: int = 30, notice_days: int = 90) -> PricedUse:
    return PricedUse(channel, territory, days, notice_days)


def line(code: str, quote: Quote) -> Line:
    return next(line for line in quote.lines if line.code == code)


def test_each_factor_multiplies_what_stands_above_it() -> None:
    assert [(line.code, line.arithmetic, line.amount_minor) for line in price(RATE, use()).lines] == [
        ("day-rate", "600.00", 60_000),
        ("channel", "600.00 x 1.20 = 720.00", 12_000),
        ("territory", "720.00 x 2.00 = 1440.00", 72_000),
        ("days", "1440.00 x 0.50 = 720.00", -72_000),
        ("notice", "720.00 x 1.10 = 792.00", 7_200),
    ]


def test_the_fee_is_the_sum_of_the_lines() -> None:
    assert price(RATE, use()).fee == Money(79_200, "EUR")


def test_every_line_names_the_rule_it_came_from() -> None:
    assert [line.rule for line in price(RATE, use(territory="FR")).lines] == [
        "rate.day_rate",
        "rate.channels.print",
        "rate.no-factor",
        "rate.days.30",
        "rate.notice.90",
    ]


def test_the_last_day_of_a_step_belongs_to_it() -> None:
    assert line("days", price(RATE, use(days=90))).rule == "rate.days.90"


def test_longer_than_the_last_step_is_paid_by_the_day() -> None:
    found = line("days", price(RATE, use(channel="own-site", territory="FR", days=100)))
    assert (found.arithmetic, found.rule) == ("600.00 x 100/365 = 164.38", "rate.days-of-365")


def test_the_minimum_fills_up_what_is_lacking() -> None:
    quote = price(replace(RATE, minimum_minor=30_000), use("newsletter", "FR", 30, 0))
    assert line("minimum", quote) == Line("minimum", "300.00 - 150.00", 15_000, "rate.minimum")
    assert quote.fee == Money(30_000, "EUR")


def test_a_fee_at_the_minimum_has_no_such_line() -> None:
    quote = price(replace(RATE, minimum_minor=79_200), use())
    assert "minimum" not in {line.code for line in quote.lines}


def test_the_commission_comes_out_of_her_fee() -> None:
    settlement = settle(price(RATE, use()), 2_000)
    assert settlement.fee == Money(79_200, "EUR")
    assert settlement.commission == Money(15_840, "EUR")
    assert settlement.net == Money(63_360, "EUR")
    assert settlement.lines[1] == Line("commission", "792.00 x 0.20 = 158.40", -15_840, "mandate.commission")


def test_without_an_agency_the_whole_fee_is_hers() -> None:
    settlement = settle(price(RATE, use()), 0)
    assert settlement.net == settlement.fee
    assert [line.code for line in settlement.lines] == ["fee"]


def test_the_fee_line_adds_the_quote_up() -> None:
    assert settle(price(RATE, use()), 0).lines[0].arithmetic == "600.00 + 120.00 + 720.00 + (-720.00) + 72.00"


@given(rates, uses, st.integers(0, 10_000))
def test_totals_are_always_the_sum_of_lines_and_never_under_the_minimum(rate: Rate, use: PricedUse, bps: int) -> None:
    quote = price(rate, use)
    settlement = settle(quote, bps)
    assert quote.fee.minor == sum(line.amount_minor for line in quote.lines) >= rate.minimum_minor
    assert settlement.commission + settlement.net == settlement.fee == quote.fee
    assert settlement.net.minor == sum(line.amount_minor for line in settlement.lines) >= 0


@given(rates, uses)
def test_every_line_can_be_checked_by_hand(rate: Rate, use: PricedUse) -> None:
    running = 0
    for line in price(rate, use).lines:
        running += line.amount_minor
        if "=" in line.arithmetic:
            assert line.arithmetic.endswith(f"= {Money(running, 'EUR').plain()}")


@given(rates, uses)
def test_the_same_rate_and_use_cost_the_same(rate: Rate, use: PricedUse) -> None:
    assert price(rate, use) == price(rate, use)


@pytest.mark.parametrize(("text", "points"), [("1.20", 12_000), ("0.6", 6_000), ("2", 20_000), ("0.0001", 1)])
def test_a_decimal_becomes_basis_points(text: str, points: int) -> None:
    assert basis_points(text) == points


@pytest.mark.parametrize("text", ["0.00001", "NaN", "Infinity"])
def test_a_finer_decimal_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="four decimals"):
        basis_points(text)


@pytest.mark.parametrize("bps", [-1, 10_001])
def test_a_commission_beyond_the_whole_is_refused(bps: int) -> None:
    with pytest.raises(ValueError, match="commission_bps"):
        settle(price(RATE, use()), bps)


def test_a_negative_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        replace(RATE, channels={"print": -1})


def test_steps_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="shortest"):
        replace(RATE, days=((90, 1), (30, 1)))


def test_a_use_of_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match="days"):
        use(days=0)
