"""A board on paper: what is on the sheet, for whom it opens, and for how long."""

from datetime import timedelta
from io import BytesIO
from typing import ClassVar
from unittest.mock import patch
from uuid import uuid4

from django.test import TestCase
from django.urls import reverse
from PIL import Image

from studio.boards import actions as boards
from studio.boards.models import Board, Card, Printout
from studio.boards.prints import actions, drawing, rules
from studio.boards.prints.rules import Paper
from studio.boards.tiles import by_hand
from studio.consent import actions as consent
from studio.decisions import Decision
from studio.home.looked import looks_at
from studio.imaging.metadata import read_xmp
from studio.jobs import actions as jobs
from studio.jobs import work
from studio.jobs.models import State
from studio.media import actions as media
from studio.people.models import Person
from tests import crew, story
from tests.crew import NOW

SMALL = {"a4": (105, 148)}  # a half: what is asserted here does not hang on size


class PrintsTests(TestCase):
    story: ClassVar[story.Story]
    board: ClassVar[Board]
    card: ClassVar[Card]

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = told = story.ready()
            story.made(told)
            cls.board = boards.board_of(told.shoot, by=told.producer, now=NOW)
            cls.card = boards.lay(cls.board, "look", told.look.id, by=told.stylist, now=NOW)
            boards.lay(cls.board, "garment", told.garment.id, by=told.stylist, now=NOW)

    def setUp(self) -> None:
        self.clock = story.clock(self)
        small = patch.dict(rules.PAPERS, SMALL)
        small.start()
        self.addCleanup(small.stop)
        self.board.refresh_from_db()

    def asked(self, format: str = "pdf", *chosen: Card, by: Person | None = None, size: str = "a4") -> Printout:
        wanted, ids = Paper(format, size), [card.id for card in chosen]
        decision, made = actions.ask(self.board, wanted, ids, by=by or self.story.stylist, now=NOW, key=uuid4().hex)
        assert made, decision
        return made

    def printed(self, format: str = "pdf", *chosen: Card, by: Person | None = None) -> Printout:
        made = self.asked(format, *chosen, by=by)
        work.drain("seal")
        return Printout.objects.select_related("file", "job", "board").get(id=made.id)

    def taken(self, made: Printout, by: Person | None = None) -> tuple[Decision, bytes]:
        return actions.take(made, by=by or self.story.stylist, now=self.clock.now)

    # The sheet

    def test_a_png_is_as_large_as_the_paper_at_its_density_and_says_what_it_is(self) -> None:
        _yes, content = self.taken(self.printed("png"))
        with Image.open(BytesIO(content)) as sheet:
            self.assertEqual(sheet.size, Paper("png", "a4").px)
            self.assertEqual(round(sheet.info["dpi"][0]), 300)
            xmp = read_xmp(sheet.info["XML:com.adobe.xmp"].encode())
        self.assertEqual(xmp["title"], self.board.name)
        self.assertIn("Ana Ruiz", xmp["creators"])
        self.assertEqual(xmp.get("persons_shown", ()), ())

    def test_a_pdf_says_in_its_own_words_what_it_is_and_is_no_delivery(self) -> None:
        _yes, content = self.taken(self.printed())
        self.assertTrue(content.startswith(b"%PDF"))
        for said in (b"PREVIEW, DIGITAL TWIN", b"Not a delivery", b"digitalsourcetype", b"urn:uuid:"):
            with self.subTest(said):
                self.assertIn(said, content)

    def test_everybody_who_made_a_picture_on_it_is_named(self) -> None:
        laid = drawing.laid(self.board, [], now=NOW)
        names = " ".join(drawing.credits_of(laid, NOW))
        for name in story.CREW.values():
            with self.subTest(name):
                self.assertIn(name, names)
        self.assertIn("Long coat: brought by", names)

    def test_names_that_leave_the_board_no_room_are_never_cut(self) -> None:
        with patch("studio.boards.prints.drawing.credits_of", return_value=["Somebody Long " * 400]):
            made = self.printed("png")
        self.assertEqual((made.made_at, made.ending.code), (None, "print-too-many-names"))

    def test_only_what_was_chosen_is_on_it_and_a_section_takes_along_what_it_carries(self) -> None:
        section = Card.objects.create(
            board=self.board, kind="section", content={"words": "Coats"}, by=self.story.stylist, at=NOW
        )
        Card.objects.filter(id=self.card.id).update(section=section)
        kinds = {view.card.kind for view in drawing.laid(self.board, [section.id], now=NOW).views}
        self.assertEqual(kinds, {"section", "look"})

    def test_a_reference_stands_by_its_source_alone(self) -> None:
        content = {"words": "Hair", "source": "A magazine"}
        reference = Card(kind="reference", content=content, x=0, y=0, by=self.story.owner)
        tile = by_hand(reference, {})
        self.assertEqual((tile.picture, tile.below), (None, "Source: A magazine"))

    def test_asked_for_twice_with_one_key_it_is_made_once(self) -> None:
        paper, by = Paper(), self.story.stylist
        first, again = (actions.ask(self.board, paper, [], by=by, now=NOW, key="k")[1] for _ in range(2))
        self.assertEqual(first, again)

    def test_nothing_is_refused_in_a_sentence(self) -> None:
        for wanted, chosen, code in ((Paper("gif"), [], "not-a-choice"), (Paper(), [uuid4()], "print-nothing")):
            decision, _none = actions.ask(self.board, wanted, chosen, by=self.story.stylist, now=NOW, key=uuid4().hex)
            self.assertEqual(decision.code, code)

    def test_three_at_once_are_enough(self) -> None:
        for _ in range(3):
            self.asked()
        decision, _none = actions.ask(self.board, Paper(), [], by=self.story.stylist, now=NOW, key="4")
        self.assertEqual(decision.code, "print-waits")

    # Consent

    def test_it_is_sealed_under_her_key_and_its_own(self) -> None:
        made = self.printed()
        assert made.file
        self.assertEqual(set(made.file.names), {made.key_name, self.story.twin.gate_name})

    def test_what_is_paused_when_it_is_drawn_is_a_veil_also_for_its_owner(self) -> None:
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        crew.booked(self.story.shoot, "casting", who=self.story.owner)
        made = self.printed(by=self.story.owner)
        self.assertEqual(made.previews, [])
        laid = drawing.laid(self.board, [self.card.id], now=NOW)
        (tile,) = drawing.tiles_of(laid.views[0], {})
        self.assertEqual((tile.picture, tile.veil), (None, True))
        self.assertIn("has paused this twin", tile.inside)

    def test_a_pause_stops_one_that_is_being_made(self) -> None:
        made = self.asked()
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        made.refresh_from_db()
        assert made.job
        self.assertEqual(made.job.state, State.STOPPED)

    def test_a_pause_in_the_midst_leaves_nothing(self) -> None:
        with patch("studio.boards.prints.paper.as_pdf", side_effect=self.paused_meanwhile):
            made = self.printed()
        self.assertEqual((made.file, made.made_at), (None, None))

    def paused_meanwhile(self, *_: object) -> bytes:
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        return b"%PDF"

    def test_once_her_gate_has_turned_it_opens_for_nobody_also_when_she_comes_back(self) -> None:
        made = self.printed()
        self.assertTrue(self.taken(made)[0])
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        self.assertEqual(self.taken(made)[0].code, "print-closed")
        consent.resume(self.story.twin, by=self.story.owner, now=NOW, fresh=True)
        self.assertEqual(self.taken(made)[0].code, "print-closed")

    def test_after_some_hours_its_bytes_and_their_key_are_gone(self) -> None:
        made = self.printed()
        self.clock.now = NOW + timedelta(hours=5)
        self.assertEqual(self.taken(made)[0].code, "print-gone")
        with self.captureOnCommitCallbacks(execute=True):
            self.assertEqual(actions.sweep(self.clock.now), 1)
        assert made.file
        made.file.refresh_from_db()
        with self.assertRaises(FileNotFoundError):
            media.load(made.file)

    def test_her_page_says_who_put_her_on_paper(self) -> None:
        self.printed()
        (look,) = looks_at([self.story.twin], [], viewer=self.story.owner, now=NOW)
        self.assertEqual((look.name, look.kind), ("Ana Ruiz", "printed"))

    # Pages

    def test_the_page_asks_tells_how_far_it_is_and_gives_the_file(self) -> None:
        crew.signed_in(self.client, self.story.stylist)
        url = reverse("boards:out", args=[self.board.id])
        self.assertContains(self.client.get(url, {"cards": str(self.card.id)}), "The chosen card")
        said = {"what": "chosen", "cards": str(self.card.id), "size": "a4", "way": "portrait", "format": "png"}
        page = self.client.post(url, said | {"key": "k"}, follow=True)
        self.assertContains(page, "Stop")
        work.drain("seal")
        made = Printout.objects.get()
        self.assertEqual(made.cards, [str(self.card.id)])
        file = reverse("boards:take_printout", args=[self.board.id, made.id])
        self.assertContains(self.client.get(reverse("boards:printout", args=[self.board.id, made.id])), file)
        answer = self.client.get(file)
        self.assertEqual((answer.status_code, answer["Content-Type"]), (200, "image/png"))
        self.assertIn("-a4.png", answer["Content-Disposition"])

    def test_a_closed_one_says_why(self) -> None:
        made = self.printed()
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        crew.signed_in(self.client, self.story.stylist)
        answer = self.client.get(reverse("boards:take_printout", args=[self.board.id, made.id]))
        self.assertContains(answer, "It opens no more", status_code=409)

    def test_it_is_whoever_asked_for_it_s_alone(self) -> None:
        made = self.printed()
        crew.signed_in(self.client, self.story.director)
        self.assertEqual(self.client.get(reverse("boards:printout", args=[self.board.id, made.id])).status_code, 404)

    def test_stopped_by_hand_nothing_of_it_is_kept(self) -> None:
        made = self.asked()
        assert made.job
        jobs.cancel(made.job, by=self.story.stylist, now=NOW)
        work.drain("seal")
        made.refresh_from_db()
        self.assertEqual((made.file, made.state), (None, State.CANCELLED))
