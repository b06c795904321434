"""A make-up artist prints the face chart, photographs the sheet, and keeps what the studio read from it."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser import Windows, ready
from tests.paper import photographed

pytestmark = pytest.mark.browser

ARTIST = "Salome Dietz"
ASKEW = ((260, 180), (1220, 110), (1380, 1730), (120, 1600))


def test_a_printed_sheet_is_read_back_and_kept(windows: Windows, tmp_path: Path) -> None:
    page = windows.page(ARTIST)
    page.goto(f"{windows.studio.address}/shoots/")
    page.locator("main a[href*='/shoots/']").first.click()
    page.locator("nav a", has_text="Dressing").first.click()
    page.locator(".lookrows a").first.click()
    ready(page)
    page.click("[data-opens=face-chart]")
    expect(page.locator("#face-chart")).to_be_visible()
    page.locator("[data-region-row=lips] .swatch[title=Plum]").click()
    expect(page.locator("#slot-makeup .sw rect[fill='#5a2740']")).to_have_count(1)
    table = page.url.split("#")[0]
    page.goto(f"{table}chart/")
    ready(page)

    page.set_viewport_size({"width": 794, "height": 1123})  # A4
    page.emulate_media(media="print")
    printed = Image.open(BytesIO(page.screenshot())).convert("RGB")
    page.emulate_media(media="screen")
    photo = tmp_path / "sheet.jpg"
    photo.write_bytes(photographed(printed, ASKEW, (1500, 1880), light=(1, 0.84, 0.66)))

    page.set_input_files("#chart-photo", photo)
    page.click("text=Read it")
    lips = page.locator("li[data-region=lips]")
    expect(lips).to_contain_text("Plum")
    page.click("text=Keep as the make-up")
    page.wait_for_url(lambda url: url.startswith(table) and "chart" not in url)
    expect(page.locator("#slot-makeup")).to_contain_text("Lips")
    assert windows.faults == []
