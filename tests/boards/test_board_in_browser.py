"""A board's story without a mouse: by keys alone, with a neighbour watching; then by fingers on a phone."""

from typing import Any

import pytest
from playwright.sync_api import CDPSession, Locator, Page, WebSocketRoute, expect

from tests.browser import Windows, ready, until

pytestmark = pytest.mark.browser

ANA, JONAS = "Ana Ruiz", "Jonas Vehr"


class Line:
    """A page's live line, which can be cut: what it opens anew is cut as well, until it is back."""

    def __init__(self, page: Page) -> None:
        self.away = False
        self.open: list[WebSocketRoute] = []
        page.route_web_socket("**/live/", self.opened)

    def opened(self, line: WebSocketRoute) -> None:
        if self.away:
            line.close()
            return
        line.connect_to_server()
        self.open.append(line)

    def cut(self) -> None:
        self.away = True
        for line in self.open:
            line.close()
        self.open = []

    def back(self) -> None:
        self.away = False


class Desk:
    """Ana's keys, and Jonas who looks at the same board."""

    def __init__(self, windows: Windows) -> None:
        self.windows = windows
        self.ana, self.jonas = windows.page(ANA), windows.page(JONAS)
        self.line = Line(self.ana)
        self.ana.goto(f"{windows.studio.address}/shoots/")
        shoot = self.ana.locator("main a[href^='/shoots/']").first.get_attribute("href") or ""
        self.at = f"{windows.studio.address}/boards/shoot/{shoot.strip('/').rsplit('/', 1)[-1]}/"
        for page in (self.ana, self.jonas):
            page.goto(self.at)
            settled(page)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.ana.keyboard.press(key)

    def chosen(self) -> Locator:
        return self.ana.locator(".card.selected")

    def theirs(self, card: Locator) -> Locator:
        return self.jonas.locator(f'.card[data-card="{card.get_attribute("data-card")}"]')

    def same(self, card: Locator, name: str) -> None:
        """The neighbour's page says the same of the card as one's own, and the server keeps it."""
        seen = self.theirs(card)
        until(
            lambda: seen.get_attribute(f"data-{name}") == card.get_attribute(f"data-{name}"), f"Jonas sees {name} too"
        )

    def number(self, card: Locator, name: str) -> float:
        return float(card.get_attribute(f"data-{name}") or "nan")

    # The story

    def tab_walks_the_cards_as_they_are_read(self) -> None:
        self.ana.locator("[data-canvas]").focus()
        places = []
        for _ in range(3):
            self.press("Tab")
            expect(self.chosen()).to_have_count(1)
            places.append((self.number(self.chosen(), "y"), self.number(self.chosen(), "x")))
        assert len(set(places)) == 3

    def a_note_is_laid_and_written(self) -> None:
        self.press("Escape", "n")
        self.ana.keyboard.type("**Concrete**, not set.")
        self.press("Enter")
        self.ana.keyboard.type("- Coat open")
        self.press("Escape")
        note = self.chosen()
        expect(note.locator("b")).to_have_text("Concrete")
        expect(note.locator("li")).to_have_text("Coat open")
        expect(self.theirs(note).locator("b")).to_have_text("Concrete")

    def it_is_moved_and_scaled_and_turned(self) -> None:
        note = self.chosen()
        x, width = self.number(note, "x"), self.number(note, "width")
        self.press("Shift+ArrowRight", "ArrowRight", "+", "r")
        until(lambda: self.number(note, "rotation") == 15, "it is turned")
        assert self.number(note, "width") > width and self.number(note, "x") != x
        for name in ("x", "width", "rotation"):
            self.same(note, name)

    def a_copy_is_grouped_with_it_locked_and_let_go(self) -> None:
        first = self.chosen().get_attribute("data-card")
        self.press("Control+d")
        until(lambda: self.chosen().get_attribute("data-card") != first, "the copy is chosen")
        self.ana.evaluate("id => document.querySelector('main').board.choose([id], {add: true})", first)
        self.press("Control+g")
        expect(self.ana.locator(".card.selected[data-group]:not([data-group=''])")).to_have_count(2)
        self.press("Control+Shift+l")
        expect(self.ana.locator(".card.selected.locked")).to_have_count(2)
        x = self.number(self.chosen().first, "x")
        self.press("ArrowRight", "Delete")
        expect(self.ana.locator("[data-sentence]")).to_contain_text("locked")
        assert self.number(self.chosen().first, "x") == x
        self.press("Control+Shift+l", "Alt+a")
        expect(self.ana.locator(".card.selected.locked")).to_have_count(0)
        for card in self.chosen().all():
            self.same(card, "x")

    def steps_are_taken_back_but_none_of_a_neighbour_s(self) -> None:
        card = self.chosen().first
        before = self.number(card, "x")
        self.press("ArrowRight")
        self.same(card, "x")
        self.moves_by_jonas(card)
        self.press("Control+z")
        expect(self.ana.locator("[data-sentence]")).to_contain_text("Jonas Vehr has changed it since")
        assert self.number(card, "x") == before + 50

    def moves_by_jonas(self, card: Locator) -> None:
        x = self.number(card, "x")
        op = {"op": "move", "card": card.get_attribute("data-card"), "patch": {"x": x + 49}}
        self.jonas.evaluate("op => document.querySelector('main').board.put([op])", op)
        until(lambda: self.number(card, "x") == x + 49, "Ana sees what Jonas did")

    def what_is_done_without_a_line_arrives_once(self) -> None:
        self.line.cut()
        self.press("Escape", "n")
        self.ana.keyboard.type("Written in the lift")
        self.press("Escape")
        name = self.chosen().get_attribute("data-card")
        self.press("ArrowDown")
        expect(self.ana.locator("[data-said]")).to_contain_text("changes wait")
        self.line.back()
        seen = self.jonas.locator(f'.card[data-card="{name}"]')
        expect(seen).to_have_count(1)
        expect(seen).to_contain_text("Written in the lift")
        expect(self.ana.locator("[data-said]")).to_have_text("All kept")

    def all_is_still_so_when_the_page_is_loaded_anew(self) -> None:
        cards = self.numbers(self.ana)
        self.ana.reload()
        settled(self.ana)
        assert self.numbers(self.ana) == cards

    def numbers(self, page: Page) -> list[Any]:
        found = page.locator(".world .card:not([hidden])").evaluate_all(
            "cards => cards.map(({dataset: d}) => [d.card, Number(d.x), Number(d.y), Number(d.rotation), d.group])"
        )
        return sorted(found)


