"""Asking and saying yes in a real browser: in Swedish, with other terms between two windows, and for tests alone."""

import re
import sqlite3
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Studio, Windows, ready, until

pytestmark = pytest.mark.browser


def rows(studio: Studio, query: str, *values: str) -> list[Any]:
    """What really stands in the studio's database."""
    with sqlite3.connect(f"file:{studio.folder / 'studio.sqlite3'}?mode=ro", uri=True, timeout=30) as database:
        return database.execute(query, values).fetchall()


def request_of(page: Page, address: str) -> str:
    """The page of the request that waits for her."""
    page.goto(f"{address}/consent/requests")
    href = page.locator("section.ask a[href$='/offer']").first.get_attribute("href") or ""
    return address + href.removesuffix("/offer")


def proves_herself(page: Page, studio: Studio) -> None:
    """Where a signature asks for a fresh sign-in first."""
    if "reauthenticate" in page.url:
        page.fill("input[name=password]", studio.password)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "reauthenticate" not in url)


def test_marta_signs_in_swedish_the_very_text_that_is_kept(studio: Studio, windows: Windows) -> None:
    page = windows.page("Marta Lind", phone=True)
    url = request_of(page, studio.address)
    page.goto(f"{url}/sign")
    proves_herself(page, studio)
    ready(page)
    assert page.locator("html").get_attribute("lang") == "sv"
    text = page.locator("ol.licence-text[data-signs]")
    assert text.get_attribute("lang") == "sv"
    shown = "\n".join(text.locator("li span").all_inner_texts())
    page.check("input[name=waives]")
    page.click("form.sign-form button.main")
    page.wait_for_url(url)
    memo = page.locator("a[href*='/consent/memos/']").first
    expect(memo).to_be_visible()
    newest = "SELECT text, language, house_language FROM consent_grantversion ORDER BY signed_at DESC LIMIT 1"
    kept = rows(studio, newest)
    assert kept[0] == (shown, "sv", "en")
    page.goto(studio.address + (memo.get_attribute("href") or ""))
    expect(page.locator("dl.memo-lines")).to_have_attribute("lang", "sv")
    with page.expect_download() as taken:
        page.click("a[download]")
    assert taken.value.path().read_bytes().startswith(b"%PDF-")


def test_other_terms_go_between_two_windows_and_each_sees_the_others_at_once(
    studio: Studio, windows: Windows
) -> None:
    nia, camille = windows.page("Nia Dembe"), windows.page("Camille Aubry")
    url = request_of(nia, studio.address)
    camille.goto(url)
    ready(camille)
    nia.goto(f"{url}/offer")
    ready(nia)
    nia.click("summary:has-text('Pay')")
    nia.fill("input[name=day_rate]", "1500")
    expect(nia.locator("#quote")).to_contain_text("NET 1,380.00")
    nia.click("button:has-text('Send these terms')")
    nia.wait_for_url(url)
    expect(camille.locator(".diff")).to_contain_text("Day rate")
    camille.click("button:has-text('Agree to these terms')")
    proves_herself(camille, studio)
    expect(nia.locator("#request .ask h2.pay")).to_contain_text("NET 1,380.00")
    expect(nia.locator("#request a:has-text('Yes, and sign')")).to_be_visible()


def test_a_yes_to_tests_lets_work_start_the_same_hour(studio: Studio, windows: Windows) -> None:
    """Mei's twin works for a rival; it works for Corvane when, and only when, she says so."""
    mei, producer = windows.page("Mei Linh Tran", phone=True), windows.page("Elif Kaya")
    look = UUID(rows(studio, "SELECT id FROM looks_look WHERE title = ?", "Shirt and column skirt")[0][0])
    casting = f"{studio.address}/looks/{look}/cast/"
    producer.goto(casting)
    expect(producer.locator("section.na")).to_contain_text("Mei Linh Tran")
    producer.click("a:has-text('Ask Mei Linh Tran')")
    producer.click("nav.ways a:has-text('Tests only')")
    ready(producer)
    expect(producer.locator("#ask-picture img")).to_be_visible()
    producer.click("button:has-text('Sign and send')")
    proves_herself(producer, studio)
    producer.wait_for_url(re.compile(r"/consent/requests/"))
    url = request_of(mei, studio.address)
    mei.goto(f"{url}/sign")
    proves_herself(mei, studio)
    mei.click("form.sign-form button.main")
    mei.wait_for_url(url)
    yes = producer.locator(".cards", has_text="Mei Linh Tran")
    until(lambda: producer.goto(casting) and yes.count(), "Mei's twin may be cast")


def test_nothing_went_wrong_on_any_page(windows: Windows) -> None:
    windows.shots("asking")
    assert windows.faults == []
