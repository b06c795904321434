"""Erasing on a phone: the contact stops everything, the twin goes by a held press, and the receipt holds without us."""

import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Studio, Windows, ready

pytestmark = pytest.mark.browser
OWN_STUDIO = True

MODEL = "Olav Brekke"
HOLD_MS = 2_600


def held(page: Page, name: str) -> None:
    ready(page)
    page.get_by_role("button", name=name).scroll_into_view_if_needed()
    page.get_by_role("button", name=name).hover()
    page.mouse.down()
    page.wait_for_timeout(HOLD_MS)
    page.mouse.up()


def test_he_erases_his_twin_and_keeps_a_receipt(studio: Studio, windows: Windows, tmp_path: Path) -> None:
    page = windows.page(MODEL, phone=True)
    page.goto(f"{studio.address}/twins/")
    twin = re.search(r"/twins/([0-9a-f-]{36})/", page.content())
    assert twin
    key = studio.folder / "keys" / "twins" / f"twin_{twin.group(1)}.key"
    assert key.exists()

    page.goto(f"{studio.address}/twins/{twin.group(1)}/keeping/")
    contact = page.locator("#contact")
    contact.get_by_label("Name", exact=True).fill("Siri Brekke")
    contact.get_by_label("E-mail").fill("siri@example.com")
    contact.get_by_role("button", name="Name this person").click()
    link = page.get_by_label("Their link, to hand over yourself").input_value()
    other = windows.page("Siri Brekke")
    other.goto(link)
    expect(other.get_by_role("heading", name="Olav Brekke wants you asked.")).to_be_visible()
    expect(other.locator("main img")).to_have_count(0)
    other.get_by_label("Olav Brekke cannot act").check()
    held(other, "Hold to stop everything")
    expect(other.get_by_text("You were named to be asked")).to_be_visible()
    other.get_by_role("button", name="It was a mistake").click()
    expect(other.get_by_text("You said: it was a mistake.")).to_be_visible()

    page.reload()
    expect(page.get_by_text("Everything stands still until you switch on again.")).to_be_visible()
    page.get_by_role("link", name="See what erasing does").click()
    expect(page.get_by_role("heading", name="What stays, and why")).to_be_visible()
    button = page.get_by_role("button", name="Hold to erase for good")
    button.click()  # a tap alone is no consent
    assert key.exists()
    held(page, "Hold to erase for good")
    expect(page.get_by_role("heading", name=re.compile("Olav Brekke was erased on"))).to_be_visible()
    assert not key.exists()
    assert key.with_suffix(".gone").exists()

    with page.expect_download() as saved:
        page.get_by_role("link", name="Download the receipt").click()
    with ZipFile(saved.value.path()) as pack:
        pack.extractall(tmp_path)
    checked = subprocess.run(
        [sys.executable, "-I", str(tmp_path / "check.py")], capture_output=True, text=True, check=False, timeout=60
    )
    assert "and the receipt of" in checked.stdout, checked.stderr

    page.goto(studio.address)
    expect(page.locator("main")).to_be_visible()
    assert other.goto(link).status == 404  # type: ignore[union-attr]
    assert windows.faults == []
