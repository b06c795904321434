"""The one rule that is asked before anything: pure, from a database of many licences, for a picker and for a board."""

import argparse
import gc
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from django.db import connection
from django.test.utils import CaptureQueriesContext

from studio.consent.facts import facts_of
from studio.consent.rules import OFFER, SHOW, Facts, Use, may_use
from studio.decisions import Decision
from studio.ids import uuid7
from studio.looks.casting import casting_of
from studio.operations.bench import cedar, questions, roster
from studio.operations.bench.report import Figure, Report, percentile
from studio.operations.bench.roster import Roster
from studio.shoots.uses import use_of
from studio.twins.models import Twin

NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
TWINS, CASTABLE, SEED = 2_000, 200, 20260512
PICTURES, ROUNDS = 450, 20
T = TypeVar("T")


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--grants", type=int, default=100_000, help="How many licences lie in the database.")
    parser.add_argument("--seconds", type=float, default=2.0, help="How long the pure rule is asked.")
    parser.add_argument("--decisions", type=int, default=1_000, help="How many decisions are read from the database.")


def run(options: argparse.Namespace) -> Report:
    figures, notes = pure(options.seconds)
    filled = roster.fill(twins=TWINS, castable=CASTABLE, grants=options.grants, now=NOW, seed=SEED)
    gc.collect()
    gc.freeze()  # as the studio does when it opens
    figures |= from_the_database(filled, options.decisions) | picker(filled) | board(filled)
    where = f"{filled.grants:,} licences of {TWINS:,} twins on {connection.vendor}, {CASTABLE} of them to be cast."
    return Report("The rule, and what it reads", figures, (*notes, where))


# Pure


def pure(seconds: float) -> tuple[dict[str, Figure], tuple[str, ...]]:
    """Counted in one core's own time, so that what else the machine does takes nothing from it."""
    cases = questions.asked(SEED, 1_000)
    ours = rate(lambda: [may_use(facts, use) for facts, use in cases], len(cases), seconds)
    figures = {"pure": Figure(ours, "decisions/s", 50_000, most=False, beside="cedarpy")}
    yes = sum(bool(may_use(facts, use)) for facts, use in cases) / len(cases)
    notes = (f"Pure: {len(cases):,} different questions, {yes:.0%} of them answered yes; seconds of one core.",)
    asked = [(ask, facts, use) for facts, use in cases if (ask := cedar.asker(facts))]
    if not asked:
        return figures, (*notes, cedar.HOW_TO_INSTALL)
    theirs = rate(lambda: [ask(use) for ask, _facts, use in asked], len(asked), seconds)
    same = sum(ask(use) == bool(may_use(facts, use)) for ask, facts, use in asked)
    figures["cedarpy"] = Figure(theirs, "decisions/s")
    figures["same answers as cedarpy"] = Figure(same, "questions", len(asked), most=False)
    return figures, (*notes, "cedarpy: a set of policies for each twin, read before the clock starts.")


def rate(work: Callable[[], object], count: int, seconds: float) -> float:
    done, began = 0, time.process_time()
    while (passed := time.process_time() - began) < seconds:
        work()
        done += count
    return done / passed


# From the database


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """How many milliseconds on the clock, and what came of it."""
    began = time.perf_counter()
    result = work()
    return (time.perf_counter() - began) * 1_000, result


def own_time(work: Callable[[], object], count: int) -> list[float]:
    """The milliseconds that each took of this process's own time, which a busy machine does not stretch.

    On SQLite that is the whole of it; what a PostgreSQL does meanwhile is another process's.
    """
    taken = []
    for _ in range(count):
        began = time.process_time()
        work()
        taken.append((time.process_time() - began) * 1_000)
    return taken


def queries(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def asks(filled: Roster, twin: Twin, act: str, picture: str = "") -> Use:
    return use_of(filled.look.shoot, act, now=NOW, twin=twin, picture=picture)


def from_the_database(filled: Roster, count: int) -> dict[str, Figure]:
    """One decision about one twin, whose licences this process has mostly not seen before."""

    def decide(twin: Twin) -> bool:
        return bool(may_use(facts_of([twin], NOW)[twin.pk], asks(filled, twin, OFFER)))

    dice = random.Random(SEED)
    times = [timed(lambda: decide(dice.choice(filled.castable)))[0] for _ in range(count)]
    own = own_time(lambda: decide(dice.choice(filled.castable)), count)
    return {
        "from the database, p50": Figure(percentile(times, 0.5), "ms"),
        "from the database, p95": Figure(percentile(times, 0.95), "ms", 2.0),
        "from the database, own time, p95": Figure(percentile(own, 0.95), "ms"),
        "from the database, queries": Figure(queries(lambda: decide(filled.castable[0])), "", 2),
    }


def picker(filled: Roster) -> dict[str, Figure]:
    """The whole casting page's data: consent, comp cards with their addresses, poses, options."""

    def opened() -> int:
        casting = casting_of(filled.look, session_key="bench", now=NOW)
        return len(casting.yes) + len(casting.away)

    times = [timed(opened)[0] for _ in range(ROUNDS)]
    own = own_time(opened, ROUNDS)
    many = queries(opened)
    few_of = [twin.pk for twin in filled.castable[CASTABLE // 2 :]]
    Twin.objects.filter(pk__in=few_of).update(state=Twin.State.RETIRED)
    few = queries(opened)
    Twin.objects.filter(pk__in=few_of).update(state=Twin.State.READY)
    return {
        f"picker of {CASTABLE} twins, p50": Figure(statistics.median(times), "ms"),
        f"picker of {CASTABLE} twins, p95": Figure(percentile(times, 0.95), "ms", 60.0),
        f"picker of {CASTABLE} twins, own time, p95": Figure(percentile(own, 0.95), "ms"),
        "picker, queries": Figure(many),
        "picker, queries more than for half as many": Figure(many - few, "", 0),
    }


def board(filled: Roster) -> dict[str, Figure]:
    """Pictures of a board asked anew, in a fresh read: each bears its share of it, and its own decision."""
    shown = [(filled.castable[number % CASTABLE], str(uuid7())) for number in range(PICTURES)]
    times = [each for _ in range(ROUNDS) for each in revalidated(filled, shown)]
    everybody = list({twin.pk: twin for twin, _picture in shown}.values())
    return {
        f"{PICTURES} pictures asked anew, p95 each": Figure(percentile(times, 0.95), "ms", 2.0),
        f"{PICTURES} pictures asked anew, all": Figure(sum(times) / ROUNDS, "ms"),
        f"{PICTURES} pictures asked anew, queries": Figure(queries(lambda: facts_of(everybody, NOW)), "", 1),
    }


def revalidated(filled: Roster, shown: Sequence[tuple[Twin, str]]) -> Iterator[float]:
    everybody = list({twin.pk: twin for twin, _picture in shown}.values())
    read, facts = timed(lambda: facts_of(everybody, NOW))
    for twin, picture in shown:
        took, _decision = timed(partial(decided, filled, facts[twin.pk], twin, picture))
        yield read / len(shown) + took


def decided(filled: Roster, facts: Facts, twin: Twin, picture: str) -> Decision:
    return may_use(facts, asks(filled, twin, SHOW, picture))
