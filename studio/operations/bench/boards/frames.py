"""A full board in headless Chromium: what each frame costs under a moving hand, and what the page weighs."""

import argparse
import gzip
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from studio.operations.bench import stage
from studio.operations.bench.boards import laying, running
from studio.operations.bench.boards.laying import Laid
from studio.operations.bench.report import Figure, percentile

HOW_TO_INSTALL = "Playwright is not installed, so no browser was asked. Install it: pip install -e '.[test]'"
CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WIDTH_PX, HEIGHT_PX = 1440, 900
SCRIPT_MS, FRAME_MS, WEIGHT_KB = 4.0, 20.0, 80.0
STEP_MS = 14
CHOSEN = 100
SIDE = 10  # the chosen lie in a square
STILL = "nothing moves, frame p95"
CODE = ("script", "stylesheet")
RUNS_SCRIPT = {"FireAnimationFrame", "EventDispatch", "FunctionCall", "TimerFire", "RunMicrotasks", "EvaluateScript"}
BY_HAND = {"pointermove", "mousemove", "wheel"}

# Run in the page, before its own scripts: when the first picture of a card stands on a board that listens.
SEES = """(() => {
  const look = () => {
    const pictures = [...document.querySelectorAll("[data-canvas] [data-card] img")];
    const seen = pictures.some((one) => one.complete && one.naturalWidth);
    const listens = document.querySelector("[data-canvas][data-ready]");
    if (seen && listens) requestAnimationFrame(() => setTimeout(() => (window.benchSaw = performance.now())));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()"""
BEGIN = """() => {
  const kept = (window.benchFrames = []);
  const turn = (now) => { kept.push(now); if (window.benchFrames === kept) requestAnimationFrame(turn); };
  requestAnimationFrame(turn);
}"""
END = "() => { const kept = window.benchFrames; window.benchFrames = null; return kept; }"
MIDDLE_OF = """(cards) => {
  const box = document.querySelector("[data-canvas]").getBoundingClientRect();
  const far = (at) => Math.hypot(at.x - box.x - box.width / 2, at.y - box.y - box.height / 2);
  const middles = [...document.querySelectorAll(cards)].map((card) => card.getBoundingClientRect())
    .filter((card) => card.width).map((card) => ({ x: card.x + card.width / 2, y: card.y + card.height / 2 }));
  return middles.sort((one, other) => far(one) - far(other))[0];
}"""
BOX_OF = """(ids) => {
  const boxes = ids.map((id) => document.querySelector(`[data-card="${id}"]`).getBoundingClientRect());
  return [Math.min(...boxes.map((box) => box.left)), Math.min(...boxes.map((box) => box.top)),
    Math.max(...boxes.map((box) => box.right)), Math.max(...boxes.map((box) => box.bottom))];
}"""


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cards", type=int, default=500, help="On the board a browser opens.")
    parser.add_argument("--pictured", type=int, default=450, help="How many of them have a picture.")
    parser.add_argument("--steps", type=int, default=100, help="Of each movement of the hand.")


def figures(options: argparse.Namespace) -> tuple[dict[str, Figure], tuple[str, ...]]:
    """The figures, and notes that say what each file weighs."""
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        return {}, (HOW_TO_INSTALL,)
    laid = laying.laid(options.cards, options.pictured, laying.packshots())
    session = stage.session_of(laid.viewer)
    connection.close()
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        context = browser.new_context(viewport={"width": WIDTH_PX, "height": HEIGHT_PX})
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
        hand = Hand(context.new_page(), options.steps)
        found, notes = hand.opened(address + laid.path, options.cards)
        found |= hand.moves(laid)
        browser.close()
    return found, notes


@contextmanager
def served() -> Iterator[str]:
    """The studio with its static files gathered and packed, as a house runs it; its address."""
    packed = {"DOUBLURE_PLAIN_STATIC": "0"}
    gather = [sys.executable, "-m", "django", "collectstatic", "--no-input", "--verbosity", "0"]
    with running.started(gather, packed) as gathering:
        if gathering.wait(running.STARTS_WITHIN_SECONDS):
            raise subprocess.CalledProcessError(gathering.returncode, gather)
    with running.web_process(**packed) as port:
        yield f"http://127.0.0.1:{port}"


