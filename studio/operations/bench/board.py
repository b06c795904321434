"""The board: a browser's frames on a full one, what many hear of one's writing, and how soon a large one is served."""

import argparse
import json
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.db import connection

from studio.operations.bench.boards import fanout, frames, page
from studio.operations.bench.boards.fanout import NAMED
from studio.operations.bench.boards.running import scaled_out
from studio.operations.bench.report import Figure, Report

PARTS = ("frames", "fanout", "page")
WEB_PROCESSES = 2


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only", choices=PARTS, nargs="+", default=list(PARTS), help="The parts to measure.")
    parser.add_argument("--embedded", action="store_true", help="Without the PostgreSQL and Redis of its own.")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)  # on the servers of this environment
    frames.add_options(parser)
    fanout.add_options(parser)
    page.add_options(parser)


def run(options: argparse.Namespace) -> Report:
    """Embedded first, then the same on throw-away PostgreSQL and Redis, with the pages on two web processes."""
    figures, weights = frames.figures(options) if "frames" in options.only else ({}, ())
    figures |= measured(options)
    if not (options.here or options.embedded):
        figures |= scaled(options)
    return Report("A board", figures, (*weights, *notes(options)))


def measured(options: argparse.Namespace) -> dict[str, Figure]:
    figures: dict[str, Figure] = {}
    if "fanout" in options.only:
        figures |= fanout.figures(options, processes=WEB_PROCESSES if settings.REDIS_URL else 1)
    if "page" in options.only:
        figures |= page.figures(options, NAMED[connection.vendor])
    return figures


def scaled(options: argparse.Namespace) -> dict[str, Figure]:
    parts = [part for part in options.only if part != "frames"]  # a browser sees no database
    if not parts:
        return {}
    command = [sys.executable, "-m", "studio.operations.bench", "board", "--json", "--here", "--only", *parts]
    command += ["--listeners", *map(str, options.listeners)]
    for name in ("seconds", "rounds", "page_cards", "asks"):
        command += [f"--{name.replace('_', '-')}", str(getattr(options, name))]
    with scaled_out() as environment:
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    told: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return {name: Figure(**each) for name, each in told.items()}


def notes(options: argparse.Namespace) -> tuple[str, ...]:
    told = []
    if "frames" in options.only:
        told.append(
            f"Frames: {options.cards} cards, {options.pictured} with a picture, in headless Chromium at 1440 x 900 and "
            "zoom 1, without a graphics card; script as Chromium's own trace tells it."
        )
    if "fanout" in options.only:
        told.append(
            f"Fan-out: {fanout.RATE:.0f} ops/s for {options.seconds:g} s, server, client and database on one machine; "
            f"{', '.join(fanout.PEERS)} by npm; milliseconds from the writer's sending to a listener's parse."
        )
    if "page" in options.only:
        told.append("Pages: time in the server, by Django's test client; queries must not grow with the cards.")
    return tuple(told)
