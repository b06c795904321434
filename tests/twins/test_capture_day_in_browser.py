"""Capture day in two real windows: her phone, and the photographer's screen, which shows nothing once she closes it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import ROOT, WAITS_MS, Studio, Windows, ready, until

PLATES = ROOT / "studio" / "operations" / "demo_house" / "twins"
FRAMES = [str(PLATES / name) for name in ("kofi_a.jpg", "kofi_beauty.jpg")]
HER, HIM = "Kofi Mensah", "Jonas Vehr"

pytestmark = pytest.mark.browser


@pytest.fixture
def windows(studio: Studio, browser: Browser) -> Windows:
    return Windows(studio, browser)


class CaptureDay:
    """The steps, in order; each takes up where the one before left off."""

    def __init__(self, windows: Windows) -> None:
        self.at = windows.studio.address
        self.phone = windows.page(HER, phone=True)
        self.screen = windows.page(HIM)
        self.shown: list[str] = []

    def he_shows_a_code(self) -> str:
        self.screen.goto(f"{self.at}/capture/")
        ready(self.screen)
        self.screen.click("main button:has-text('Show a code')")
        expect(self.screen.locator(".the-code svg")).to_be_visible()
        return self.screen.input_value("#address")

    def she_opens_the_session(self, address: str) -> None:
        self.phone.goto(address)
        expect(self.phone.locator("h1")).to_contain_text("Open your capture session with Jonas Vehr?")
        self.phone.click("button:has-text('Open it')")
        self.phone.wait_for_url(re.compile(r"/tray/$"))
        ready(self.phone)
        expect(self.screen.locator("h1")).to_contain_text(f"{HER} lets you see what you take")
        ready(self.screen)

    def he_brings_files_and_both_see_them(self) -> None:
        self.screen.click("[data-shot-of=front]")
        expect(self.screen.locator("#frames[data-shot=front]")).to_be_visible()
        self.screen.set_input_files(".uploads input[type=file] >> nth=0", FRAMES)
        expect(self.screen.locator(".taken li[data-state=ready] img")).to_have_count(2, timeout=2 * WAITS_MS)
        expect(self.screen.locator(".taken")).to_contain_text("all in frame")
        expect(self.screen.locator(".taken")).to_contain_text("Feet cut off")
        expect(self.screen.locator(".guide")).to_contain_text("1 of 12 done")
        expect(self.phone.locator(".tray-rows li[data-state=ready] img")).to_have_count(2)
        self.shown = [each.get_attribute("src") or "" for each in self.screen.locator(".taken img").all()]

    def another_screen_of_his_shows_none(self, windows: Windows) -> None:
        other = windows.signed_in(windows.browser.new_context().new_page(), HIM)
        assert other.request.get(f"{self.at}{self.shown[0]}").status == 404
        other.context.close()

    def she_keeps_one_and_refuses_the_other(self) -> None:
        whole = self.phone.locator(".tray-rows li:has-text('all in frame')")
        whole.locator("button[value=keep]").click()
        expect(self.phone.locator(".tray-rows")).to_contain_text("A capture of your twin", timeout=2 * WAITS_MS)
        self.phone.locator(".tray-rows li[data-state=ready] button[value=refuse]").click()
        expect(self.screen.locator(".taken li[data-state=refused]")).to_contain_text("Refused, and erased")

    def she_bars_a_mark(self) -> None:
        self.phone.click("text=Bar a mark")
        ground = self.phone.locator("[data-draws]")
        expect(ground.locator("img")).to_be_visible()
        ready(self.phone)
        self.phone.wait_for_timeout(300)
        box = ground.bounding_box()
        assert box
        self.phone.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.4)
        self.phone.mouse.down()
        self.phone.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.5, steps=5)
        self.phone.mouse.up()
        assert self.phone.input_value("input[name=box]")
        self.phone.select_option("select[name=place]", "left-forearm")
        self.phone.click("button:has-text('Bar it')")
        expect(self.phone.locator(".rows")).to_contain_text("the left forearm")

    def she_closes_it_and_his_screen_is_empty(self) -> None:
        self.phone.goto(f"{self.at}/twins/")
        self.phone.click("text=See what comes in")
        ready(self.phone)
        self.phone.click(".hers-session button")
        until(lambda: self.screen.locator(".taken img").count() == 0, "his screen shows nothing")
        for address in self.shown:
            assert self.screen.request.get(f"{self.at}{address}").status == 404

    def he_signs_and_names_who_worked(self) -> None:
        expect(self.screen.locator(".day")).to_contain_text("License the captures")
        self.screen.select_option("select[name=craft]", "hair")
        self.screen.select_option("select[name=person]", label="Noé Sarr")
        self.screen.click("button:has-text('Credit')")
        expect(self.screen.locator(".day .slots")).to_contain_text("Noé Sarr")
        self.screen.click("button:has-text('Sign it')")
        expect(self.screen.locator(".day")).to_have_count(0)
        page: Page = self.phone
        page.goto(f"{self.at}/twins/")
        expect(page.locator(".capture-day").first).to_contain_text("Licensed to you")
        expect(page.locator(".capture-day").first).to_contain_text("Noé Sarr")

    def she_sets_right_what_was_found(self) -> None:
        self.phone.locator(".poses a").first.click()
        self.phone.click("a[href$='/found/']")
        ready(self.phone)
        across = self.phone.locator("[name='pose.left_shoulder.x']")
        before = across.input_value()
        handle = self.phone.locator("[data-handle='pose.left_shoulder']")
        handle.focus()
        handle.press("Shift+ArrowLeft")
        moved = across.input_value()
        assert moved != before
        with self.phone.expect_navigation():
            self.phone.click("button:has-text('Keep it so')")
        ready(self.phone)
        expect(across).to_have_value(moved)


def test_she_lets_him_see_and_she_ends_it(windows: Windows) -> None:
    day = CaptureDay(windows)
    assert all(Path(file).exists() for file in FRAMES)
    try:
        day.she_opens_the_session(day.he_shows_a_code())
        day.he_brings_files_and_both_see_them()
        day.another_screen_of_his_shows_none(windows)
        day.she_keeps_one_and_refuses_the_other()
        day.she_bars_a_mark()
        day.she_closes_it_and_his_screen_is_empty()
        day.he_signs_and_names_who_worked()
        day.she_sets_right_what_was_found()
        assert not windows.faults, windows.faults
    except BaseException:
        windows.shots("capture-day")
        raise
    finally:
        windows.close()
