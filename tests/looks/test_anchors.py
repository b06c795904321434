from typing import Any

from django.test import TestCase
from django.urls import reverse

from studio.looks.models import GarmentView
from tests import crew, story


class AnchorTests(TestCase):
    story: story.Story
    view: GarmentView

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.begun()
        cls.view = GarmentView.objects.select_related("cutout").get(garment=cls.story.garment, view="front")
        GarmentView.objects.filter(id=cls.view.id).update(anchors={"hem_L": [1, 2], "hem_R": [3, 4]})

    def setUp(self) -> None:
        crew.signed_in(self.client, self.story.stylist)

    def sends(self, **said: str) -> Any:
        fields = {"hem_L-x": "50", "hem_L-y": "90", "hem_R-x": "25", "hem_R-y": "100"} | said
        return self.client.post(reverse("looks:anchors", args=[self.story.garment.id]), fields)

    def anchors(self) -> dict[str, list[float]]:
        found: dict[str, list[float]] = GarmentView.objects.get(id=self.view.id).anchors
        return found

    def test_points_are_kept_in_the_cut_outs_own_pixels(self) -> None:
        self.assertEqual(self.sends().status_code, 302)
        cutout = self.view.cutout
        assert cutout
        self.assertEqual(self.anchors()["hem_L"], [0.5 * cutout.width_px, round(0.9 * cutout.height_px, 2)])

    def test_a_point_beside_the_picture_is_refused(self) -> None:
        for wrong in ("101", "-1", "over there"):
            with self.subTest(wrong):
                self.assertEqual(self.sends(**{"hem_L-x": wrong}).status_code, 409)
        self.assertEqual(self.anchors()["hem_L"], [1, 2])

    def test_a_piece_has_the_points_of_its_kind_and_no_others(self) -> None:
        self.assertEqual(self.sends(**{"antler_L-x": "5", "antler_L-y": "5"}).status_code, 409)

    def test_whoever_does_not_handle_the_rack_moves_nothing(self) -> None:
        crew.signed_in(self.client, self.story.crew["photography"])
        self.assertContains(self.sends(), "you are booked for photography", status_code=409)

    def test_the_page_names_every_point(self) -> None:
        page = self.client.get(reverse("looks:garment", args=[self.story.garment.id]))
        self.assertContains(page, "hem, left. Arrow keys move it.")
