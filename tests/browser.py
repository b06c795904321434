"""The studio in a real browser: one running studio with the demonstration house, each person in a window of her own.

Each studio is a copy of one folder that was prepared once. Stories that leave the others' people alone share one.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.__main__ import free_port

ROOT = Path(__file__).resolve().parent.parent
SHOTS = ROOT / ".test-results"
CHROMIUM = os.environ.get("DOUBLURE_CHROMIUM", "/usr/bin/chromium")
OPENS_WITHIN_SECONDS = 600
WAITS_MS = 60_000

expect.set_options(timeout=WAITS_MS)


class Studio:
    """The studio as `manage.py open` runs it, in a folder of its own."""

    def __init__(self, folder: Path, *options: str, port: int = 0) -> None:
        self.folder = folder
        port = port or free_port()
        environment = {key: value for key, value in os.environ.items() if not key.startswith("DOUBLURE_")}
        self.log = (folder.parent / f"open-{folder.name}.log").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "open", "--port", str(port), "--data", str(folder), *options],
            cwd=ROOT,
            env=environment | {"PYTHONUNBUFFERED": "1"},
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.address = self.wait()
        self.password = ""
        self.emails: dict[str, str] = {}
        if (sign_ins := folder / "demo-sign-ins.json").exists():
            kept = json.loads(sign_ins.read_text())
            self.password = kept["password"]
            self.emails = {row["name"]: row["email"] for row in kept["people"]}

    def wait(self) -> str:
        until = time.monotonic() + OPENS_WITHIN_SECONDS
        while time.monotonic() < until:
            found = re.search(r"http://localhost:\d+", self.said())
            if found:
                return found.group()
            if self.process.poll() is not None:
                break
            time.sleep(0.5)
        raise AssertionError(f"the studio did not open:\n{self.said()[-4000:]}")

    def said(self) -> str:
        return Path(self.log.name).read_text(errors="replace")

    def close(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a studio that was opened for the first time, loaded its demonstration house, and was closed."""
    first = Studio(tmp_path_factory.mktemp("house") / "data")
    assert first.close() == 0, "Ctrl-C closes it cleanly"
    return first.folder


class Studios:
    """The one studio that stories share while it is open: opening it takes longer than most stories."""

    def __init__(self, opened: Callable[[], Studio]) -> None:
        self.opened = opened
        self.shared: Studio | None = None

    def share(self) -> Studio:
        self.shared = self.shared or self.opened()
        return self.shared

    def close(self) -> None:
        shared, self.shared = self.shared, None
        assert shared is None or shared.close() == 0, "Ctrl-C closes it cleanly"


@pytest.fixture(scope="session")
def studios(house: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studios]:
    made = Studios(lambda: Studio(Path(shutil.copytree(house, tmp_path_factory.mktemp("studio") / "data"))))
    yield made
    made.close()


@pytest.fixture(scope="module")
def studio(request: pytest.FixtureRequest, studios: Studios) -> Iterator[Studio]:
    """Shared; a module that says `OWN_STUDIO` changes what others begin with, and has one to itself."""
    if not getattr(request.module, "OWN_STUDIO", False):
        yield studios.share()
        return
    studios.close()
    running = studios.opened()
    yield running
    assert running.close() == 0, "Ctrl-C closes it cleanly"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


class Windows:
    """Each person's own window. What no page may do is kept: a script that fails, an answer of 500."""

    def __init__(self, studio: Studio, browser: Browser) -> None:
        self.studio, self.browser = studio, browser
        self.open: dict[str, Page] = {}
        self.contexts: list[BrowserContext] = []
        self.faults: list[str] = []

    def page(self, who: str, *, phone: bool = False) -> Page:
        if who not in self.open:
            size = {"width": 390, "height": 844} if phone else {"width": 1440, "height": 900}
            context = self.browser.new_context(viewport=size, has_touch=phone, accept_downloads=True)  # type: ignore[arg-type]
            context.set_default_timeout(WAITS_MS)
            self.contexts.append(context)
            self.open[who] = self.signed_in(context.new_page(), who)
        return self.open[who]

    def signed_in(self, page: Page, who: str) -> Page:
        page.on("pageerror", lambda error: self.faults.append(f"{who}: {error}"))
        page.on("response", lambda answer: self.faults.append(f"{who}: {answer.url}") if answer.status >= 500 else None)
        if who in self.studio.emails:
            page.goto(f"{self.studio.address}/accounts/login/")
            page.fill("input[name=login]", self.studio.emails[who])
            page.fill("input[name=password]", self.studio.password)
            page.press("input[name=password]", "Enter")
            page.wait_for_url(lambda url: "/accounts/" not in url)
        return page

    def shots(self, name: str) -> None:
        SHOTS.mkdir(exist_ok=True)
        for who, page in self.open.items():
            page.screenshot(path=SHOTS / f"{name}-{who.split()[0].lower()}.png")

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture(scope="module")
def windows(studio: Studio, browser: Browser) -> Iterator[Windows]:
    made = Windows(studio, browser)
    yield made
    made.close()


def until(true: Callable[[], Any], what: str, seconds: float = 60) -> Any:
    """Ask again until it is so."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(0.1)
    raise AssertionError(f"waited in vain: {what}")


def ready(page: Page) -> None:
    """The page's own scripts have taken hold."""
    page.wait_for_selector("html[data-ready]", state="attached")
