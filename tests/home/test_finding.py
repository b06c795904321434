"""What is found, and by whom: nothing of another house, of an empty seat, of a twin who took her licence back."""

from io import StringIO
from typing import ClassVar

from django.core.management import call_command
from django.test import TestCase
from django.urls import reverse

from studio.approvals.actions import draw_note
from studio.boards import actions as boards
from studio.boards import rules
from studio.boards.models import Board
from studio.consent import actions as consent
from studio.home.finding import keeping
from studio.home.models import Hue, Word
from studio.jobs import work
from studio.looks import actions as looks
from studio.people import actions as people
from studio.people.models import Person
from studio.previews import actions as previews
from studio.previews.models import Preview
from studio.shoots import actions as shoots
from tests import crew, story
from tests.crew import NOW

NOTE = "5f0c7b8e4d3a4c0f9b6e0a1b2c3d4e5f"


def wrote(board: Board, by: Person, words: str, **more: object) -> None:
    message = {"op": "add", "op_id": "o1", "card": NOTE, "base": 0}
    patch = {"kind": "note", "x": 1, "y": 1, "content": {"words": words}} | more
    decision, op = rules.read(message | {"patch": patch})
    assert op, decision
    decision, _event = boards.apply(board, op, by=by, now=NOW)
    assert decision, decision


