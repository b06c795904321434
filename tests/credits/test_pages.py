from django.test import TestCase
from django.urls import reverse

from studio.credits.models import Confirmation, Dispute, NoneUsed
from studio.twins.models import CaptureCredit
from tests import crew, story


class CreditsPageTests(TestCase):
    story: story.Story

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.ready()

    def setUp(self) -> None:
        story.clock(self)
        self.url = reverse("credits:shoot", args=[self.story.shoot.id])
        crew.signed_in(self.client, self.story.stylist)

    def address(self, name: str) -> str:
        return reverse(f"credits:{name}", args=[self.story.shoot.id])

    def test_everybody_s_credit_is_on_it(self) -> None:
        page = self.client.get(self.url)
        for name in ("Jonas Vehr", "Ana Ruiz", "Mei Lund", "Otto Brandt", "Iris Falk"):
            self.assertContains(page, name)

    def test_what_is_missing_is_said(self) -> None:
        self.story.look.changes.filter(craft="hair").delete()
        self.assertContains(self.client.get(self.url), "Hair has no name")

    def test_she_confirms_hers(self) -> None:
        self.assertRedirects(self.client.post(self.address("confirm"), {"name_form": "name"}), self.url)
        self.assertTrue(Confirmation.objects.filter(person=self.story.stylist, confirmed_at__isnull=False).exists())

    def test_a_pseudonym_without_a_name_is_refused_with_a_sentence(self) -> None:
        page = self.client.post(self.address("confirm"), {"name_form": "pseudonym"})
        self.assertContains(page, 'role="alert"', status_code=409)

    def test_she_says_what_is_wrong(self) -> None:
        self.client.post(self.address("dispute"), {"kind": "not-me", "craft": "styling", "words": "It was Bo."})
        self.assertEqual(Dispute.objects.get().opened_by, self.story.stylist)
        self.assertContains(self.client.get(self.url), "It was Bo.")

    def test_only_production_settles_and_declares(self) -> None:
        self.client.post(self.address("dispute"), {"kind": "not-me", "craft": "styling"})
        settle = reverse("credits:settle", args=[Dispute.objects.get().id])
        self.assertEqual(self.client.post(settle, {"outcome": "kept"}).status_code, 404)
        self.assertEqual(self.client.post(self.address("none_used"), {"craft": "hair"}).status_code, 404)
        crew.signed_in(self.client, self.story.producer)
        self.client.post(settle, {"outcome": "kept"})
        self.client.post(self.address("none_used"), {"craft": "hair"})
        self.assertEqual((Dispute.objects.get().outcome, NoneUsed.objects.get().craft), ("kept", "hair"))

    def test_settled_twice_is_refused_with_a_sentence(self) -> None:
        self.client.post(self.address("dispute"), {"kind": "not-me", "craft": "styling"})
        settle = reverse("credits:settle", args=[Dispute.objects.get().id])
        crew.signed_in(self.client, self.story.producer)
        self.client.post(settle, {"outcome": "kept"})
        self.assertEqual(self.client.post(settle, {"outcome": "removed"}).status_code, 409)

    def test_the_capture_s_crew_may_see_and_confirm_though_not_on_the_call_sheet(self) -> None:
        photographer = crew.person("Bo Ek")
        CaptureCredit.objects.create(capture=self.story.plate.capture, person=photographer, craft="photography")
        crew.signed_in(self.client, photographer)
        self.assertContains(self.client.get(self.url), "Bo Ek")

    def test_a_stranger_finds_nothing(self) -> None:
        crew.signed_in(self.client, crew.person())
        self.assertEqual(self.client.get(self.url).status_code, 404)
        for name in ("confirm", "dispute", "none_used"):
            self.assertEqual(self.client.post(self.address(name)).status_code, 404)
