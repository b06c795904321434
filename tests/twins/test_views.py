"""What each finds on the pages of a twin's beginning, and what strangers do not."""

from datetime import timedelta

from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from studio.people.models import Person
from studio.twins import actions
from studio.twins.models import AdultCheck, Capture, CaptureSession, OwnPicture, Plate, Signature, Twin
from tests import crew

WHO = {"name": "Nia", "height_cm": "178", "waist_cm": "63"}


def client_of(who: Person) -> Client:
    """Signed in, and proved a moment ago."""
    client = crew.signed_in(Client(), who)
    client.post(reverse("account_reauthenticate"), {"password": crew.PASSWORD})
    return client


class BeginTests(TestCase):
    def setUp(self) -> None:
        self.nia = crew.person("Nia Dembe", password=crew.PASSWORD)
        self.client = client_of(self.nia)

    def test_each_step_leads_to_the_next_and_the_last_makes_her_twin(self) -> None:
        crew.adult(self.nia)
        self.assertRedirects(self.client.post(reverse("twins:begin"), WHO), reverse("twins:begin_of_age"))
        self.assertContains(self.client.get(reverse("twins:begin_of_age")), "You are of age")
        self.client.post(reverse("twins:begin_consent"), {"agrees": "on"})
        twin = Twin.objects.get()
        self.assertEqual(
            (twin.owner, twin.name, twin.height_cm, twin.measurements), (self.nia, "Nia", 178, {"waist_cm": 63})
        )
        self.assertEqual(Signature.objects.get().evidence["method"], "password")

    def test_nothing_is_stored_before_she_signs(self) -> None:
        self.client.post(reverse("twins:begin"), WHO)
        self.assertFalse(Twin.objects.exists())

    def test_the_box_starts_empty_and_without_it_nothing_is_made(self) -> None:
        crew.adult(self.nia)
        self.client.post(reverse("twins:begin"), WHO)
        page = self.client.get(reverse("twins:begin_consent"))
        self.assertNotContains(page, "checked")
        self.assertEqual(self.client.post(reverse("twins:begin_consent"), {}).status_code, 422)
        self.assertFalse(Twin.objects.exists())

    def test_without_a_look_at_a_document_there_is_no_last_step(self) -> None:
        self.client.post(reverse("twins:begin"), WHO)
        answer = self.client.post(reverse("twins:begin_consent"), {"agrees": "on"})
        self.assertRedirects(answer, reverse("twins:begin_of_age"))

    def test_she_asks_for_the_look_and_whoever_runs_the_studio_gives_it(self) -> None:
        staff = crew.person("Vera Holm", is_staff=True)
        self.client.post(reverse("twins:begin_of_age"))
        hers = client_of(staff)
        self.assertContains(hers.get(reverse("twins:adult_checks")), "Nia Dembe")
        url = reverse("twins:adult_check", args=[self.nia.pk])
        self.assertEqual(hers.post(url, {"document": "passport"}).status_code, 422)
        hers.post(url, {"document": "passport", "seen": "on"})
        self.assertEqual(AdultCheck.objects.get().by, staff)

    def test_to_others_her_check_is_not_there(self) -> None:
        self.assertEqual(
            client_of(crew.person()).get(reverse("twins:adult_check", args=[self.nia.pk])).status_code, 404
        )