class Phone:
    """Jonas's fingers."""

    def __init__(self, desk: Desk) -> None:
        context = desk.windows.browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
        desk.windows.contexts.append(context)
        self.page = desk.windows.signed_in(context.new_page(), JONAS)
        self.page.goto(desk.at)
        settled(self.page)
        if self.page.locator("main[data-list]").count():
            self.page.click("[data-act=list]")
        self.touch: CDPSession = context.new_cdp_session(self.page)

    def fingers(self, kind: str, *points: tuple[float, float]) -> None:
        where = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        self.touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": where})

    def view(self) -> dict[str, float]:
        found: dict[str, float] = self.page.evaluate(
            "() => (({zoom, left, top}) => ({zoom, left, top}))(document.querySelector('main').board.view)"
        )
        return found

    def drag(self, start: tuple[float, float], by: tuple[float, float], *, hold_ms: int = 0) -> None:
        self.fingers("touchStart", start)
        if hold_ms:
            self.page.wait_for_timeout(hold_ms)
        for part in range(1, 7):
            self.fingers("touchMove", (start[0] + by[0] * part / 6, start[1] + by[1] * part / 6))
        self.page.wait_for_timeout(50)
        self.fingers("touchEnd")

    def middle(self, card: Locator) -> tuple[float, float]:
        box = card.bounding_box()
        assert box
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    # The story

    def one_finger_pans(self) -> None:
        before = self.view()
        self.drag((200, 420), (40, 60))
        until(lambda: abs(self.view()["top"] - before["top"] - 60) < 12, "the board followed the finger")

    def two_fingers_pinch(self) -> None:
        before = self.view()["zoom"]
        self.fingers("touchStart", (170, 400), (220, 400))
        for step in range(1, 7):
            self.fingers("touchMove", (170 - 12 * step, 400), (220 + 12 * step, 400))
        self.page.wait_for_timeout(50)
        self.fingers("touchEnd")
        until(lambda: self.view()["zoom"] > before * 1.5, "the board came nearer")

    def a_tap_chooses_and_a_held_finger_moves(self) -> None:
        self.page.evaluate("() => document.querySelector('main').board.acts.do('fit')")
        self.page.wait_for_timeout(400)
        name = self.page.locator(".card.garment").first.get_attribute("data-card")
        card = self.page.locator(f'.card[data-card="{name}"]')
        self.fingers("touchStart", self.middle(card))
        self.fingers("touchEnd")
        expect(card).to_have_class("card garment selected")
        x, version = card.get_attribute("data-x"), card.get_attribute("data-geometry")
        self.drag(self.middle(card), (30, 24), hold_ms=600)
        until(lambda: card.get_attribute("data-geometry") != version, "the move was kept")
        assert card.get_attribute("data-x") != x


def settled(page: Page) -> None:
    ready(page)
    page.wait_for_selector("[data-canvas][data-ready]")


KEYS = (
    Desk.tab_walks_the_cards_as_they_are_read,
    Desk.a_note_is_laid_and_written,
    Desk.it_is_moved_and_scaled_and_turned,
    Desk.a_copy_is_grouped_with_it_locked_and_let_go,
    Desk.steps_are_taken_back_but_none_of_a_neighbour_s,
    Desk.what_is_done_without_a_line_arrives_once,
    Desk.all_is_still_so_when_the_page_is_loaded_anew,
)
FINGERS = (Phone.one_finger_pans, Phone.two_fingers_pinch, Phone.a_tap_chooses_and_a_held_finger_moves)


def test_a_board_is_worked_by_keys_alone_and_by_touch(windows: Windows) -> None:
    desk = Desk(windows)
    for step in KEYS:
        step(desk)
    phone = Phone(desk)
    for touch in FINGERS:
        touch(phone)
    assert not windows.faults
