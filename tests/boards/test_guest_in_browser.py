"""A guest with a link on a phone: she looks, decides with the code, and sees nothing more once the link has ended."""

import pytest
from playwright.sync_api import expect

from tests.browser import Windows, ready

pytestmark = pytest.mark.browser

PRODUCER, GUEST = "Elif Kaya", "Kim Larsen"


def test_a_guest_on_a_phone_decides_with_a_code_and_goes_dark_when_the_link_ends(windows: Windows) -> None:
    elif_, at = windows.page(PRODUCER), windows.studio.address
    elif_.goto(f"{at}/shoots/")
    shoot = elif_.locator("main a[href^='/shoots/']").first.get_attribute("href") or ""
    elif_.goto(f"{at}/boards/shoot/{shoot.strip('/').rsplit('/', 1)[-1]}/")
    elif_.locator("a[href$='/guests/']").first.click()
    elif_.fill("input[name=name]", GUEST)
    elif_.fill("input[name=email]", "kim@client.example")
    elif_.select_option("select[name=rights]", "decide")
    elif_.get_by_role("button", name="Make the link").click()
    link = elif_.locator(".guest-rows input[readonly]").first.input_value()

    kim = windows.page(GUEST, phone=True)
    kim.goto(link)
    kim.get_by_role("button", name="Open it").click()
    ready(kim)
    assert kim.evaluate("document.documentElement.scrollWidth") <= 390, "nothing lies beyond the phone's edge"
    card = kim.locator(".guest-card", has=kim.locator("nav.answers")).first
    expect(card.locator("img")).to_be_visible()
    for answer in card.locator("nav.answers a").all():
        box = answer.bounding_box()
        assert box and box["height"] >= 48, "large enough for a thumb"
    card.locator("nav.answers a").first.click()  # the first tap
    kim.get_by_role("button", name="Keep my answer").click()  # the second

    elif_.reload()
    code = elif_.locator(".waits-code b").first.inner_text()
    kim.fill("input[name=code]", code)
    kim.get_by_role("button", name="Keep my answer").click()
    expect(kim.locator(".guest-card .said").first).to_have_text("You said yes")
    ready(kim)

    elif_.get_by_role("button", name="End it now").first.click()
    expect(kim.get_by_role("heading", name="This link ended")).to_be_visible()
    assert kim.locator("img").count() == 0
    windows.shots("guest")
    assert windows.faults == []
