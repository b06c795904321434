"""Two people talk on a board while they work: pinned to a card, by keys alone, seen at once by the other."""

import pytest
from playwright.sync_api import FloatRect, Locator, expect

from tests.browser import Windows, ready, until

pytestmark = pytest.mark.browser

ANA, MARGAUX = "Ana Ruiz", "Margaux Thiry"


def moved_by(pin: Locator, before: FloatRect) -> tuple[float, float]:
    now = pin.bounding_box()
    return (now["x"] - before["x"], now["y"] - before["y"]) if now else (0, 0)


def test_a_talk_is_begun_by_keys_answered_by_the_other_and_goes_with_its_card(windows: Windows) -> None:
    ana, margaux = windows.page(ANA), windows.page(MARGAUX)
    ana.goto(f"{windows.studio.address}/shoots/")
    shoot = ana.locator("main a[href^='/shoots/']").first.get_attribute("href") or ""
    for page in (ana, margaux):
        page.goto(f"{windows.studio.address}/boards/shoot/{shoot.strip('/').rsplit('/', 1)[-1]}/")
        ready(page)

    card = ana.locator("[data-card][data-kind=look]").first
    card.focus()
    ana.keyboard.press("c")
    words = ana.locator("[data-begin] textarea")
    expect(words).to_be_focused()
    ana.keyboard.type("The sleeve sits too far out, @marg")
    expect(ana.locator(".name-list [role=option]")).to_have_count(1)
    ana.keyboard.press("Enter")
    expect(words).to_have_value(f"The sleeve sits too far out, @{MARGAUX} ")
    ana.keyboard.press("Control+Enter")

    thread = ana.locator(".talk[data-opened]").get_attribute("data-thread")
    theirs, mine = (page.locator(f'.pins .pin[data-thread="{thread}"]') for page in (margaux, ana))
    expect(theirs).to_have_attribute("data-unread", "")
    theirs.click()
    expect(margaux.locator(".talk[data-opened] .named").first).to_have_text(f"@{MARGAUX}")
    margaux.fill(".say:not(.begin) textarea", "Bring it in, keep the hem.")
    margaux.click(".say:not(.begin) .b.main")
    expect(ana.locator(".talk .said .words").last).to_have_text("Bring it in, keep the hem.")

    before = mine.bounding_box()
    box = card.bounding_box()
    assert before and box
    ana.mouse.move(box["x"] + 20, box["y"] + 60)
    ana.mouse.down()
    ana.mouse.move(box["x"] + 60, box["y"] + 110, steps=5)
    ana.mouse.up()
    until(lambda: moved_by(mine, before) > (20, 20), "the pin goes with its card")

    ana.click(".talk-f button[name=to]")
    expect(margaux.locator(f'.talk[data-thread="{thread}"]')).to_have_attribute("data-state", "resolved")
    assert windows.faults == []
