"""The dressing table under a hand: the figure follows, and whatever was done can be taken back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Windows, ready

SHOOT = "AW27 Outerwear"
GLIMPSE = "[data-glimpsed]:not([hidden])"

pytestmark = pytest.mark.browser


def table(windows: Windows, who: str, address: str = "") -> Page:
    page = windows.page(who)
    page.goto(address or f"{windows.studio.address}/shoots/")
    if not address:
        page.click(f"text={SHOOT}")
        found = re.search(r"[0-9a-f-]{36}", page.url)
        assert found
        page.goto(f"{windows.studio.address}/looks/shoot/{found.group()}/")
        page.locator(".lookrows a").first.click()
    page.wait_for_selector(".figure[data-glimpse]")  # first: the page one comes from is ready, too
    ready(page)
    return page


def moved(page: Page, field: str, value: str) -> None:
    """A slider under the hand: it moves, and is not let go."""
    script = "(it, to) => { it.value = to; it.dispatchEvent(new Event('input', {bubbles: true})) }"
    page.locator(field).evaluate(script, value)


def another(page: Page, before: str | None) -> None:
    """The picture on the stage is a new one."""
    expect(page.locator(GLIMPSE)).not_to_have_attribute("src", before or "none")


def shown(page: Page) -> str | None:
    return page.locator(GLIMPSE).get_attribute("src")


def test_the_figure_follows_the_hand_of_a_photographer(windows: Windows) -> None:
    page = table(windows, "Jonas Vehr")
    kept = page.locator("#last-changed").inner_text()

    moved(page, "#exposure", "0.9")
    expect(page.locator(GLIMPSE)).to_be_visible()
    first = shown(page)
    moved(page, "#exposure", "-0.9")
    another(page, first)
    assert page.locator("#last-changed").inner_text() == kept, "nothing is kept before the hand lets go"

    page.locator("label:has(#su-split)").click()
    expect(page.locator("#steps")).to_contain_text("Light")
    expect(page.locator("#last-changed")).to_contain_text("Split")

    page.keyboard.press("w")
    expect(page.locator("[data-wiping]")).to_be_visible()
    page.locator("[data-wipe-at]").press("End")
    clipped = page.locator(GLIMPSE).evaluate("it => getComputedStyle(it).clipPath")
    assert "100%" in clipped, "at its end the wipe shows the version alone"
    page.keyboard.press("w")

    page.locator("#presets-light summary").click()
    page.fill("#keep-light", "Half in the dark")
    page.select_option("#terms-light", "house")
    page.locator("#presets-light .keep-as button").click()
    expect(page.locator("#presets-light summary")).to_contain_text("1")

    page.keyboard.press("Control+z")
    expect(page.locator("label:has(#su-split) input")).not_to_be_checked()
    page.locator("#presets-light summary").click()
    page.locator("#presets-light .preset").click()
    expect(page.locator("label:has(#su-split) input")).to_be_checked()
    assert windows.faults == []


def test_a_stylist_pulls_a_coat_by_the_keyboard_and_the_cover_comes_back(windows: Windows) -> None:
    page = table(windows, "Ana Ruiz")
    page.keyboard.press("h")
    foot = page.locator("[data-handle=foot]")
    expect(foot).to_be_visible()
    foot.focus()
    for _ in range(5):
        page.keyboard.press("ArrowUp")
    expect(page.locator(".pieces li").first).to_contain_text("95% long")
    page.keyboard.press("Control+z")
    expect(page.locator(".pieces li").first).to_contain_text("as it falls")

    worn = page.locator(".quick [name=take_off]")
    for left in range(worn.count() - 1, -1, -1):
        worn.first.click()
        expect(worn).to_have_count(left)
    expect(page.locator("#slot-garments")).to_contain_text("Cover only")
    expect(page.locator(GLIMPSE)).to_be_visible()
    page.keyboard.press("Control+z")
    expect(worn).to_have_count(1)

    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_contain_text("Keys of the dressing table")
    assert windows.faults == []
