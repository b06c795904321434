"""The switch on a phone, as she presses it: the veil elsewhere, ten seconds to take it back, a card in a wallet."""

import os
import sqlite3
import subprocess
import sys

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import CHROMIUM, ROOT, Studio, Windows, ready

pytestmark = pytest.mark.browser
OWN_STUDIO = True

NIA, MARTA, OLAV, CREW = "Nia Dembe", "Marta Lind", "Olav Brekke", "Ana Ruiz"


class Hers:
    """Nia's phone beside a page of the house that shows her."""

    def __init__(self, windows: Windows) -> None:
        self.windows = windows
        self.at = windows.studio.address
        self.phone = windows.page(NIA, phone=True)
        self.crew = windows.page(CREW)

    def screen(self) -> Page:
        self.phone.goto(f"{self.at}/switch/")
        ready(self.phone)
        return self.phone

    def look_of_hers(self) -> Page:
        """The newest previews on the crew's own page."""
        self.crew.goto(f"{self.at}/?as=crew")
        ready(self.crew)
        expect(self.crew.locator(".frames img").first).to_be_visible()
        return self.crew

    def signs_in_again(self) -> None:
        self.phone.fill("input[name=password]", self.windows.studio.password)
        self.phone.press("input[name=password]", "Enter")

    # Pause, undo, resume

    def one_tap_veils_the_other_page_and_is_taken_back(self) -> None:
        crew, phone = self.look_of_hers(), self.screen()
        phone.click(".stop-all")
        expect(phone.locator("h1").first).to_have_text("Everything is paused.")
        expect(phone.locator(".stopped dd")).to_have_count(4)
        expect(phone.locator(".held h2").first).to_contain_text("delivered before; here is who holds")
        expect(crew.locator(".frames .veil").first).to_be_visible()
        phone.click(".after .undo button")
        expect(phone.locator(".stop-all")).to_be_visible()
        expect(crew.locator(".frames img").first).to_be_visible()

    def the_countdown_ends_by_itself_and_resuming_asks_for_a_sign_in(self) -> None:
        phone = self.screen()
        phone.click(".stop-all")
        count = phone.locator(".after .undo [data-counts]")
        expect(count).to_have_text("8")
        expect(phone.locator(".after .undo")).to_have_count(0)
        self.forgets_when_she_signed_in()
        phone.click("text=Switch on again")
        phone.wait_for_url("**/reauthenticate/**")
        self.signs_in_again()
        expect(phone.locator(".stop-all")).to_be_visible()

    def forgets_when_she_signed_in(self) -> None:
        """Her sign-in is older than five minutes."""
        studio = self.windows.studio
        environment = os.environ | {"DOUBLURE_DATA": str(studio.folder), "DJANGO_SETTINGS_MODULE": "studio.settings"}
        subprocess.run([sys.executable, "-c", AGED, studio.emails[NIA]], cwd=ROOT, env=environment, check=True)

    def one_picture_alone_is_paused_from_its_own_page(self) -> None:
        phone = self.screen()
        phone.locator(".strip a").first.click()
        ready(phone)
        phone.click("button:has-text('Pause')")
        expect(phone.locator("text=You paused this picture")).to_be_visible()
        phone.click("button:has-text('Undo')")
        expect(phone.locator("button:has-text('Pause')")).to_be_visible()

    # The card

    def whoever_holds_her_card_stops_everything(self) -> None:
        phone = self.screen()
        phone.locator(".card-of a.b").click()
        if phone.locator("button:has-text('Make a stop card')").count():
            phone.click("button:has-text('Make a stop card')")
        address = phone.locator("text=Try what it opens").get_attribute("href")
        assert address
        nobody = self.windows.browser.new_context(java_script_enabled=False)
        page = nobody.new_page()
        page.goto(address)
        expect(self.screen().locator(".stop-all")).to_be_visible()
        assert NIA not in page.content()
        page.click("button")
        expect(page.locator("h1")).to_have_text("Everything is paused.")
        expect(self.screen().locator("h1").first).to_have_text("Everything is paused.")
        expect(self.phone.locator(".after .undo")).to_have_count(0)
        nobody.close()
        self.phone.click("text=Switch on again")
        expect(self.phone.locator(".stop-all")).to_be_visible()

    # Withdrawal

    def a_licence_is_withdrawn_by_holding(self) -> None:
        """Another model's, whom no other story needs."""
        phone = self.windows.page(OLAV, phone=True)
        phone.goto(f"{self.at}/switch/")
        phone.locator(".for-good .parts a.b").last.click()
        ready(phone)
        button = phone.locator("button:has-text('Hold to withdraw')")
        button.click()
        expect(phone.locator("h1")).to_contain_text("Withdraw")
        box = button.bounding_box()
        assert box
        phone.mouse.move(box["x"] + 40, box["y"] + 20)
        phone.mouse.down()
        phone.wait_for_url("**/withdrawn/**")
        phone.mouse.up()
        expect(phone.locator("h1")).to_have_text("Withdrawn. Corvane holds no licence of yours.")


