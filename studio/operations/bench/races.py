"""Not one picture made or shown after the commit: what changes consent against what relies on it, in real processes.

A try is one change and one act that the change forbids, begun so that they meet. It fails when the act's transaction
was committed, a picture handed out or a step of an engine begun, after the change's commit had come back; or when the
register, whose numbers are given in the order of commits, has the act after the change.
"""

import argparse
import contextlib
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection

from studio.jobs.models import Job
from studio.jobs.orphans import die_with_parent
from studio.operations import servers
from studio.operations.bench import stage
from studio.operations.bench.acting import MADE, PAIRS, SHOWS, WRITTEN, Done
from studio.operations.bench.ground import throw_away
from studio.operations.bench.hands import CHANGES, RELIES, Hand
from studio.operations.bench.places import Stage
from studio.operations.bench.report import Figure, Report
from studio.register.models import Entry, Head

LEAD_NS = 8_000_000  # from the telling to the instant, so that both hands are awake
EARLIEST, LATEST = -0.6, 1.0  # when the change begins, in lengths of the act it meets
FIRST_GUESS_NS = 20_000_000
NAMED = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
TOLD_MOST = 12


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tries", type=int, default=2000, help="How many on each database.")
    parser.add_argument("--seed", type=int, default=1, help="The same seed, the same tries in the same order.")
    parser.add_argument("--only", default="", metavar="WORDS", help='Only pairs so called, such as "deliver".')
    parser.add_argument("--here-only", action="store_true", help="Only on the database the bench was given.")
    parser.add_argument("--fault", default="", metavar="MODULE:FUNCTION", help="Put into the verbs, to be caught.")


def run(options: argparse.Namespace) -> Report:
    """On a second database at the same time where there is one: the machine's bustle belongs to the races."""
    with contextlib.ExitStack() as stack:
        other = None
        if not options.here_only and connection.vendor == "sqlite":
            other = stack.enter_context(elsewhere(options))
        here = Race(options.seed, options.fault, options.only).run(options.tries)
        figures, notes = here.figures(), here.notes()
        if options.here_only:
            print("\n".join(notes), flush=True)  # to standard error: the figures alone travel as JSON
        elif other is not None:
            figures |= told_by(other)
        else:
            notes += (f"Only on {NAMED[connection.vendor]}.",)
    return Report("Consent changed against what relies on it", figures, notes)


@dataclass(slots=True)
class Try:
    """One meeting of a change and an act, and how it was judged."""

    change: str
    effect: str
    changed: Done
    acted: Done
    late: tuple[str, ...]

    @property
    def met(self) -> bool:
        return self.acted.began < self.changed.ended and self.changed.began < self.acted.ended

    def __str__(self) -> str:
        return f"{self.change} against {self.effect}: {', '.join(self.late)}"


