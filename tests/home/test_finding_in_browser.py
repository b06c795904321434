"""The search by keyboard alone: it opens over any page, follows what is typed, and leads to what is chosen."""

import os
from typing import ClassVar
from unittest import mock

import pytest
from django.conf import settings
from django.contrib.staticfiles.testing import StaticLiveServerTestCase
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import crew

CHROMIUM = os.environ.get("DOUBLURE_CHROMIUM", "/usr/bin/chromium")


@pytest.mark.browser
class FinderTests(StaticLiveServerTestCase):
    browser: ClassVar[Browser]

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        # Playwright keeps a loop in this thread, which Django would take for async code
        cls.enterClassContext(mock.patch.dict(os.environ, {"DJANGO_ALLOW_ASYNC_UNSAFE": "1"}))
        browsers = cls.enterClassContext(sync_playwright())
        cls.browser = browsers.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        cls.addClassCleanup(cls.browser.close)

    def setUp(self) -> None:
        shoot = crew.shoot(crew.house("Corvane"))
        self.pieces = [crew.garment(shoot, title=title, colour="#1c2442") for title in ("Caban bleu", "Caban court")]
        client = crew.signed_in(Client(), shoot.opened_by)
        context = self.browser.new_context(viewport={"width": 1440, "height": 900})
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.live_server_url}])
        self.addCleanup(context.close)
        self.page: Page = context.new_page()

    def test_ctrl_k_letters_an_arrow_and_enter_lead_to_the_second_piece(self) -> None:
        page = self.page
        page.goto(self.live_server_url + reverse("shoots:list"))
        expect(page.locator("html[data-ready]")).to_have_count(1)
        page.keyboard.press("Control+k")
        page.keyboard.type("CABÁN")
        options = page.get_by_role("option")
        expect(options).to_have_count(2)
        expect(options.first).to_have_attribute("aria-selected", "true")
        page.keyboard.press("ArrowDown")
        second = options.nth(1)
        expect(second).to_have_attribute("aria-selected", "true")
        address = self.live_server_url + str(second.get_attribute("href"))
        page.keyboard.press("Enter")
        expect(page).to_have_url(address)