AGED = """
import sys, time
import django
django.setup()
from django.contrib.sessions.models import Session
from importlib import import_module
from django.conf import settings
from studio.people.models import Person
store = import_module(settings.SESSION_ENGINE).SessionStore
who = str(Person.objects.get(email=sys.argv[1]).pk)
for row in Session.objects.all():
    session = store(row.session_key)
    if session.get("_auth_user_id") == who:
        records = [{**each, "at": time.time() - 3600} for each in session.get("account_authentication_methods", [])]
        session["account_authentication_methods"] = records
        session.save()
"""

STEPS = (
    Hers.one_tap_veils_the_other_page_and_is_taken_back,
    Hers.the_countdown_ends_by_itself_and_resuming_asks_for_a_sign_in,
    Hers.one_picture_alone_is_paused_from_its_own_page,
    Hers.whoever_holds_her_card_stops_everything,
    Hers.a_licence_is_withdrawn_by_holding,
)


def test_she_holds_the_key_on_her_phone(windows: Windows) -> None:
    hers = Hers(windows)
    for step in STEPS:
        try:
            step(hers)
        except BaseException:
            windows.shots(step.__name__)
            raise
    assert not windows.faults, windows.faults


def test_going_back_after_a_pause_shows_no_picture(studio: Studio, browser: Browser) -> None:
    """With the store of pages that browsers keep for going back, which is off while they are driven."""
    kept = ["--disable-back-forward-cache"]
    goes_back = browser.browser_type.launch(
        executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"], ignore_default_args=kept
    )
    windows = Windows(studio, goes_back)
    try:
        hers = Hers(windows)
        crew = hers.look_of_hers()
        shown = [each.get_attribute("src") or "" for each in crew.locator(".frames img").all()]
        crew.goto(f"{hers.at}/people/settings/")
        hers.screen().click(".stop-all")
        expect(hers.phone.locator("h1").first).to_have_text("Everything is paused.")
        crew.go_back(wait_until="commit")
        expect(crew.locator(".frames .veil").first).to_be_visible()
        left = [each.get_attribute("src") or "" for each in crew.locator(".frames img").all()]
        gone = [address for address in shown if address not in left]
        assert gone
        assert all(crew.request.get(f"{hers.at}{address}").status in (404, 410) for address in gone)
        hers.phone.click(".after .undo button")
        expect(hers.phone.locator(".stop-all")).to_be_visible()
        assert not windows.faults, windows.faults
    finally:
        windows.close()
        goes_back.close()


NO_NOTICE = """
CREATE TRIGGER no_notice AFTER UPDATE OF takedown_on ON consent_piecetaken
BEGIN UPDATE consent_piecetaken SET takedown_on = date('now', '-2 days') WHERE id = NEW.id; END
"""
CODE = """
SELECT asset.public_code FROM assets_asset asset JOIN assets_assettwin one ON one.asset_id = asset.id
JOIN twins_twin twin ON twin.id = one.twin_id JOIN people_person who ON who.id = twin.owner_id WHERE who.email = ?
"""


def test_an_open_public_page_says_by_itself_that_the_licence_has_ended(studio: Studio, windows: Windows) -> None:
    """No notice keeps the delivered file up: the day it comes down is set behind her withdrawal's back."""
    with sqlite3.connect(studio.folder / "studio.sqlite3", timeout=30) as database:
        database.execute(NO_NOTICE)
        ((code,),) = database.execute(CODE, (studio.emails[MARTA],)).fetchall()
    anybody = windows.browser.new_context().new_page()
    anybody.goto(f"{studio.address}/p/{code}/")
    expect(anybody.locator(".front img")).to_be_visible()
    phone = windows.page(MARTA, phone=True)
    phone.goto(f"{studio.address}/switch/")
    phone.locator(".for-good .parts a.b").last.click()
    ready(phone)
    button = phone.locator("button[data-hold]")
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box
    phone.mouse.move(box["x"] + 40, box["y"] + 20)
    phone.mouse.down()
    phone.wait_for_url("**/withdrawn/**")
    phone.mouse.up()
    expect(anybody.locator(".first h1")).to_contain_text("The licence has ended.")
    expect(anybody.locator(".front img")).to_have_count(0)
    assert "withdr" not in anybody.content().lower()
    anybody.context.close()