@dataclass(slots=True)
class Race:
    seed: int
    fault: str = ""
    only: str = ""
    tries: list[Try] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    left_alive: int = 0
    seconds: float = 0.0

    def run(self, count: int) -> "Race":
        ids = stage.built()
        relies, changes = Hand(RELIES, ids, self.fault), Hand(CHANGES, ids, self.fault)
        began = time.monotonic()
        try:
            for change, effect, share in self._plan(count):
                self.tries.append(self._once(ids, relies, changes, change, effect, share))
        finally:
            relies.end()
            changes.end()
        self.seconds = time.monotonic() - began
        return self

    def _plan(self, count: int) -> Iterator[tuple[str, str, float]]:
        """Each pair as often as any other, in an order that only the seed knows."""
        luck = random.Random(self.seed)
        wanted = [pair for pair in PAIRS if self.only in " against ".join(pair)]
        pairs = [wanted[number % len(wanted)] for number in range(count)]
        luck.shuffle(pairs)
        for change, effect in pairs:
            yield change, effect, luck.uniform(EARLIEST, LATEST)

    def _once(self, ids: Stage, relies: Hand, changes: Hand, change: str, effect: str, share: float) -> Try:
        _asked(relies, "put back")
        chain = f"twin:{ids.twin}"
        relies.tell("prepare", effect)
        relies.hear()
        changes.tell("prepare", change)
        changes.hear()
        before = _last(chain)
        start = time.monotonic_ns() + LEAD_NS
        shift = int(share * self._length(effect))
        relies.tell("act", start + max(0, -shift))
        changes.tell("act", start + max(0, shift))
        acted, changed = relies.hear(), changes.hear()
        self.faults += [f"{change} against {effect}: {done.fault}" for done in (acted, changed) if done.fault]
        if not changed.took_place and not changed.fault:
            self.faults.append(f"{change} against {effect}: the change was refused")
        if change in {"pause", "stop card", "withdraw"}:
            self.left_alive += Job.objects.alive().filter(stops__name=chain).count()
        found = (*late(effect, changed, acted), *_by_register(chain, before, change, effect))
        return Try(change, effect, changed, acted, found)

    def _length(self, effect: str) -> int:
        """About how long this act takes here: the middle of its last tries."""
        lasted = sorted(each.acted.ended - each.acted.began for each in self.tries[-400:] if each.effect == effect)
        return lasted[len(lasted) // 2] if lasted else FIRST_GUESS_NS

    @property
    def failures(self) -> list[Try]:
        return [each for each in self.tries if each.late]

    def figures(self) -> dict[str, Figure]:
        name = NAMED[connection.vendor]
        acted = sum(each.acted.took_place for each in self.tries)
        return {
            f"{name}, tries": Figure(len(self.tries), "", len(self.tries), most=False),
            f"{name}, made or shown after the commit": Figure(len(self.failures), "", 0),
            f"{name}, jobs left alive by a stop": Figure(self.left_alive, "", 0),
            f"{name}, faults": Figure(len(self.faults), "", 0),
            f"{name}, tries that really met": Figure(sum(each.met for each in self.tries)),
            f"{name}, acts that came first": Figure(acted),
            f"{name}, acts that were refused": Figure(len(self.tries) - acted),
            f"{name}, tries a second": Figure(len(self.tries) / self.seconds if self.seconds else 0.0, "/s"),
        }

    def notes(self) -> tuple[str, ...]:
        name = NAMED[connection.vendor]
        worst = Counter(f"{each.change} against {each.effect}" for each in self.failures)
        told = [f"{name}: {each}" for each in self.failures[:TOLD_MOST]]
        told += [f"{name}: {count} x {pair}" for pair, count in worst.most_common()]
        told += [f"{name}, fault: {each}" for each in self.faults[:TOLD_MOST]]
        return (f"{name}: {len(PAIRS)} pairs of a change and an act that it forbids; seed {self.seed}.", *told)


def late(effect: str, changed: Done, acted: Done) -> tuple[str, ...]:
    """What began or was committed when the change's own commit had come back. Empty: nothing was late.

    An act whose commit was sent before that may lie on either side of it: the register tells, where it has it.
    """
    if not changed.took_place or not changed.commits:
        return ()
    since, found = changed.commits[-1][1], []
    if effect in SHOWS:
        return tuple(_after("asked for and shown", each, since) for each in acted.passed if _shown(acted, each, since))
    if acted.took_place and acted.commits and acted.commits[-1][0] > since:
        found.append(_after("committed", acted.commits[-1][0], since))
    found += [_after("a step of the engine", begun, since) for begun in acted.passed if begun > since]
    return tuple(found)


def _shown(acted: Done, begun: int, since: int) -> bool:
    return acted.took_place and begun > since


def _after(what: str, instant: int, since: int) -> str:
    return f"{what} {(instant - since) / 1e6:.1f} ms after the change"


def _by_register(chain: str, before: int, change: str, effect: str) -> tuple[str, ...]:
    """Her chain's numbers are given under a lock that is let go by the commit: their order is the order of commits."""
    rows = Entry.objects.filter(chain=chain, seq__gt=before).order_by("seq").values_list("seq", "kind")
    kinds = list(rows)
    changed_at = max((seq for seq, kind in kinds if kind == WRITTEN[change]), default=None)
    made_at = max((seq for seq, kind in kinds if kind == MADE.get(effect)), default=None)
    if changed_at is None or made_at is None or made_at < changed_at:
        return ()
    return (f"entry {made_at} of her chain, after the change's {changed_at}",)


def _last(chain: str) -> int:
    return Head.objects.filter(chain=chain).values_list("seq", flat=True).first() or 0


def _asked(hand: Hand, word: str) -> None:
    hand.tell(word)
    hand.hear()


# The other database


@contextlib.contextmanager
def elsewhere(options: argparse.Namespace) -> "Iterator[subprocess.Popen[str] | None]":
    """The same on a PostgreSQL of its own, begun; nothing where its programs are not installed."""
    if not (servers.found("initdb") and servers.found("pg_ctl")):
        yield None
        return
    command = [sys.executable, "-m", "studio.operations.bench", "races", "--json", "--here-only"]
    command += ["--tries", str(options.tries), "--seed", str(options.seed), "--fault", options.fault]
    command += ["--only", options.only]
    with contextlib.ExitStack() as stack:
        scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="doublure-pg-", ignore_cleanup_errors=True))
        url = stack.enter_context(servers.postgres(Path(scratch)))
        environment = stack.enter_context(throw_away(url))
        begun = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, text=True, preexec_fn=die_with_parent
        )
        try:
            yield begun
        finally:
            begun.kill()
            begun.wait()


def told_by(other: "subprocess.Popen[str]") -> dict[str, Figure]:
    said, _ = other.communicate()
    if other.returncode:
        raise RuntimeError(f"the races on the other database ended with {other.returncode}")
    figures: dict[str, dict[str, Any]] = json.loads(said)
    return {
        name: Figure(each["value"], each["unit"], each["goal"], most=not name.endswith(", tries"))
        for name, each in figures.items()
    }
