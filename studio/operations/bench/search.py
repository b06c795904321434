"""The list of boards and the search in a house of ten thousand boards, on both databases."""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studio.home.finding import keeping
from studio.home.models import Hue, Word
from studio.operations import servers
from studio.operations.bench import archive
from studio.operations.bench.archive import Archive
from studio.operations.bench.ground import throw_away
from studio.operations.bench.report import Figure, Report, percentile
from studio.people.models import Person

NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
SEED = 20260512
GOAL_MS = 150.0
NAMED = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
ASKED = (
    "coat",
    "coat grey",
    "winter collar belt",
    "wool long knit hem",
    "navy",
    "#b08456 coat",
    "vera coat",
    "nothing here",
)
PAGES: tuple[dict[str, str], ...] = (
    {}, {"q": "coat"}, {"q": "winter belt"}, {"state": "open"}, {"mine": "1"}, {"q": "zzz"},
)  # fmt: skip
HTMX = {"HX-Request": "true"}


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--boards", type=int, default=10_000, help="How many boards the house has.")
    parser.add_argument("--asks", type=int, default=200, help="How often each is asked for, by each reader.")
    parser.add_argument("--embedded", action="store_true", help="On SQLite alone.")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)  # on the database of this environment


def run(options: argparse.Namespace) -> Report:
    figures = measured(options)
    if not (options.here or options.embedded or connection.vendor == "postgresql"):
        figures |= on_postgresql(options)
    notes = (
        "Time in the server, by Django's test client, whole pages with their templates.",
        "Seated: everything of the house. Booked: 25 of its shoots, by the call sheet. Search: the list as one types.",
    )
    return Report(f"{options.boards:,} boards in one house", figures, notes)


def on_postgresql(options: argparse.Namespace) -> dict[str, Figure]:
    command = [sys.executable, "-m", "studio.operations.bench", "search", "--json", "--here"]
    command += ["--boards", str(options.boards), "--asks", str(options.asks)]
    with _elsewhere() as environment:
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    told: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return {name: Figure(each["value"], each["unit"], each["goal"]) for name, each in told.items()}


@contextmanager
def _elsewhere() -> Iterator[dict[str, str]]:
    with ExitStack() as stack:
        scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="doublure-search-"))
        yield stack.enter_context(throw_away(stack.enter_context(servers.postgres(Path(scratch)))))


def measured(options: argparse.Namespace) -> dict[str, Figure]:
    where = NAMED[connection.vendor]
    filled = archive.fill(options.boards, now=NOW, seed=SEED)
    began = time.perf_counter()
    keeping.mend()
    took = time.perf_counter() - began
    analyse()
    figures = {
        f"{where}: cards": Figure(filled.cards),
        f"{where}: words kept": Figure(Word.objects.count() + Hue.objects.count()),
        f"{where}: words gathered anew": Figure(took, "s"),
    }
    for name, who in (("seated", filled.seated), ("booked", filled.booked)):
        figures |= asked_by(who, f"{where}, {name}", filled, options.asks)
    figures[f"{where}: found by a stranger"] = Figure(found_by(filled.stranger, filled), "things", 0)
    return figures


def analyse() -> None:
    """As the database does by itself in a house that grew slowly."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def asked_by(who: Person, name: str, filled: Archive, asks: int) -> dict[str, Figure]:
    client = signed_in(who)
    texts = questions(filled)
    lists = [timed(client, reverse("home:boards"), PAGES[number % len(PAGES)]) for number in range(asks)]
    live = [timed(client, reverse("home:search"), {"q": texts[number % len(texts)]}, HTMX) for number in range(asks)]
    whole = [timed(client, reverse("home:search"), {"q": texts[number % len(texts)]}) for number in range(asks)]
    return {
        f"{name}: list, p50": Figure(percentile(lists, 0.5), "ms"),
        f"{name}: list, p95": Figure(percentile(lists, 0.95), "ms", GOAL_MS),
        f"{name}: search, p50": Figure(percentile(live, 0.5), "ms"),
        f"{name}: search, p95": Figure(percentile(live, 0.95), "ms", GOAL_MS),
        f"{name}: search page, p95": Figure(percentile(whole, 0.95), "ms", GOAL_MS),
        f"{name}: search, queries": Figure(queries(client, "winter collar belt")),
    }


def questions(filled: Archive) -> list[str]:
    """Words whole and as they are typed, common and rare, colours, and what is not there; in one shuffled order."""
    dice = random.Random(SEED)
    rare = dice.sample(filled.rare, 20)
    texts = [*ASKED, *archive.typed([*archive.COMMON[:6], *rare]), *(f"{word} coat" for word in rare)]
    dice.shuffle(texts)
    return texts


def signed_in(who: Person) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def timed(client: Client, url: str, said: dict[str, str], headers: dict[str, str] | None = None) -> float:
    began = time.perf_counter()
    answer = client.get(url, said, headers=headers)
    took = (time.perf_counter() - began) * 1_000
    if answer.status_code != 200:
        raise RuntimeError(f"{url} answered {answer.status_code}")
    return took


def queries(client: Client, text: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("home:search"), {"q": text}, headers=HTMX)
    return len(captured)


def found_by(who: Person, filled: Archive) -> int:
    client, url = signed_in(who), reverse("home:search")
    pages: Sequence[Any] = [client.get(url, {"q": text}, headers=HTMX) for text in questions(filled)]
    return sum(page.content.count(b'role="option"') for page in pages)
