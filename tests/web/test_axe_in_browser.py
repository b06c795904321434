"""The pages of each role read by axe-core: nothing on them stands in the way of somebody's eyes, hands or reader.

The walk begins at each person's home and follows every link, once for each kind of page.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.browser import Windows

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[1] / "axe" / "axe.min.js"
MODEL, PRODUCER, STYLIST, BOOKER = "Nia Dembe", "Elif Kaya", "Ana Ruiz", "Ilse Maas"
WIDE: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
LOOKS: list[tuple[Literal["light", "dark"], ViewportSize, list[str]]] = [
    ("light", WIDE, []),  # by every rule; what colour and width do not change is read this once
    ("dark", WIDE, ["color-contrast"]),
    ("dark", PHONE, ["meta-viewport", "scrollable-region-focusable", "target-size"]),
]
GRAVE = {"serious", "critical"}

ONE_OF_MANY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=/)\d+(?=/|$)")
EACH_HER_OWN = {"/", "/consent/requests", "/consent/requests/*", "/consent/licences/*"}
NO_PAGE = re.compile(r"^/(take|media)/|/(export|picture/)$|^/people/notices/.")  # files, and what is read once opened

# A bar that stays at the foot hides only what can be scrolled out from under it. The points on a plate lie where the
# body has them, however near to each other; they stand below as numbers too.
READ = """async (only) => {
  for (const bar of document.querySelectorAll(".at-hand")) bar.style.position = "static";
  const how = only.length ? { runOnly: { type: "rule", values: only } } : {};
  const found = await axe.run(document, { ...how, resultTypes: ["violations"] });
  return found.violations.flatMap(({ id, impact, nodes }) => nodes
    .filter(({ html }) => id !== "target-size" || !html.includes('class="handle"'))
    .map(({ html, failureSummary }) => ({ id, impact, html: html.slice(0, 240), why: failureSummary })));
}"""
LINKS = "links => links.filter((link) => link.origin === location.origin).map((link) => link.pathname + link.search)"


def pages(page: Page, at: str, seen: set[str]) -> Iterator[str]:
    """Open each kind of page that she can reach and nobody before her has."""
    ahead, mine = ["/"], set()
    while ahead:
        address = ahead.pop(0)
        kind = ONE_OF_MANY.sub("*", urlsplit(address).path)
        if kind in mine or NO_PAGE.search(kind):
            continue
        mine.add(kind)
        if kind in seen and kind not in EACH_HER_OWN:
            continue
        seen.add(kind)
        page.goto(f"{at}{address}")
        ahead += page.eval_on_selector_all("a[href]:not([download])", LINKS)
        yield address


def findings(page: Page) -> Iterator[dict[str, Any]]:
    for scheme, size, only in LOOKS:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size(size)
        read: list[dict[str, Any]] = page.evaluate(READ, only)
        yield from ({"seen": f"{scheme}, {size['width']}", **each} for each in read if each["impact"] in GRAVE)


def test_no_page_of_any_role_has_a_serious_finding(windows: Windows) -> None:
    seen: set[str] = set()
    found: list[dict[str, Any]] = []
    for who in (MODEL, PRODUCER, STYLIST, BOOKER):
        page = windows.page(who)
        page.add_init_script(path=AXE)
        for address in pages(page, windows.studio.address, seen):
            found += ({"who": who, "page": address, **each} for each in findings(page))
    assert found == [], json.dumps(found, indent=1, ensure_ascii=False)
    assert len(seen) > 80, "the walk has lost its pages"
    assert windows.faults == []
