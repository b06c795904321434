"""The shell as a browser meets it: scripts under the strict policy, the live line, the widths of a page."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar
from unittest import mock

import pytest
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.testing import StaticLiveServerTestCase
from django.test import Client, override_settings
from playwright.sync_api import Browser, ConsoleMessage, Page, WebSocketRoute, sync_playwright

from studio.web import shell

CHROMIUM = os.environ.get("DOUBLURE_CHROMIUM", "/usr/bin/chromium")
WIDTHS = (1440, 820, 390)
STATE = "import('/static/js/live.js').then((module) => module.live.state)"


def until(page: Page, expression: str, wanted: object) -> None:
    """Playwright's own waiting evaluates text in the page, which the policy rightly refuses."""
    for _ in range(100):
        if page.evaluate(expression) == wanted:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{expression} never became {wanted!r}")


@pytest.mark.browser
@override_settings(ROOT_URLCONF="tests.web.urls")
class ShellInBrowserTests(StaticLiveServerTestCase):
    browser: ClassVar[Browser]

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        # Playwright keeps a loop in this thread, which Django would take for async code
        cls.enterClassContext(mock.patch.dict(os.environ, {"DJANGO_ALLOW_ASYNC_UNSAFE": "1"}))
        browsers = cls.enterClassContext(sync_playwright())
        cls.browser = browsers.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        cls.addClassCleanup(cls.browser.close)

    def setUp(self) -> None:
        client = Client()
        client.force_login(get_user_model().objects.create_user("ana@example.org", name="Ana Ruiz"))
        self.cookie = client.cookies["sessionid"].value
        self.enterContext(mock.patch.object(shell, "_live", [lambda request: "token"]))
        self.heard: list[dict[str, Any]] = []
        self.lines: list[WebSocketRoute] = []
        self.errors: list[str] = []

    @contextmanager
    def parts(self, width: int = 1440) -> Iterator[Page]:
        context = self.browser.new_context(viewport={"width": width, "height": 900})
        context.add_cookies([{"name": "sessionid", "value": self.cookie, "url": self.live_server_url}])
        page = context.new_page()
        page.on("console", self.note)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.route_web_socket("**/live/", self.line)
        page.goto(f"{self.live_server_url}/parts/")
        page.wait_for_selector("html[data-ready]")
        yield page
        context.close()

    def note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def line(self, line: WebSocketRoute) -> None:
        self.lines.append(line)

        def answer(text: str | bytes) -> None:
            message = json.loads(text)
            self.heard.append(message)
            if message["kind"] == "enter":
                line.send(json.dumps({"kind": "entered", "topics": ["board:1"]}))

        line.on_message(answer)

    def say(self, **message: Any) -> None:
        self.lines[-1].send(json.dumps(message))

    def test_its_scripts_run_under_the_strict_policy(self) -> None:
        with self.parts() as page:
            self.assertFalse(page.evaluate("htmx.config.allowEval"))
        self.assertEqual(self.errors, [])

    def test_no_width_makes_the_page_scroll_sideways(self) -> None:
        for width in WIDTHS:
            with self.subTest(width), self.parts(width) as page:
                self.assertEqual(page.evaluate("document.documentElement.scrollWidth"), width)

    def test_a_screens_rule_beats_a_parts_rule_whatever_its_selector(self) -> None:
        with self.parts() as page:
            colour = page.evaluate("""() => {
                const sheet = new CSSStyleSheet();
                sheet.replaceSync("@layer screens { .b { border-color: rgb(1 2 3) } }");
                document.adoptedStyleSheets = [sheet];
                return getComputedStyle(document.querySelector(".b.main")).borderTopColor;
            }""")
        self.assertEqual(colour, "rgb(1, 2, 3)")

    def test_a_held_button_does_nothing_at_a_click(self) -> None:
        with self.parts() as page:
            page.evaluate("document.querySelector('[data-hold]').addEventListener('click', () => { window.done = 1 })")
            page.locator("[data-hold]").first.click()
            self.assertIsNone(page.evaluate("window.done"))

    def test_a_held_button_acts_when_it_was_held(self) -> None:
        with self.parts() as page:
            page.evaluate("document.querySelector('[data-hold]').addEventListener('click', () => { window.done = 1 })")
            page.locator("[data-hold]").first.hover()
            page.mouse.down()
            until(page, "window.done", 1)

    def test_the_chosen_theme_is_there_on_the_next_page(self) -> None:
        with self.parts() as page:
            page.click("details[data-menu] > summary")
            with page.expect_response("**/theme"):
                page.click("button[value=dark]")
            page.reload()
            self.assertEqual(page.get_attribute("html", "data-theme"), "dark")

    def test_a_dialog_opens_and_shuts(self) -> None:
        with self.parts() as page:
            page.click("[data-opens=a-dialog] >> nth=0")
            page.wait_for_selector("dialog[open]")
            page.click("dialog[open] [data-closes] >> nth=0")
            page.wait_for_selector("dialog[open]", state="detached")

    def test_the_page_enters_with_its_token(self) -> None:
        with self.parts() as page:
            until(page, STATE, "open")
        self.assertEqual(self.heard[0], {"kind": "enter", "token": "token"})

    def test_what_is_announced_fires_for_htmx(self) -> None:
        with self.parts() as page:
            until(page, STATE, "open")
            page.evaluate("document.body.addEventListener('live:board:1', (e) => { window.got = e.detail.seq })")
            self.say(topic="board:1", kind="op", seq=7)
            until(page, "window.got", 7)

    def test_who_is_here_is_shown(self) -> None:
        with self.parts() as page:
            until(page, STATE, "open")
            self.say(topic="board:1", kind="presence", people=[{"id": "1", "name": "Jonas Vehr", "initials": "JV"}])
            page.wait_for_selector("[data-presence] [title='Jonas Vehr']")

    def test_after_a_lost_line_it_resumes_where_it_was(self) -> None:
        with self.parts() as page:
            until(page, STATE, "open")
            page.evaluate("document.body.addEventListener('live:board:1', (e) => { window.got = e.detail.seq })")
            self.say(topic="board:1", kind="op", seq=7)
            until(page, "window.got", 7)
            self.lines[-1].close(code=1011)
            until(page, STATE, "down")
            until(page, STATE, "open")
            page.wait_for_timeout(100)
        self.assertIn({"kind": "resume", "topic": "board:1", "since": 7}, self.heard)
