"""The one rule that is asked before anything: how many decisions a second, pure and read from the database."""

import argparse
import time

from studio.operations.bench.report import Figure, Report


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seconds", type=float, default=2.0, help="How long the pure rule is asked.")


def run(options: argparse.Namespace) -> Report:
    return Report("The rule", {"pure": Figure(_pure(options.seconds), "decisions/s", 50_000, most=False)})


def _pure(seconds: float) -> float:
    from datetime import UTC, date, datetime

    from studio.consent.rules import Facts, Licence, Use, may_use
    from studio.consent.terms import Terms

    day = date(2026, 5, 12)
    terms = Terms(
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        purposes=("e-commerce",),
        categories=("outerwear",),
        channels=("own-site",),
        territories=("FR",),
        pieces=10,
        approval="none",
    )
    facts = Facts(
        twin="t", state="ready", data_consent=True, comp_card=True, cover=True, switch="open",
        licences=(Licence("v1", "h", terms),),
    )  # fmt: skip
    use = Use(
        act="preview", instant=datetime(2026, 5, 12, 9, tzinfo=UTC), owners_day=day, house="h", purpose="e-commerce",
        categories=("outerwear",), channels=("own-site",), territories=("FR",), starts_on=day, ends_on=day,
    )  # fmt: skip
    asked, began = 0, time.perf_counter()
    while (passed := time.perf_counter() - began) < seconds:
        for _ in range(1000):
            may_use(facts, use)
        asked += 1000
    return asked / passed
