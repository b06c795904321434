from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studio.consent.actions import pause
from studio.live.models import Announcement
from studio.looks import actions
from studio.looks.models import LookTwin
from studio.looks.scenes import recipe_twins
from studio.web.sentences import sentence
from tests import crew
from tests.crew import NOW


class CastTests(TestCase):
    def setUp(self) -> None:
        self.shoot = crew.shoot(crew.house("Corvane"))
        self.look = crew.look(self.shoot)
        self.piet = crew.booked(self.shoot, "casting", name="Piet Doorn")
        self.twin = crew.twin(name="Nia Dembe")
        self.plate = crew.plate(self.twin)
        crew.grant(self.twin, self.shoot.house)

    def cast(self) -> str:
        decision, _slot = actions.cast(self.look, [(self.twin, self.plate)], base_version=0, by=self.piet, now=NOW)
        return decision.code

    def test_a_twin_whose_licence_covers_the_brief_is_cast(self) -> None:
        self.assertEqual(self.cast(), "ok")
        self.assertEqual(LookTwin.objects.get().twin, self.twin)
        self.assertEqual(actions.twins_of(self.look), [self.twin])

    def test_she_hears_of_it_and_nobody_else_who_listens_to_her_twin(self) -> None:
        self.cast()
        told = [row.topic for row in Announcement.objects.all() if row.message["kind"] == "cast"]
        self.assertEqual(told, [f"person:{self.twin.owner_id}"])

    def test_the_recipe_names_her(self) -> None:
        self.cast()
        recipe = actions.freeze(self.look, engine="draft", engine_version="1", now=NOW)
        self.assertEqual(recipe_twins(recipe), [self.twin])

    def test_a_pause_between_the_page_and_the_answer_is_a_no(self) -> None:
        pause(self.twin, by=self.twin.owner, now=NOW)
        self.assertEqual(self.cast(), "owner-paused")
        self.assertFalse(LookTwin.objects.exists())

    def test_a_brief_that_is_not_whole_asks_nobody(self) -> None:
        self.shoot.brief.territories = []
        self.shoot.brief.save()
        self.look.refresh_from_db()
        self.assertEqual(self.cast(), "brief-incomplete")

    def test_what_the_licence_does_not_cover_is_not_cast(self) -> None:
        self.shoot.brief.channels = ["tiktok"]
        self.shoot.brief.save()
        self.look.refresh_from_db()
        self.assertEqual(self.cast(), "not-available")

    def test_styling_casts_nobody(self) -> None:
        decision, _slot = actions.cast(
            self.look, [(self.twin, self.plate)], base_version=0, by=crew.booked(self.shoot, "styling"), now=NOW
        )
        self.assertEqual(sentence(decision), "The twin is set by casting; you are booked for styling.")

    def test_another_twins_pose_is_not_hers(self) -> None:
        self.plate = crew.plate(crew.twin())
        self.assertEqual(self.cast(), "not-available")

    def test_back_on_a_stand_in_shows_nobody(self) -> None:
        self.cast()
        value = {"stand_in": str(crew.stand_in().id)}
        actions.set_slot(self.look, "twin", value, base_version=1, by=self.piet, now=NOW)
        self.assertEqual(actions.twins_of(self.look), [])


class CastPageTests(TestCase):
    def setUp(self) -> None:
        self.shoot = crew.shoot(crew.house("Corvane"))
        self.look = crew.look(self.shoot)
        self.url = reverse("looks:cast", args=[self.look.id])
        self.piet = crew.booked(self.shoot, "casting", name="Piet Doorn")
        self.client = crew.signed_in(self.client, self.piet)
        self.yes = crew.twin(name="Nia Dembe")
        self.plate = crew.plate(self.yes)
        crew.grant(self.yes, self.shoot.house)

    def sent(self) -> dict[str, str]:
        return {"twin": str(self.yes.id), "plate": str(self.plate.id), "base_version": "0", "key": "k"}

    def test_who_agrees_may_be_cast_and_who_does_not_is_named_apart(self) -> None:
        crew.twin(name="Olav Brekke")
        page = self.client.get(self.url)
        self.assertContains(page, "Nia Dembe")
        self.assertEqual([card.twin.name for card in page.context["away"]], ["Olav Brekke"])
        self.assertContains(page, "Shares no reason.")

    def test_a_search_that_finds_nobody_does_not_say_that_nobody_agrees(self) -> None:
        page = self.client.get(self.url, {"name": "zzz"})
        self.assertContains(page, "Nobody here is as you search.")
        self.assertNotContains(page, "covers this brief.</b>")

    def test_no_picture_of_whoever_does_not_agree(self) -> None:
        crew.twin(name="Olav Brekke")
        page = self.client.get(self.url)
        self.assertEqual([card.pictures for card in page.context["away"]], [[]])

    def test_a_licence_of_a_rival_is_not_told(self) -> None:
        taken = crew.twin(name="Ines Vidal")
        crew.grant(taken, crew.house("Rival"))
        self.assertNotContains(self.client.get(self.url), "Rival")

    def test_a_brief_with_a_gap_asks_for_just_that(self) -> None:
        self.shoot.brief.territories = []
        self.shoot.brief.save()
        client = crew.signed_in(self.client, self.shoot.opened_by)
        page = client.get(self.url)
        self.assertContains(page, 'name="territories"')
        self.assertNotContains(page, 'name="channels"')
        self.assertNotContains(page, "Nia Dembe")

    def test_filling_the_gap_leads_back_to_casting(self) -> None:
        client = crew.signed_in(self.client, self.shoot.opened_by)
        sent = {"look": str(self.look.id), "only": ["territories"], "territories": ["DE"]}
        answer = client.post(reverse("shoots:brief", args=[self.shoot.id]), sent)
        self.assertRedirects(answer, self.url)

    def test_casting_leads_to_the_table(self) -> None:
        answer = self.client.post(self.url, self.sent())
        self.assertEqual(answer.headers["Location"], reverse("looks:look", args=[self.look.id]))

    def test_a_pause_between_page_and_post_is_refused_in_words(self) -> None:
        pause(self.yes, by=self.yes.owner, now=NOW)
        self.assertContains(self.client.post(self.url, self.sent()), "paused", status_code=409)

    def test_nonsense_is_refused(self) -> None:
        self.assertEqual(self.client.post(self.url, {"twin": "x"}).status_code, 422)

    def test_a_stranger_finds_nothing(self) -> None:
        client = crew.signed_in(self.client, crew.person())
        self.assertEqual((client.get(self.url).status_code, client.post(self.url).status_code), (404, 404))

    def test_the_number_of_queries_does_not_grow_with_the_twins(self) -> None:
        self.client.get(self.url)
        with CaptureQueriesContext(connection) as few:
            self.client.get(self.url)
        for number in range(6):
            twin = crew.twin(name=f"Twin {number}")
            crew.plate(twin)
            crew.grant(twin, self.shoot.house)
        with CaptureQueriesContext(connection) as many:
            self.client.get(self.url)
        self.assertEqual(len(many), len(few))
