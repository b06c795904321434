"""A board of a thousand cards: how long the server takes over its page and over the rest as one answer."""

import argparse
import time

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from studio.operations.bench import stage
from studio.operations.bench.boards import laying
from studio.operations.bench.boards.laying import Laid
from studio.operations.bench.report import Figure, percentile

PICTURED_OF_TEN = 9
GOAL_MS = 150.0
EMPTY = "page of an empty board"


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--page-cards", type=int, default=1000, help="On the board whose page is asked for.")
    parser.add_argument("--asks", type=int, default=40, help="How often each page is asked for.")


def figures(options: argparse.Namespace, name: str) -> dict[str, Figure]:
    cards = options.page_cards
    full = laying.laid(cards, cards * PICTURED_OF_TEN // 10, laying.specks())
    few = laying.laid(max(1, cards // 10), cards * PICTURED_OF_TEN // 100, laying.specks())
    empty = laying.laid(0, 0, laying.specks())
    baseline = f"{EMPTY}, {name}, p95"
    found = {baseline: Figure(percentile(asked(empty, empty.path, options.asks), 0.95), "ms")}
    for what, path_of in PATHS.items():
        if not path_of(full):
            continue
        where = f"{what} of {cards:,} cards, {name}"
        took = asked(full, path_of(full), options.asks)
        found |= {
            f"{where}, p50": Figure(percentile(took, 0.5), "ms"),
            f"{where}, p95": Figure(percentile(took, 0.95), "ms", GOAL_MS if what == "page" else None, beside=baseline),
            f"{where}, size": Figure(len(answered(full, path_of(full))) / 1000, "kB"),
            f"{where}, queries": Figure(queries(full, path_of(full)), "", queries(few, path_of(few))),
        }
    return found


def _snapshot_path(of: Laid) -> str:
    try:
        return reverse("boards:snapshot", args=[of.board.pk])
    except NoReverseMatch:
        return ""


PATHS = {"page": lambda of: of.path, "snapshot": _snapshot_path}


def visitor(of: Laid) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.cookies[settings.SESSION_COOKIE_NAME] = stage.session_of(of.viewer)
    return client


def asked(of: Laid, path: str, times: int) -> list[float]:
    """Milliseconds in the server for each, the first two left out: they load templates and words."""
    client, took = visitor(of), []
    for _ in range(times + 2):
        began = time.perf_counter()
        answer = client.get(path)
        took.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} was answered with {answer.status_code}")
    return took[2:]


def answered(of: Laid, path: str) -> bytes:
    return visitor(of).get(path).content


def queries(of: Laid, path: str) -> int:
    client = visitor(of)
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    return len(seen)
