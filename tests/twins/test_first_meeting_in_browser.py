"""Arjun was captured and has not met his twin: on his phone he does, and only then chooses what others see."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import WAITS_MS, Studio, Windows, ready

HER = "Arjun Mehta"

pytestmark = pytest.mark.browser


@pytest.fixture
def windows(studio: Studio, browser: Browser) -> Windows:
    return Windows(studio, browser)


def go(page: Page, address: str) -> None:
    page.goto(address)
    ready(page)


def meets(page: Page) -> None:
    page.click("text=The first meeting")
    ready(page)
    expect(page.locator("h1")).to_contain_text("Nobody else is here")
    page.click("button:has-text('Show me my twin')")
    expect(page.locator("button[value=me]")).to_have_count(2, timeout=4 * WAITS_MS)


def answers(page: Page) -> None:
    page.locator(".faces li:has-text('Not me')").first.locator("button[value=me]").click()
    expect(page.locator(".faces li[data-state=me]")).to_have_count(1)
    page.locator("button[value=not-me]").first.click()
    expect(page.locator(".faces li[data-state=not-me]")).to_contain_text("Not you. The picture is erased.")


def chooses(page: Page) -> None:
    page.click("text=Choose your comp card")
    page.fill("input[name^=alt-]", "Arjun Mehta, digital twin, in the cover")
    page.click("button:has-text('This is my comp card')")
    expect(page.locator("h1")).to_contain_text("The least that every picture shows you in")
    page.click("button:has-text('This is my cover')")
    page.wait_for_url(re.compile(r"/twins/[0-9a-f-]{36}/$"))
    expect(page.locator(".page-h")).to_contain_text("Houses may ask; nothing is in force before your own yes.")
    expect(page.locator(".card-strip img")).to_have_count(1)


def test_the_first_meeting_is_private_and_ends_with_what_is_shown(windows: Windows) -> None:
    phone = windows.page(HER, phone=True)
    try:
        go(phone, f"{windows.studio.address}/twins/")
        expect(phone.locator(".page-h")).to_contain_text("Nobody can cast it yet.")
        meets(phone)
        picture = phone.locator(".faces img").first.get_attribute("src") or ""
        other = windows.page("Elif Kaya")
        assert other.request.get(f"{windows.studio.address}{picture}").status == 404
        answers(phone)
        chooses(phone)
        assert not windows.faults, windows.faults
    except BaseException:
        windows.shots("first-meeting")
        raise
    finally:
        windows.close()
