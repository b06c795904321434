"""Fan-out: one writes on a board and many hear it, each op committed, beside a bare socket.io relay that keeps none."""

import argparse
import contextlib
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from studio.boards.models import BoardEvent
from studio.live import tickets
from studio.operations import servers
from studio.operations.bench import stage
from studio.operations.bench.boards import laying, running
from studio.operations.bench.report import Figure

SCRIPTS = Path(__file__).resolve().parent
PEERS = ("socket.io@4.8.4", "socket.io-client@4.8.4", "ws@8.23.0")  # fetched for the bench, no part of the product
RATE = 20.0
WARM_SECONDS = 2.0
CARDS = 50
PEOPLE = 20
TIMES_RELAY = 2.0  # what committing each op first may cost beside passing it on
GOAL_AT = 100
RELAY = "bare relay"


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--listeners", type=int, nargs="+", default=[20, 100, 500], help="Of the fan-out.")
    parser.add_argument("--seconds", type=float, default=8.0, help="How long is written, for each number of listeners.")
    parser.add_argument("--rounds", type=int, default=1, help="How often each is measured; the best is told.")


def figures(options: argparse.Namespace, *, processes: int) -> dict[str, Figure]:
    """The relay and the studio in turn, so that both meet the same bustle of the machine."""
    found: dict[str, Figure] = {}
    with contextlib.ExitStack() as stack:
        bench = Bench(options, stack, processes)
        for count in options.listeners:
            relayed = [bench.relayed(count)]
            told = [bench.told(count)]
            for _ in range(options.rounds - 1):
                relayed.append(bench.relayed(count))
                told.append(bench.told(count))
            found |= compared(bench.name, count, relayed, told)
    return found


@dataclass(frozen=True, slots=True)
class Heard:
    """What the client found. kept: milliseconds from the writer's sending to the answer that it is committed."""

    ops: int
    lost: int
    twice: int
    refused: int
    p50: float
    p95: float
    kept: dict[str, float]


def compared(name: str, count: int, relayed: Sequence[Heard], told: Sequence[Heard]) -> dict[str, Figure]:
    """The quietest round of each is told; what was lost counts in all of them."""
    relay, studio = (min(rounds, key=lambda heard: heard.p95) for rounds in (relayed, told))
    where = f"to {count}, {name}"
    base = f"{RELAY} {where}"
    goal = TIMES_RELAY if count == GOAL_AT else None
    return {
        f"{base}, p50": Figure(relay.p50, "ms"),
        f"{base}, p95": Figure(relay.p95, "ms"),
        f"{where}, p50": Figure(studio.p50, "ms", beside=f"{base}, p50"),
        f"{where}, p95": Figure(studio.p95, "ms", beside=f"{base}, p95"),
        f"{where}, p95 / relay": Figure(studio.p95 / relay.p95 if relay.p95 else 0.0, "", goal),
        f"{where}, committed and answered, p95": Figure(studio.kept["p95"], "ms"),
        f"{where}, lost or refused": Figure(sum(heard.lost + heard.refused for heard in told), "", 0),
        f"{where}, heard twice": Figure(sum(heard.twice for heard in told), "", 0),
    }


class Bench:
    """A board, a relay, and web processes that run until the stack is closed."""

    def __init__(self, options: argparse.Namespace, stack: contextlib.ExitStack, processes: int) -> None:
        self.options = options
        self.laid = laying.laid(CARDS, 0, laying.specks())
        self.readers = laying.readers(self.laid, PEOPLE)
        self.scratch = stack.enter_context(peers())
        relay = ["node", "relay.mjs", str(port := servers.free_port())]
        stack.enter_context(running.started(relay, {}, folder=self.scratch))
        running.wait(lambda: running.answers(port, "/"), "the relay")
        self.relay = f"http://127.0.0.1:{port}"
        connection.close()
        self.ports = [stack.enter_context(running.web_process()) for _ in range(processes)]

    @property
    def name(self) -> str:
        kept_by = "PostgreSQL and Redis" if settings.REDIS_URL else NAMED[connection.vendor]
        return f"{len(self.ports)} web {'process' if len(self.ports) == 1 else 'processes'}, {kept_by}"

    def relayed(self, count: int) -> Heard:
        page = {"address": self.relay}
        return self.ask("relay", [page] * count, page)

    def told(self, count: int) -> Heard:
        """Raises RuntimeError when an op that was heard is not committed: then nothing was measured."""
        before = BoardEvent.objects.filter(board=self.laid.board).count()
        pages = [self.page(number) for number in range(count)]
        heard = self.ask("studio", pages, self.page(0))
        kept = BoardEvent.objects.filter(board=self.laid.board).count() - before
        if kept != heard.ops - heard.refused:
            raise RuntimeError(f"{heard.ops} ops were sent, {heard.refused} refused, and {kept} are committed")
        return heard

    def page(self, number: int) -> dict[str, str]:
        """A signed-in page of one of the house's people, on each web process in turn."""
        session = stage.session_of(self.readers[number % len(self.readers)])
        host = f"127.0.0.1:{self.ports[number % len(self.ports)]}"
        return {
            "address": f"ws://{host}/live/",
            "origin": f"http://{host}",
            "cookie": f"{settings.SESSION_COOKIE_NAME}={session}",
            "token": tickets.sign([self.laid.topic], session_key=session),
        }

    def ask(self, peer: str, listeners: list[dict[str, str]], writer: dict[str, str]) -> Heard:
        plan: dict[str, Any] = {
            "peer": peer,
            "listeners": listeners,
            "writer": writer,
            "topic": self.laid.topic,
            "cards": [str(card.pk) for card in self.laid.cards],
            "rate": RATE,
            "seconds": self.options.seconds,
            "warm": WARM_SECONDS,
        }
        command = ["node", "fanout.mjs"]
        done = subprocess.run(
            command, input=json.dumps(plan), cwd=self.scratch, check=True, stdout=subprocess.PIPE, text=True
        )
        return Heard(**json.loads(done.stdout))


NAMED = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@contextlib.contextmanager
def peers() -> Iterator[Path]:
    """A scratch folder with the client, the relay, and what both are made of."""
    if not (shutil.which("node") and shutil.which("npm")):
        raise FileNotFoundError("node and npm: Node.js is needed to compare with socket.io")
    with tempfile.TemporaryDirectory(prefix="doublure-peers-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for script in ("fanout.mjs", "relay.mjs"):
            shutil.copy(SCRIPTS / script, folder)
        (folder / "package.json").write_text(json.dumps({"private": True, "type": "module"}))
        quietly = ["--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline", "--loglevel", "error"]
        subprocess.run(["npm", "install", *quietly, *PEERS], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        yield folder
