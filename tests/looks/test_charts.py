"""The face chart on paper: printed, and read back from a photograph for the artist to confirm."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import TestCase
from django.urls import reverse

from studio.imaging.chart_reading import Painted
from studio.looks import actions, charts
from tests import crew
from tests.crew import NOW
from tests.imaging.demo import HOUSE
from tests.paper import photographed, printed

LIPS = Painted((107, 26, 32), 0.9, 0, sure=True)
SKIN = Painted((141, 90, 59), 0.4, 1, sure=True)
SEEN = ((150, 100), (1130, 120), (1150, 1510), (120, 1500))


class ChartTests(TestCase):
    def setUp(self) -> None:
        self.shoot = crew.shoot()
        self.look = crew.look(self.shoot)
        self.artist = crew.booked(self.shoot, "make-up", name="Elif Kaya")
        self.url = reverse("looks:chart", args=[self.look.id])

    def painted(self) -> None:
        value = {"tints": {"lips": {"colour": "#6b1a20", "strength": 0.9, "finish": "matte"}}, "using": "Corvane"}
        actions.set_slot(self.look, "makeup", value, base_version=0, by=self.artist, now=NOW)

    def photo_of(self, painted: dict[str, Painted], code: int | None = None) -> bytes:
        sheet = printed(painted, charts.number_of(self.look.id) if code is None else code)
        return photographed(sheet, SEEN, (1270, 1620), light=(1, 0.85, 0.7))

    def read(self, photo: bytes) -> HttpResponse:
        sent = {"photo": SimpleUploadedFile("chart.jpg", photo, "image/jpeg")}
        answer = crew.signed_in(self.client, self.artist).post(reverse("looks:read-chart", args=[self.look.id]), sent)
        assert isinstance(answer, HttpResponse)
        return answer

    def test_the_sheet_says_what_the_slot_says(self) -> None:
        self.painted()
        page = crew.signed_in(self.client, self.artist).get(self.url)
        for said in ("Oxblood", "#6b1a20", "Make-up: Elif Kaya", "using Corvane"):
            self.assertContains(page, said)

    def test_a_blank_sheet_has_the_same_marks_and_no_colour(self) -> None:
        self.painted()
        page = crew.signed_in(self.client, self.artist).get(f"{self.url}?blank")
        self.assertNotContains(page, "Oxblood")
        self.assertContains(page, 'r="4.6"', count=5)

    def test_its_numbers_are_read_alike_in_every_language(self) -> None:
        self.painted()
        self.artist.language = "sv"
        self.artist.save(update_fields=["language"])
        page = crew.signed_in(self.client, self.artist).get(self.url).content.decode()
        self.assertIn('r="4.6"', page)
        self.assertNotIn('r="4,6"', page)

    def test_a_photograph_is_proposed_and_changes_nothing(self) -> None:
        page = self.read(self.photo_of({"lips": LIPS, "skin": SKIN}))
        self.assertContains(page, 'name="lips-on" checked')
        self.assertContains(page, 'name="skin-colour"')
        self.assertContains(page, 'name="lips-strength" value="90"')
        self.assertFalse(self.look.slots.filter(kind="makeup").exclude(version=0).exists())

    def test_a_paint_of_the_chart_is_known_again(self) -> None:
        page = self.read(self.photo_of({"lips": LIPS}))
        self.assertContains(page, 'name="lips-colour" value="#6b1a20"')
        self.assertContains(page, "Oxblood")

    def test_the_sheet_of_another_look_is_refused(self) -> None:
        page = self.read(self.photo_of({"lips": LIPS}, code=charts.number_of(self.look.id) ^ 1))
        self.assertContains(page, "printed for another look", status_code=422)

    def test_a_blank_sheet_is_told_from_a_bare_face(self) -> None:
        self.assertContains(self.read(self.photo_of({})), "The sheet is blank", status_code=422)

    def test_what_is_no_chart_and_no_picture_gets_a_sentence(self) -> None:
        face = (HOUSE / "twins" / "nia_beauty.jpg").read_bytes()
        for photo, said in ((face, "No face chart"), (b"no picture", "not a picture")):
            with self.subTest(said):
                self.assertContains(self.read(photo), said, status_code=422)

    def test_another_craft_prints_and_does_not_read_back(self) -> None:
        ana = crew.booked(self.shoot, "styling", name="Ana Ruiz")
        client = crew.signed_in(self.client, ana)
        self.assertContains(client.get(self.url), "Ask Elif Kaya")
        answer = client.post(reverse("looks:read-chart", args=[self.look.id]), {})
        self.assertContains(answer, "Ask Elif Kaya", status_code=409)
