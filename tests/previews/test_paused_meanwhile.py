"""She pauses while a page is being made: between reading her consent and signing the addresses."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from unittest.mock import patch

from django.test import TestCase

from studio.approvals.models import Master
from studio.approvals.pictures import proof_shown
from studio.consent import actions as consent
from studio.consent.facts import facts_of
from studio.consent.offering import offers_of
from studio.home.pictures import Picture, pictured, with_twins
from studio.looks.casting import casting_of
from studio.media.addresses import opened, still_holds
from studio.previews.models import Preview
from studio.previews.pictures import shown
from tests import crew, story
from tests.crew import NOW

SESSION = "session"


class PausedMeanwhileTests(TestCase):
    story: story.Story
    master: Master
    preview: Preview

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.ready()
            cls.master = story.picked(cls.story)
            cls.preview = story.fresh(cls.master.preview)

    def setUp(self) -> None:
        story.clock(self)

    def facts_then_a_pause(self, twins: Any, now: datetime) -> Any:
        read = facts_of(twins, now)
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        return read

    def offers_then_a_pause(self, *asked: Any) -> Any:
        read = offers_of(*asked)
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        return read

    def address_of(self, module: str, page: Callable[[], str]) -> str:
        with patch(f"{module}.facts_of", self.facts_then_a_pause):
            return page()

    def assertDead(self, url: str) -> None:
        self.assertTrue(url.startswith("/m/"), "the page was decided before the pause")
        address = opened(url.strip("/").split("/")[-1], session_key=SESSION)
        self.assertFalse(still_holds(address, now=NOW))

    def test_a_preview_s_address_opens_nothing(self) -> None:
        seen: dict[str, Any] = {"viewer": self.story.stylist, "session_key": SESSION, "variant": "card", "now": NOW}
        self.assertDead(
            self.address_of(
                "studio.previews.pictures", lambda: shown([self.preview], **seen)[self.preview.id].url
            )
        )

    def test_a_proof_s_address_opens_nothing(self) -> None:
        seen: dict[str, Any] = {"viewer": self.story.stylist, "session_key": SESSION, "now": NOW}
        self.assertDead(
            self.address_of("studio.approvals.pictures", lambda: proof_shown(self.master, self.preview, **seen).url)
        )

    def test_a_tile_s_address_opens_nothing(self) -> None:
        with_twins([self.preview])
        assert self.preview.picture
        tile = Picture(self.preview.picture, self.preview)
        seen: dict[str, Any] = {"viewer": self.story.stylist, "session_key": SESSION, "now": NOW}
        self.assertDead(
            self.address_of("studio.home.pictures", lambda: pictured([tile], **seen)[tile.blob.id].url)
        )

    def test_a_comp_card_s_address_opens_nothing(self) -> None:
        another = crew.look(self.story.shoot, by=self.story.producer)

        def page() -> str:
            return casting_of(another, session_key=SESSION, now=NOW).yes[0].pictures[0][0]

        with patch("studio.looks.casting.offers_of", self.offers_then_a_pause):
            self.assertDead(page())