class PageTests(TestCase):
    def setUp(self) -> None:
        self.twin = crew.twin(crew.person("Nia Dembe", password=crew.PASSWORD), "Nia")
        self.plate = crew.plate(self.twin)
        self.client = client_of(self.twin.owner)
        self.url = reverse("twins:twin", args=[self.twin.pk])

    def test_her_captures_are_drawings_on_it_and_a_picture_of_its_own_page(self) -> None:
        self.assertNotContains(self.client.get(self.url), str(self.plate.picture_id))
        self.assertContains(self.client.get(reverse("twins:plate", args=[self.plate.pk])), 'src="/m/')

    def test_it_says_what_is_next(self) -> None:
        self.twin.comp_card.all().delete()
        self.assertContains(self.client.get(self.url), "Meet your twin.")
        crew.own_picture(self.plate)
        self.assertContains(self.client.get(self.url), "Choose your comp card.")
        Capture.objects.update(licensed_at=None)
        self.assertContains(self.client.get(self.url), "signature is missing.")

    def test_she_changes_her_figures_and_bars_a_mark(self) -> None:
        self.client.post(reverse("twins:figures", args=[self.twin.pk]), {"height_cm": "180"})
        self.client.post(reverse("twins:bar_mark", args=[self.twin.pk]), {"kind": "scar", "place": "neck"})
        self.twin.refresh_from_db()
        self.assertEqual((self.twin.height_cm, self.twin.barred_marks.get().place), (180, "neck"))

    def test_she_lifts_a_mark_again(self) -> None:
        self.client.post(reverse("twins:bar_mark", args=[self.twin.pk]), {"kind": "scar", "place": "neck"})
        mark = self.twin.barred_marks.get()
        crew.signed_in(Client(), crew.person()).post(reverse("twins:lift_mark", args=[mark.pk]))
        self.assertTrue(self.twin.barred_marks.in_force().exists())
        self.client.post(reverse("twins:lift_mark", args=[mark.pk]))
        self.assertFalse(self.twin.barred_marks.in_force().exists())

    def test_she_opens_a_capture_that_she_barred(self) -> None:
        Plate.objects.update(barred_at=timezone.now())
        crew.signed_in(Client(), crew.person()).post(reverse("twins:open_plate", args=[self.plate.pk]))
        self.assertFalse(Plate.objects.usable().exists())
        self.client.post(reverse("twins:open_plate", args=[self.plate.pk]))
        self.assertEqual(Plate.objects.usable().get(), self.plate)

    def test_she_asks_for_the_same_capture_in_another_light(self) -> None:
        own = crew.own_picture(self.plate, answer="not-me")
        self.client.post(reverse("twins:again_own", args=[own.pk]))
        self.assertEqual(OwnPicture.objects.filter(plate=self.plate).count(), 2)

    def test_she_chooses_her_comp_card_in_her_own_order(self) -> None:
        first, second = crew.own_picture(self.plate), crew.own_picture(crew.plate(self.twin, "walking"))
        said = {f"on-{each.pk}": "1" for each in (first, second)}
        said |= {
            f"alt-{first.pk}": "front",
            f"alt-{second.pk}": "walking",
            f"place-{first.pk}": "2",
            f"place-{second.pk}": "1",
        }
        self.client.post(reverse("twins:comp_card", args=[self.twin.pk]), said)
        self.assertEqual([each.alt for each in self.twin.comp_card.all()], ["walking", "front"])

    def test_she_answers_by_one_press(self) -> None:
        own = crew.own_picture(self.plate, answer="")
        page = self.client.post(
            reverse("twins:answer_own", args=[own.pk]), {"answer": "me"}, headers={"HX-Request": "true"}
        )
        self.assertContains(page, "You know yourself in 1 picture.")
        self.assertEqual(OwnPicture.objects.get().answer, "me")

    def test_nobody_else_finds_any_of_it(self) -> None:
        own = crew.own_picture(self.plate)
        routes = [("twins:twin", self.twin), ("twins:meeting", self.twin), ("twins:plate", self.plate)]
        routes += [("twins:comp_card", self.twin), ("twins:cover", self.twin), ("twins:tray", self.twin)]
        stranger = client_of(crew.person(password=crew.PASSWORD))
        for route, thing in routes:
            self.assertEqual(stranger.get(reverse(route, args=[thing.pk])).status_code, 404)
        self.assertEqual(
            stranger.post(reverse("twins:answer_own", args=[own.pk]), {"answer": "never"}).status_code, 404
        )