class Hand:
    """One page, and what is done to it."""

    def __init__(self, page: Any, steps: int) -> None:
        self.page, self.steps = page, steps
        self.weights: dict[str, float] = {}
        page.add_init_script(SEES)
        page.on("response", self.weigh)

    # Opening

    def weigh(self, response: Any) -> None:
        if response.request.resource_type in CODE:
            self.weights.setdefault(response.url, 0.0)

    def opened(self, address: str, cards: int) -> tuple[dict[str, Figure], tuple[str, ...]]:
        self.page.goto(address)
        self.page.wait_for_function("() => window.benchSaw > 0", timeout=60_000)
        saw = float(self.page.evaluate("() => window.benchSaw"))
        painted = self.page.evaluate("() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0")
        of_all = "([count]) => document.querySelectorAll('[data-world] [data-card]').length >= count"
        self.page.wait_for_function(of_all, arg=[cards], timeout=60_000)
        self.page.wait_for_load_state("networkidle")
        weights = {urlsplit(url).path: self.packed(url) for url in list(self.weights)}
        whole = sum(weights.values())
        heaviest = sorted(weights.items(), key=lambda item: -item[1])
        notes = [f"  {size:>7.2f} kB  {plain(path)}" for path, size in heaviest]
        found = {
            "first load, JS and CSS packed": Figure(whole, "kB", WEIGHT_KB),
            "first load, files of JS and CSS": Figure(len(weights)),
            "first paint of anything": Figure(float(painted), "ms"),
            "first useful paint": Figure(saw, "ms"),
        }
        return found, ("JS and CSS of the first load, each by gzip:", *notes)

    def packed(self, url: str) -> float:
        """kB as gzip sends them; what packing makes no smaller goes as it is."""
        body = self.page.request.get(url).body()
        return min(len(body), len(gzip.compress(body, 9))) / 1000

    # Moving

    def moves(self, laid: Laid) -> dict[str, Figure]:
        chosen = self.choose(laid)
        self.page.keyboard.press("Shift+Digit0")
        self.page.wait_for_timeout(1500)
        found = {STILL: Figure(percentile(self.watched(self.rest)[1], 0.95), "ms")}
        found |= self.figures_of(f"drag {chosen}", lambda: self.drag(".selected"))
        self.page.keyboard.press("Escape")
        self.page.wait_for_timeout(600)
        found |= self.figures_of("drag 1", lambda: self.drag(""))
        self.page.keyboard.press("Escape")
        self.page.mouse.move(700, 450)
        found |= self.figures_of("pan", self.pan)
        return found | self.figures_of("zoom", self.zoom, goal=None)

    def choose(self, laid: Laid) -> int:
        """Draw a box about a square of cards in the middle of the board, seen whole; how many are chosen then."""
        ids = [str(card.pk) for card in laid.cards]
        columns = min(laying.COLUMNS, len(ids))
        side = min(SIDE, columns, max(1, len(ids) // columns))
        left, top = (columns - side) // 2, max(0, (len(ids) // columns - side) // 2)
        square = [ids[(top + row) * columns + left + column] for row in range(side) for column in range(side)]
        west, north, east, south = self.page.evaluate(BOX_OF, square)
        self.page.mouse.move(west - 1, north - 1)
        self.page.mouse.down()
        self.page.mouse.move(east + 1, south + 1, steps=12)
        self.page.mouse.up()
        self.page.wait_for_timeout(300)
        return len(self.page.query_selector_all("[data-card].selected"))

    def figures_of(self, name: str, move: Callable[[], None], *, goal: float | None = FRAME_MS) -> dict[str, Figure]:
        scripts, frames = self.watched(move)
        return {
            f"{name}, own script p95": Figure(percentile(scripts or [0.0], 0.95), "ms", SCRIPT_MS),
            f"{name}, frame p50": Figure(percentile(frames, 0.5), "ms"),
            f"{name}, frame p95": Figure(percentile(frames, 0.95), "ms", goal, beside=STILL),
        }

    def watched(self, move: Callable[[], None]) -> tuple[list[float], list[float]]:
        """Milliseconds of script in each frame that a hand moved something in, and between each frame and the next."""
        browser = self.page.context.browser
        browser.start_tracing(page=self.page, categories=["devtools.timeline", "-*"])
        self.page.evaluate(BEGIN)
        move()
        at = self.page.evaluate(END)
        trace = json.loads(browser.stop_tracing())
        return scripts_in(trace["traceEvents"]), [after - before for before, after in pairwise(at[2:])]

    def rest(self) -> None:
        self.page.wait_for_timeout(self.steps * STEP_MS)

    def drag(self, which: str) -> None:
        at = self.page.evaluate(MIDDLE_OF, f"[data-world] [data-card]{which}")
        x, y = at["x"], at["y"]
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        for step in range(self.steps):
            self.page.mouse.move(x + 2 * step, y + 3 * (step % 40))
            self.page.wait_for_timeout(STEP_MS)
        self.page.mouse.up()

    def pan(self) -> None:
        for step in range(self.steps):
            there = 1 if step < self.steps / 2 else -1
            self.page.mouse.wheel(12 * there, 8 * there)
            self.page.wait_for_timeout(STEP_MS)

    def zoom(self) -> None:
        self.page.keyboard.down("Control")
        for step in range(self.steps):
            self.page.mouse.wheel(0, -6 if step < self.steps / 2 else 6)
            self.page.wait_for_timeout(STEP_MS)
        self.page.keyboard.up("Control")


def plain(path: str) -> str:
    """A hashed file's own name: /static/js/boards/board.0123456789ab.js without the digits."""
    *front, digits, ending = path.removeprefix("/static/").split(".")
    return ".".join([*front, ending] if len(digits) == 12 else [*front, digits, ending])


def scripts_in(events: list[dict[str, Any]]) -> list[float]:
    """Script of each frame with a movement in it: from the end of the frame before to the end of its own turn."""
    main = {(each["pid"], each["tid"]) for each in events if each.get("args", {}).get("name") == "CrRendererMain"}
    ran = [each for each in events if each.get("ph") == "X" and each["name"] in RUNS_SCRIPT]
    mine = [each for each in ran if not main or (each["pid"], each["tid"]) in main]
    found, spent, moved, turned = [], 0.0, False, False
    for each in outermost(mine):
        is_turn = each["name"] == "FireAnimationFrame"
        if turned and not is_turn:
            found += [spent / 1000] if moved else []
            spent, moved = 0.0, False
        turned = is_turn
        spent += each.get("dur", 0)
        moved = moved or each.get("args", {}).get("data", {}).get("type") in BY_HAND
    return found


def outermost(events: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Without those that run inside of another of the same thread."""
    until: dict[Any, float] = {}
    for each in sorted(events, key=lambda one: (one["ts"], -one.get("dur", 0))):
        thread = each["pid"], each["tid"]
        if each["ts"] >= until.get(thread, 0.0):
            until[thread] = each["ts"] + each.get("dur", 0)
            yield each
