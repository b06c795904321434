"""The whole story in a real browser: from a shoot's name to a delivered picture, and the model's hand on the switch.

Starts the studio as its README says, with the demonstration house, and walks it as each person in a window of her own.
"""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from studio.imaging import credentials, metadata
from tests.browser import ROOT, WAITS_MS, Windows, ready, until

GARMENTS = ROOT / "studio" / "operations" / "demo_house" / "garments"
SHOOT = "Story of one coat"
CREW = {
    "Ana Ruiz": "styling",
    "Jonas Vehr": "photography",
    "Salome Dietz": "make-up",
    "Noé Sarr": "hair",
    "Ida Falk": "set-design",
    "Piet Doorn": "casting",
    "Margaux Thiry": "art-direction",
}

pytestmark = pytest.mark.browser
OWN_STUDIO = True


class Story:
    """The steps, in order; each takes up where the one before left off."""

    def __init__(self, windows: Windows) -> None:
        self.windows = windows
        self.at = windows.studio.address
        self.shoot = self.board = self.look = self.review = self.asset = self.public = ""

    def go(self, who: str, path: str, *, phone: bool = False) -> Page:
        page = self.windows.page(who, phone=phone)
        page.goto(path if path.startswith("http") else f"{self.at}{path}")
        ready(page)
        return page

    # 1

    def a_producer_opens_a_shoot(self) -> None:
        page = self.go("Elif Kaya", "/shoots/")
        page.fill("input[name=name]", SHOOT)
        page.click("text=Open the shoot")
        page.wait_for_url(re.compile(r"/shoots/[0-9a-f-]{36}/"))
        self.shoot = page.url.rstrip("/").rsplit("/", 1)[-1]
        for who, craft in CREW.items():
            self.books(page, who, craft)
        embargo = date.today() + timedelta(days=30)
        page.fill("input[name=until]", f"{embargo.isoformat()}T12:00")
        page.click("text=Set the embargo")
        expect(page.locator("#embargo")).to_contain_text("Out on")
        expect(page.locator("#call-sheet")).to_contain_text("Margaux Thiry")

    def books(self, page: Page, who: str, craft: str) -> None:
        ready(page)
        page.locator("#call-sheet button[data-opens=book]").first.click()
        page.select_option("#book select[name=person]", label=who)
        page.check(f"#book input[name=crafts][value={craft}]")
        page.click("#book button:has-text('Put on the call sheet')")
        expect(page.locator("#call-sheet dl")).to_contain_text(who)

    # 2

    def a_stylist_fills_the_board_and_another_sees_it(self) -> None:
        ana = self.go("Ana Ruiz", f"/boards/shoot/{self.shoot}/")
        self.board = ana.url
        jonas = self.go("Jonas Vehr", self.board)
        ana.wait_for_selector("[data-canvas][data-ready]")
        jonas.wait_for_selector("[data-canvas][data-ready]")
        expect(ana.locator("[data-presence]")).to_contain_text("JV")
        pictures = [str(GARMENTS / f"{name}.png") for name in ("coat_camel", "tee_white", "jeans_indigo")]
        ana.set_input_files(".arriving input[type=file]", pictures)
        for page in (ana, jonas):
            expect(page.locator(".card.garment[data-state=ready] img")).to_have_count(3)
        self.moves_a_card(ana, jonas)
        ana.click("[data-act=look]")
        ana.wait_for_selector(".card.look", state="attached")
        jonas.wait_for_selector(".card.look", state="attached")
        look = ana.locator(".card.look").first
        self.look = f"/looks/{look.get_attribute('data-about')}/"
        pieces = ana.locator(".card.garment").evaluate_all("them => them.map((it) => it.dataset.about)")
        self.says_whose_they_are(ana, pieces)

    def says_whose_they_are(self, page: Page, pieces: list[str]) -> None:
        """It may wait, but nothing is delivered without it."""
        for piece in pieces:
            page.goto(f"{self.at}/looks/garment/{piece}/")
            page.select_option("select[name=whose]", "house")
            page.select_option("select[name=may]", "yes")
            with page.expect_response(lambda answer: answer.request.method == "POST"):
                page.click("main form.form .acts button")
            page.wait_for_load_state()
            expect(page.locator("select[name=may]")).to_have_value("yes")

    def moves_a_card(self, ana: Page, jonas: Page) -> None:
        ana.wait_for_selector("[data-canvas][data-ready]")
        card = ana.locator(".card.garment").first
        name = card.get_attribute("data-card")
        box = card.bounding_box()
        assert box
        ana.mouse.move(box["x"] + 30, box["y"] + 30)
        ana.mouse.down()
        ana.mouse.move(box["x"] + 330, box["y"] + 180, steps=8)
        ana.mouse.up()
        seen = jonas.locator(f'.card[data-card="{name}"]')
        moved = ana.locator(f'.card[data-card="{name}"]')
        until(lambda: moved.get_attribute("data-geometry") != "1", "the board keeps the move")
        until(lambda: seen.get_attribute("data-x") == moved.get_attribute("data-x"), "the other sees the move")

    def she_dresses_the_stand_in(self) -> None:
        page = self.go("Ana Ruiz", self.look)
        for title in ("Tee white", "Jeans indigo", "Coat camel"):
            page.locator(f'.rail li[data-title="{title.lower()}"] button').click()
            expect(page.locator("#slot-garments")).to_contain_text(title)
        self.previews(page, 1)

    def previews(self, page: Page, number: int) -> None:
        """A picture that was not there before, with its progress on the way."""
        button = page.locator(".figure button:has-text('Make a preview')")
        button.click()
        expect(page.locator(f'.figure img[alt*="version {number}"]')).to_be_visible(timeout=4 * WAITS_MS)

    # 3

    def make_up_and_light_are_set_on_the_same_look(self) -> None:
        salome = self.go("Salome Dietz", self.look)
        salome.click("text=Open the face chart")
        salome.check("#lips-on")
        salome.fill("#lips-colour", "#6b1a20")
        salome.locator("#lips-colour").dispatch_event("change")
        expect(salome.locator("#slot-makeup")).to_contain_text("Lips")
        noe = self.go("Noé Sarr", self.look)
        noe.click("#slot-hair summary")
        noe.fill("#hair-style", "As photographed, brushed")
        noe.locator("#slot-hair button:has-text('Keep')").click()
        expect(noe.locator("#slot-hair")).to_contain_text("Noé Sarr")
        ida = self.go("Ida Falk", self.look)
        ida.click("#slot-place summary")
        ida.locator("#slot-place label:has-text('Concrete')").click()
        expect(ida.locator("#slot-place")).to_contain_text("Ida Falk")
        jonas = self.go("Jonas Vehr", self.look)
        expect(jonas.locator("#slot-garments")).to_contain_text("you are booked for photography")
        jonas.locator("label:has(#su-loop)").click()
        expect(jonas.locator("#slot-light")).to_contain_text("Jonas Vehr")

    # 4

    def casting_chooses_among_those_who_consent(self) -> None:
        elif_ = self.go("Elif Kaya", f"{self.look}cast/")
        elif_.select_option("select[name=purpose]", "campaign")
        self.fills_the_brief(elif_)
        piet = self.go("Piet Doorn", f"{self.look}cast/")
        expect(piet.locator("section[aria-labelledby=yes-h]")).to_contain_text("Nia Dembe")
        away = piet.locator("section.na")
        for name in ("Ren Asano", "Kofi Mensah", "Mei Linh Tran"):
            expect(away).to_contain_text(name)
        expect(away).not_to_contain_text("Halden")
        piet.locator("article.comp:has-text('Nia Dembe') footer button").click()
        expect(piet.locator("#slot-twin")).to_contain_text("Nia Dembe")

    def fills_the_brief(self, page: Page) -> None:
        first, last = date.today(), date.today() + timedelta(days=90)
        page.fill("input[name=starts_on]", first.isoformat())
        page.fill("input[name=ends_on]", last.isoformat())
        for name, value in (("categories", "outerwear"), ("channels", "own-site")):
            page.check(f"input[name={name}][value={value}]")
        page.select_option("select[name=territories]", ["FR"])
        page.locator("form.brief-form button.main").click()
        page.wait_for_selector("section[aria-labelledby=yes-h]")

    # 5 and 6

    def a_preview_of_her_is_made(self) -> None:
        page = self.go("Ana Ruiz", self.look)
        expect(page.locator("#slot-twin")).to_contain_text("Nia Dembe")
        self.previews(page, 2)
        board = self.go("Jonas Vehr", self.board)
        expect(board.locator(".card.look img")).to_be_visible()

    def art_direction_asks_for_a_change_and_picks(self) -> None:
        page = self.go("Margaux Thiry", f"/review/shoot/{self.shoot}/")
        page.locator(".reviews .wall a").first.click()
        ready(page)
        page.click("[data-tool=pen]")
        picture = page.locator("[data-drawing]").bounding_box()
        assert picture
        page.mouse.move(picture["x"] + 120, picture["y"] + 160)
        page.mouse.down()
        page.mouse.move(picture["x"] + 200, picture["y"] + 240, steps=10)
        page.mouse.up()
        page.fill("#note-words", "The key comes from too far round. Bring it forward.")
        page.click("button[name=asks_change]")
        expect(page.locator(".verdict .n.open")).to_contain_text("Bring it forward")
        jonas = self.go("Jonas Vehr", self.look)
        with jonas.expect_response(lambda answer: "/slot/light/" in answer.url):
            jonas.locator("label:has(#su-butterfly)").click()
        self.previews(jonas, 3)
        page.goto(f"{self.at}/review/shoot/{self.shoot}/")
        page.locator(".reviews .wall a").first.click()
        ready(page)
        self.review = page.url
        page.click("text=Pick this one")
        expect(page.locator(".verdict")).to_contain_text("What you sign off is what goes out", timeout=6 * WAITS_MS)
        page.locator(".verdict button:has-text('Sign off')").click()
        expect(page.locator(".verdict")).to_contain_text("Signed off")
        expect(page.locator(".missing")).to_contain_text("Jonas Vehr")

    # 7

    def each_confirms_her_credit_once(self) -> None:
        for who in (*CREW, "Elif Kaya"):
            page = self.go(who, f"/credits/shoot/{self.shoot}/")
            page.click("text=Confirm my credit")
            expect(page.locator(".yours")).to_contain_text("you have confirmed it")

    # 8

    def it_seals_itself_and_is_delivered(self) -> None:
        elif_ = self.go("Elif Kaya", f"/delivery/shoot/{self.shoot}/")
        expect(elif_.locator("main")).to_contain_text("Sealed", timeout=4 * WAITS_MS)
        elif_.locator(".deliveries .wall a").first.click()
        ready(elif_)
        self.asset = elif_.url
        expect(elif_.locator("#reckoned .sum")).to_contain_text("EUR")
        elif_.fill("textarea[name=intended_use]", "The season's launch on our own site, in stills.")
        elif_.click("text=Deliver and pay")
        with elif_.expect_download() as download:
            elif_.locator("a:has-text('Take the file')").first.click()
        self.is_signed_and_credited(Path(download.value.path()).read_bytes())
        code = Path(download.value.suggested_filename).name.split("-")[0]
        self.public = f"/p/{code}/"

    def is_signed_and_credited(self, file: bytes) -> None:
        authority = credentials.make_authority(self.windows.studio.folder / "keys" / "signing", studio_name="Doublure")
        signed = credentials.read(file, "image/jpeg", authority=authority)
        assert signed and signed.state == "Trusted"
        facts = metadata.read_xmp(file)
        named = {name for name, _role in facts["contributors"]}
        assert {*CREW, "Elif Kaya"} <= named
        assert dict(signed.contributors).keys() >= named
        assert facts["source_type"] == "composite"

    # 9

    def the_model_sees_it_all_and_stops_it(self) -> None:
        nia = self.go("Nia Dembe", "/", phone=True)
        text = nia.locator("main").inner_text()
        assert SHOOT in text and "EUR" in text and "Corvane" in text
        ana = self.go("Ana Ruiz", self.look)
        expect(ana.locator('.on-stage img[alt^="Preview of"]')).to_be_visible()
        board = self.go("Jonas Vehr", self.board)
        expect(board.locator(".card.look img")).to_be_visible()
        nia.locator(".hers button[role=switch]").first.click()
        expect(nia.locator(".hers").first).to_contain_text("paused")
        expect(board.locator(".card.look img")).to_have_count(0)
        expect(board.locator(".card.look")).to_contain_text("paused")
        expect(ana.locator(".figure .on-stage .veil")).to_contain_text("paused")
        ana.locator(".figure button:has-text('Make a preview')").click()
        expect(ana.locator(".figure .refusal")).to_contain_text("paused")

    # 10

    def a_stranger_sees_nothing_but_the_public_page(self) -> None:
        nobody = self.windows.browser.new_context()
        for path in (self.look, self.board, self.review, self.asset, f"/shoots/{self.shoot}/"):
            address = path if path.startswith("http") else f"{self.at}{path}"
            rival = self.windows.page("Henrik Dahl").request.get(address)
            assert rival.status == 404, f"{path} shows itself to a stranger"
            answer = nobody.request.get(address, max_redirects=0)
            assert answer.status in {302, 404}, f"{path} shows itself to nobody in particular"
        assert nobody.request.get(f"{self.at}{self.public}").status == 404, "the embargo holds"
        elif_ = self.go("Elif Kaya", f"/shoots/{self.shoot}/")
        elif_.locator("button[name=lift]").click()
        expect(elif_.locator("#embargo")).to_contain_text("None is set")
        page = nobody.new_page()
        page.goto(f"{self.at}{self.public}")
        expect(page.locator("main")).to_contain_text("digital twin of Nia Dembe")
        expect(page.locator("main")).to_contain_text("Salome Dietz")
        expect(page.locator(".front img")).to_have_count(0)
        nobody.close()


STEPS = (
    Story.a_producer_opens_a_shoot,
    Story.a_stylist_fills_the_board_and_another_sees_it,
    Story.she_dresses_the_stand_in,
    Story.make_up_and_light_are_set_on_the_same_look,
    Story.casting_chooses_among_those_who_consent,
    Story.a_preview_of_her_is_made,
    Story.art_direction_asks_for_a_change_and_picks,
    Story.each_confirms_her_credit_once,
    Story.it_seals_itself_and_is_delivered,
    Story.the_model_sees_it_all_and_stops_it,
    Story.a_stranger_sees_nothing_but_the_public_page,
)


def test_the_story_is_walked_from_a_name_to_a_delivered_picture(windows: Windows) -> None:
    story = Story(windows)
    for step in STEPS:
        try:
            step(story)
        except BaseException:
            windows.shots(step.__name__)
            raise
    assert not windows.faults, windows.faults