class ScreenTests(TestCase):
    """The photographer's screen sees frames while she lets it; no other screen, and no other hour."""

    def setUp(self) -> None:
        self.twin = crew.twin(crew.person("Nia Dembe", password=crew.PASSWORD), "Nia")
        self.jonas = crew.person("Jonas Vehr", password=crew.PASSWORD)
        self.screen, self.phone = client_of(self.jonas), client_of(self.twin.owner)
        self.screen.post(reverse("twins:capture"))
        self.session = CaptureSession.objects.get()

    def open(self) -> str:
        self.phone.post(reverse("twins:opening", args=[self.session.token]))
        self.session.refresh_from_db()
        frame = self.session.frames.create(
            picture=crew.blob(under=self.twin.gate_name), shot="front", state="ready", at=timezone.now()
        )
        return reverse("twins:frame_picture", args=[self.session.pk, frame.pk])

    def test_the_code_asks_her_by_his_name(self) -> None:
        page = self.phone.get(reverse("twins:opening", args=[self.session.token]))
        self.assertContains(page, "Open your capture session with Jonas Vehr?")
        self.assertIsNone(CaptureSession.objects.get().opened_at)

    def test_this_screen_sees_a_frame_and_no_browser_keeps_it(self) -> None:
        answer = self.screen.get(self.open())
        self.assertEqual((answer.status_code, answer["Cache-Control"]), (200, "private, no-store"))

    def test_another_screen_of_his_does_not(self) -> None:
        address = self.open()
        self.assertEqual(client_of(self.jonas).get(address).status_code, 404)

    def test_from_her_close_on_nothing_of_her_is_there(self) -> None:
        address = self.open()
        self.phone.post(reverse("twins:close_session", args=[self.session.pk]))
        self.assertEqual(self.screen.get(address).status_code, 404)
        self.assertEqual(self.screen.get(reverse("twins:frames", args=[self.session.pk])).status_code, 404)
        self.assertEqual(self.screen.post(reverse("twins:bring_frames", args=[self.session.pk])).status_code, 404)
        self.assertNotContains(self.screen.get(reverse("twins:capture")), "<img")

    def test_nor_when_its_hours_are_over(self) -> None:
        address = self.open()
        CaptureSession.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
        self.assertEqual(self.screen.get(address).status_code, 404)

    def test_he_looks_at_a_document_of_somebody_who_has_no_twin_yet(self) -> None:
        new = crew.person("Ida New", password=crew.PASSWORD)
        actions.arrive(self.session, by=new, now=timezone.now())
        page = self.screen.get(reverse("twins:capture"))
        self.assertContains(page, "Ida New has come.")
        self.screen.post(reverse("twins:document", args=[self.session.pk]), {"document": "identity-card", "seen": "on"})
        self.assertEqual(AdultCheck.objects.get().part, "photographer")

    def test_an_address_is_answered_alike_whether_or_not_anybody_has_it(self) -> None:
        self.open()
        capture, hair = CaptureSession.objects.get().capture, crew.person("Noe Sarr")
        assert capture
        pages = []
        for email in ("nobody@example.com", hair.email):
            sent = {"craft": "hair", "email": email}
            answer = self.screen.post(reverse("twins:credit_crew", args=[capture.pk]), sent, follow=True)
            self.assertNotContains(answer, "Noe Sarr")
            pages.append((answer.redirect_chain, answer.status_code))
        self.assertEqual(pages[0], pages[1])

    def test_he_signs_the_day_over_and_credits_by_address(self) -> None:
        self.open()
        capture, hair = CaptureSession.objects.get().capture, crew.person("Noe Sarr")
        assert capture
        self.screen.post(reverse("twins:credit_crew", args=[capture.pk]), {"craft": "hair", "email": hair.email})
        unknown = {"craft": "hair", "email": "nobody@example.com"}
        self.screen.post(reverse("twins:credit_crew", args=[capture.pk]), unknown)
        self.screen.post(reverse("twins:license_captures", args=[capture.pk]))
        capture.refresh_from_db()
        self.assertIsNotNone(capture.licensed_at)
        self.assertEqual(set(capture.crew.values_list("craft", flat=True)), {"photography", "hair"})

    def test_he_says_which_shot_a_frame_is(self) -> None:
        self.open()
        frame = self.session.frames.get()
        control = f'action="{reverse("twins:name_shot", args=[self.session.pk, frame.pk])}"'
        self.assertContains(self.screen.get(reverse("twins:capture")), control)
        self.screen.post(reverse("twins:name_shot", args=[self.session.pk, frame.pk]), {"shot": "walking"})
        frame.refresh_from_db()
        self.assertEqual(frame.shot, "walking")

    def test_he_takes_a_slip_off_the_day(self) -> None:
        self.open()
        capture, hair = CaptureSession.objects.get().capture, crew.person("Noe Sarr")
        assert capture
        self.screen.post(reverse("twins:credit_crew", args=[capture.pk]), {"craft": "hair", "email": hair.email})
        self.screen.post(reverse("twins:end_credit", args=[capture.crew.get(craft="hair").pk]))
        self.assertEqual([each.craft for each in capture.crew.all()], ["photography"])

    def test_she_draws_a_mark_where_it_is_on_a_frame(self) -> None:
        self.open()
        frame = self.session.frames.get()
        address = reverse("twins:mark_frame", args=[frame.pk])
        self.assertEqual(self.phone.post(address, {"kind": "scar"}).status_code, 422)
        self.phone.post(address, {"kind": "scar", "place": "neck", "box": "0.1,0.2,0.3,0.1"})
        self.assertEqual(self.twin.barred_marks.get().frame, frame)
