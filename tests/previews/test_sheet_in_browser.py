"""A photographer judges frames on the contact sheet, and the model's switch takes them from him at once."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Windows, ready

pytestmark = pytest.mark.browser
OWN_STUDIO = True

WATCHED = """() => {
  const canvas = document.querySelector(".pane canvas");
  new MutationObserver(() => sessionStorage.setItem("left", `${canvas.width} ${canvas.isConnected}`))
    .observe(document.documentElement, { attributeFilter: ["data-withheld"] });
}"""


def sheet_of_a_cast_look(page: Page, address: str) -> None:
    page.goto(f"{address}/shoots/")
    page.get_by_role("link", name=re.compile("AW27")).first.click()
    page.get_by_role("link", name="Dressing").click()
    page.get_by_role("link", name=re.compile("Look 01")).first.click()
    page.get_by_role("link", name="Contact sheet").click()
    ready(page)


def test_frames_are_tried_marked_and_compared_until_she_pauses(windows: Windows) -> None:
    jonas, nia = windows.page("Jonas Vehr"), windows.page("Nia Dembe", phone=True)
    sheet_of_a_cast_look(jonas, windows.studio.address)
    frames = jonas.locator("[data-frame]")
    first = frames.count()
    jonas.keyboard.press("t")
    jonas.check("input[value='light:split']")
    jonas.check("input[value='light:clamshell']")
    expect(jonas.locator("[data-cost-of]")).to_contain_text("2 of at most")
    jonas.get_by_role("button", name="Make these").click()
    expect(frames).to_have_count(first + 2)
    expect(frames.first).to_contain_text("instead of")

    jonas.context.set_offline(True)  # what is said of a frame is kept, whatever the line does
    frames.first.focus()
    jonas.keyboard.press("4")
    jonas.keyboard.press("p")
    expect(jonas.locator("[data-keeps]")).to_be_visible()
    jonas.context.set_offline(False)
    expect(jonas.locator("[data-keeps]")).to_be_hidden()
    jonas.reload()
    ready(jonas)
    expect(frames.first).to_have_attribute("data-rating", "4")
    expect(frames.first).to_have_attribute("data-state", "pick")

    frames.first.focus()
    jonas.keyboard.press("s")
    jonas.keyboard.press("ArrowRight")
    jonas.keyboard.press("s")
    jonas.keyboard.press("c")
    expect(jonas.locator(".pane img")).to_have_count(2)
    jonas.keyboard.press("d")
    expect(jonas.locator("[data-viewer] [data-line]")).to_contain_text("differs in")
    jonas.evaluate(WATCHED)
    nia.locator(".switch").first.click()
    expect(jonas.locator("[data-frame] [data-veil]")).to_have_count(first + 2)
    assert jonas.evaluate("sessionStorage.getItem('left')") == "0 false", "what was drawn of her is gone"
    assert not windows.faults