class FindingTests(TestCase):
    story: ClassVar[story.Story]
    rival: ClassVar[Person]
    preview: ClassVar[Preview]
    board: ClassVar[Board]

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.ready()
            cls.preview = story.made(cls.story)
            cls.board = boards.board_of(cls.story.shoot, by=cls.story.producer, now=NOW)
            cls.rival = crew.person("Rita Rival")
            other = crew.shoot(crew.house("Rival House"), name="Rival shoot")
            crew.booked(other, "styling", who=cls.rival)
            crew.garment(other, title="Rival trenchcoat", sku="RVL-1", colour="#1c2442")

    def setUp(self) -> None:
        story.clock(self)

    def finds(self, who: Person, text: str, **more: str) -> str:
        crew.signed_in(self.client, who)
        answer = self.client.get(reverse("home:search"), {"q": text, **more})
        self.assertEqual(answer.status_code, 200)
        page: str = answer.content.decode()
        return page.split("<main", 1)[1].split("data-found>", 1)[1].split("</main>")[0]

    def test_a_piece_is_found_by_name_number_kind_and_author(self) -> None:
        piece = crew.garment(self.story.shoot, title="Caban bleu", sku="BLC-2041/A", by=self.story.stylist)
        for text in ("caban", "CABAN", "blc-2041", "blc2041", "ana caban", "ytterkläder caban", "outerw bleu"):
            with self.subTest(text):
                self.assertIn(f"garment-{piece.id}", self.finds(self.story.stylist, text))

    def test_all_words_have_to_be_there(self) -> None:
        crew.garment(self.story.shoot, title="Caban bleu")
        self.assertNotIn("Caban", self.finds(self.story.stylist, "caban rouge"))

    def test_a_corrected_piece_is_found_by_its_new_name_at_once(self) -> None:
        correction = looks.Correction(title="Duffle", category="outerwear", sku="", reuse="shoot")
        self.assertTrue(looks.correct_garment(self.story.garment, correction, by=self.story.stylist, now=NOW))
        self.assertIn("Duffle", self.finds(self.story.stylist, "duffle"))
        self.assertNotIn("Duffle", self.finds(self.story.stylist, "long"))

    def test_a_colour_finds_what_is_near_it_and_says_nothing_of_what_is_not(self) -> None:
        crew.garment(self.story.shoot, title="Dusk coat", colour="#20284a")
        crew.garment(self.story.shoot, title="Brick coat", colour="#b01e28")
        for text in ("navy", "#1c2442", "navy coat"):
            with self.subTest(text):
                found = self.finds(self.story.stylist, text)
                self.assertIn("Dusk coat", found)
                self.assertNotIn("Brick coat", found)

    def test_words_on_a_board_are_found_as_long_as_the_card_lies_there(self) -> None:
        wrote(self.board, self.story.stylist, "Collar up, as Élodie said")
        self.assertIn("Collar up", self.finds(self.story.director, "elodie collar"))
        card = self.board.cards.get(kind="note")
        _decision, op = rules.read({"op": "remove", "op_id": "r1", "card": str(card.id), "base": 1, "patch": {}})
        assert op
        boards.apply(self.board, op, by=self.story.stylist, now=NOW)
        self.assertNotIn("Collar up", self.finds(self.story.director, "elodie collar"))

    def test_a_note_drawn_on_a_picture_is_found(self) -> None:
        shape = {"type": "pin", "points": [[0.5, 0.5]]}
        draw_note(
            self.preview, shape=shape, words="Hem a touch longer", asks_change=False, by=self.story.director, now=NOW,
            key="n",
        )  # fmt: skip
        self.assertIn("Hem a touch longer", self.finds(self.story.stylist, "longer hem"))

    def test_a_look_is_found_by_number_piece_twin_and_shoot(self) -> None:
        for text in ("look 1", "long", "nia", "aw26 nia", "ana look"):
            with self.subTest(text):
                self.assertIn(f"look-{self.story.look.id}", self.finds(self.story.producer, text))

    def test_a_picture_is_found_by_its_seed_and_by_its_state(self) -> None:
        key = f"picture-{self.preview.id}"
        self.assertIn(key, self.finds(self.story.stylist, "seed 0"))
        self.assertNotIn(key, self.finds(self.story.stylist, "", state="picked"))
        previews.choose(self.preview, choice="pick", by=self.story.director, now=NOW)
        self.assertIn(key, self.finds(self.story.stylist, "picked"))
        self.assertIn(key, self.finds(self.story.stylist, "nia", state="picked"))
        self.assertNotIn(key, self.finds(self.story.stylist, "nobody", state="picked"))

    def test_a_pause_is_found_and_shows_the_veil_with_its_sentence(self) -> None:
        self.assertNotIn("picture-", self.finds(self.story.stylist, "", state="paused"))
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        found = self.finds(self.story.stylist, "paused")
        self.assertIn(f"picture-{self.preview.id}", found)
        self.assertIn("has paused this twin", found)
        self.assertNotIn("<img", found)

    def test_a_shoot_renamed_and_a_person_renamed_are_found_by_the_new_name(self) -> None:
        shoots.rename(self.story.shoot, "Winter story", by=self.story.producer, now=NOW)
        self.assertIn(f"look-{self.story.look.id}", self.finds(self.story.producer, "winter nia"))
        people.describe(self.story.stylist, name="Anouk Ruiz")
        self.assertIn(f"look-{self.story.look.id}", self.finds(self.story.producer, "anouk"))
        self.assertNotIn(f"look-{self.story.look.id}", self.finds(self.story.producer, "ana"))

    # Who finds what

    def test_another_house_finds_nothing_of_it_in_no_group_and_no_number(self) -> None:
        wrote(self.board, self.story.stylist, "Collar up")
        for text in ("nia", "long", "collar", "aw26", "corvane", "ana", "seed 0", "black", "look 1"):
            with self.subTest(text):
                self.assertNotIn('role="option"', self.finds(self.rival, text))
        self.assertNotIn('role="option"', self.finds(self.rival, "", state="yes"))

    def test_the_crew_finds_nothing_of_another_house(self) -> None:
        for text in ("rival", "trenchcoat", "rvl", "navy"):
            with self.subTest(text):
                self.assertNotIn('role="option"', self.finds(self.story.stylist, text))

    def test_whoever_left_the_call_sheet_finds_nothing_any_more(self) -> None:
        line = self.story.shoot.call_sheet.get(person=self.story.stylist)
        shoots.unbook(line, by=self.story.producer, now=NOW)
        self.assertNotIn('role="option"', self.finds(self.story.stylist, "nia"))

    def test_the_owner_finds_her_own_pictures_and_nothing_else_of_the_house(self) -> None:
        wrote(self.board, self.story.stylist, "Collar up")
        found = self.finds(self.story.owner, "nia")
        self.assertIn(reverse("home:picture", args=[self.preview.id]), found)
        self.assertNotIn(reverse("approvals:preview", args=[self.preview.id]), found)
        for text in ("collar", "corvane", "long coat garment"):
            with self.subTest(text):
                self.assertNotIn('role="option"', self.finds(self.story.owner, text))

    def test_her_name_leaves_the_table_when_she_withdraws_and_she_still_finds_herself(self) -> None:
        consent.withdraw_all(self.story.twin, by=self.story.owner, now=NOW)
        self.assertFalse(Word.objects.filter(of=self.story.twin.gate_name, house=self.story.house.id).exists())
        self.assertNotIn('role="option"', self.finds(self.story.producer, "nia"))
        self.assertIn(f"twin-{self.story.twin.pk}", self.finds(self.story.owner, "nia"))
        keeping.mend()
        self.assertNotIn('role="option"', self.finds(self.story.producer, "nia"))

    def test_no_word_of_her_is_left_when_she_erases(self) -> None:
        consent.erase_twin(self.story.twin, by=self.story.owner, now=NOW, evidence=crew.fresh())
        self.assertFalse(Word.objects.filter(of=self.story.twin.gate_name).exists())
        keeping.mend()
        self.assertFalse(Word.objects.filter(of=self.story.twin.gate_name).exists())

    def test_a_word_nobody_but_the_owner_may_read_helps_her_house_to_nothing(self) -> None:
        """Two words have to stand at a thing for the same reader."""
        consent.withdraw_all(self.story.twin, by=self.story.owner, now=NOW)
        self.assertNotIn('role="option"', self.finds(self.story.producer, "look nia"))

    # The table

    def test_it_is_never_behind_what_it_describes(self) -> None:
        self.assertFalse(any(keeping.mend(dry_run=True).values()))

    def test_a_lost_or_strange_row_is_mended(self) -> None:
        Word.objects.filter(kind="look").delete()
        Hue.objects.all().delete()
        Word.objects.create(word=b"ghost", kind="note", thing=self.board.id, at=NOW, scope=self.board.id)
        keeping.look_through(NOW)
        work.drain("seal")
        self.assertFalse(Word.objects.filter(word=b"ghost").exists())
        self.assertIn(f"look-{self.story.look.id}", self.finds(self.story.producer, "nia"))

    def test_the_command_says_what_differs_and_changes_nothing_when_asked_to(self) -> None:
        Word.objects.filter(kind="shoot").delete()
        said = StringIO()
        call_command("find", "--dry-run", stdout=said)
        self.assertRegex(said.getvalue(), r"shoot +[1-9]\d* would be written")
        self.assertFalse(Word.objects.filter(kind="shoot").exists())

    def test_what_is_typed_never_breaks_it(self) -> None:
        for text in ("'; drop", "%_\\", "\x00", "🧥", "#", "seed", "a" * 500, "(" * 90, "ß"):
            with self.subTest(text):
                self.finds(self.story.stylist, text)

    def test_the_list_that_comes_as_one_types_shows_no_twin(self) -> None:
        crew.signed_in(self.client, self.story.stylist)
        answer = self.client.get(reverse("home:search"), {"q": "nia"}, headers=story.HTMX)
        self.assertContains(answer, f"picture-{self.preview.id}")
        self.assertNotContains(answer, "<img")
        self.assertNotContains(answer, "<main")
