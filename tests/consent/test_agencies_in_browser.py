"""In a real browser: a refusal that names nobody, and a mandate that its model ends with one tap."""

import re

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser import Windows, ready

pytestmark = pytest.mark.browser

SHOOT, LOOK = "AW27 Outerwear", "Camel coat, worn open"
RIVAL = ("halden", "henrik")


def casting(windows: Windows, who: str) -> Page:
    """The casting of a look of Corvane's: coats and knitwear, in France, Germany and Italy."""
    page = windows.page(who)
    page.goto(f"{windows.studio.address}/shoots/")
    page.get_by_role("link", name=SHOOT).first.click()
    page.wait_for_url(re.compile(r"/shoots/[0-9a-f-]{36}/"))
    page.goto(page.url.replace("/shoots/", "/looks/shoot/"))
    look = page.locator("main a[href^='/looks/']", has_text=LOOK).first.get_attribute("href")
    page.goto(f"{windows.studio.address}{look}cast/")
    ready(page)
    return page


def test_what_another_house_bought_is_told_and_the_house_is_nowhere(windows: Windows) -> None:
    page = casting(windows, "Elif Kaya")
    answers: list[str] = []

    def kept(answer: Response) -> None:
        if any(kind in answer.headers.get("content-type", "") for kind in ("html", "json", "text")):
            answers.append(answer.text())

    page.on("response", kept)
    page.reload()
    ready(page)
    ines = page.locator(".na li", has_text="Inês Duarte")
    expect(ines).to_contain_text("Taken for outerwear, Germany, until")
    page.remove_listener("response", kept)
    assert answers
    for source in [page.content(), *answers]:
        for name in RIVAL:
            assert name not in source.casefold()


def test_a_twin_made_with_one_house_works_for_another_only_when_her_owner_says_so(windows: Windows) -> None:
    page = casting(windows, "Elif Kaya")
    mei = page.locator(".na li", has_text="Mei Linh Tran")
    expect(mei).to_contain_text("Shares no reason.")
    assert page.locator(".comp", has_text="Mei Linh Tran").count() == 0


def test_she_ends_a_mandate_and_what_was_pending_waits_for_her(windows: Windows) -> None:
    tala, address = windows.page("Tala Reyes", phone=True), windows.studio.address
    tala.goto(f"{address}/consent/rules/acting")
    ready(tala)
    expect(tala.locator("main")).to_contain_text("It carries no consent: Perron signs nothing for you")
    tala.get_by_role("button", name="Sign it").click()
    expect(tala.locator("main")).to_contain_text("1 agency acts for you.")

    elif_ = casting(windows, "Elif Kaya")
    card = elif_.locator(".na li", has_text="Tala Reyes")
    card.locator("summary", has_text="Hold").click()
    card.locator("select[name=category]").select_option("knitwear")
    card.locator("select[name=territory]").select_option("FR")
    card.get_by_role("button", name="Place the option").click()
    expect(elif_.locator(".na li", has_text="Tala Reyes")).to_contain_text("First option")

    ilse = windows.page("Ilse Maas")
    ilse.goto(f"{address}/")
    ready(ilse)
    roster = ilse.locator("table.roster tbody tr", has_text="Tala Reyes")
    expect(roster).to_contain_text("1 Corvane, knitwear")

    tala.goto(f"{address}/consent/rules/acting")
    ready(tala)
    tala.get_by_role("button", name="End it").click()
    expect(tala.get_by_role("dialog")).to_contain_text("1 thing is pending")
    tala.get_by_role("button", name="End the mandate").click()
    expect(tala.locator("#waits")).to_contain_text("Corvane")
    expect(roster).to_have_count(0)

    tala.goto(f"{address}/consent/options")
    ready(tala)
    option = tala.locator(".holds li", has_text="Corvane")
    expect(option).to_contain_text("It waits for you alone.")
    option.get_by_role("button", name="Decline").click()
    expect(tala.locator(".holds li", has_text="Corvane")).to_have_count(0)
    assert windows.faults == []
