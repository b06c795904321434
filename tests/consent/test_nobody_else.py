"""Nobody but her, and no passing of time either, brings into force what she stopped, ended or never signed."""

from datetime import date, timedelta
from typing import Any

from django.test import Client, TestCase
from django.urls import reverse

from studio.consent import actions
from studio.consent.models import Gate, GrantVersion, Option, Pause, Request
from studio.money import Money
from studio.twins import actions as twins
from studio.twins.models import CaptureSession, Mandate, Twin
from tests import crew
from tests.crew import NOW

SECONDS = timedelta(seconds=3)
LATER = NOW + timedelta(hours=49)


class UndoAfterHerPressTests(TestCase):
    """Her agency pressed first and may take its own press back for ten seconds, though never hers."""

    def setUp(self) -> None:
        self.twin, agency = crew.twin(), crew.agency()
        crew.mandate(self.twin, agency, "pause")
        self.booker = crew.person()
        crew.seat(self.booker, agency, "booker")
        self.pressed = self.pause(by=self.booker, now=NOW)

    def pause(self, **fields: Any) -> Pause:
        decision, made = actions.pause(self.twin, **fields)
        assert made, decision
        return made

    def undone(self) -> str:
        self.pressed.refresh_from_db()
        actions.undo_pause(self.pressed, by=self.booker, now=NOW + 2 * SECONDS)
        return Gate.objects.get(twin=self.twin).state

    def test_alone_it_takes_back_its_own(self) -> None:
        self.assertEqual(self.undone(), "open")

    def test_once_she_has_pressed_too_it_stays_shut(self) -> None:
        self.pause(by=self.twin.owner, now=NOW + SECONDS)
        self.assertEqual(self.undone(), "paused")

    def test_once_her_stop_card_was_pressed_it_stays_shut(self) -> None:
        _, card = actions.make_stop_card(self.twin, by=self.twin.owner, now=NOW)
        assert card
        actions.press_stop_card(card, now=NOW + SECONDS)
        self.assertEqual(self.undone(), "paused")

    def test_her_own_press_says_what_the_first_one_stopped(self) -> None:
        Pause.objects.filter(pk=self.pressed.pk).update(stopped_jobs=3)
        hers = self.pause(by=self.twin.owner, now=NOW + SECONDS)
        self.assertEqual((hers.by, hers.stopped_jobs), (self.twin.owner, 3))
        self.assertEqual(Pause.objects.filter(twin=self.twin, lifted_at=None).count(), 1)


class ThinkingWhileSheCannotActTests(TestCase):
    """Her yes still has its 48 hours to run when somebody says that she cannot act."""

    def setUp(self) -> None:
        self.twin, house = crew.twin(), crew.house()
        request = crew.asked(self.twin, house, by=crew.signer(house))
        offer = crew.newest_offer(request)
        decision, _ = actions.agree(
            request, offer, by=self.twin.owner, now=NOW, evidence=crew.fresh(), waives=False
        )
        assert decision, decision
        _, contact = actions.name_contact(
            self.twin.owner, "Ute", "ute@example.com", by=self.twin.owner, now=NOW, evidence=crew.fresh()
        )
        assert contact
        self.contact = contact
        staff = crew.person(is_staff=True)
        _, self.stands = actions.report_standstill(self.twin.owner, "cannot", by=staff, now=NOW)

    def state(self) -> str:
        return Request.objects.get().state

    def test_while_everything_stands_still_nothing_comes_into_force(self) -> None:
        actions.settle_due(LATER)
        self.assertEqual((self.state(), GrantVersion.objects.count()), ("thinking", 0))

    def test_once_she_is_back_her_yes_counts(self) -> None:
        actions.settle_due(LATER)
        actions.resume(self.twin, by=self.twin.owner, now=LATER, fresh=True)
        actions.settle_due(LATER)
        self.assertEqual((self.state(), GrantVersion.objects.count()), ("agreed", 1))

    def test_of_a_twin_put_to_rest_nothing_ever_does(self) -> None:
        assert self.stands
        actions.answer_standstill(self.stands, "retire", contact=self.contact, now=NOW)
        actions.resume(self.twin, by=self.twin.owner, now=LATER, fresh=True)
        actions.settle_due(LATER)
        self.assertEqual((self.state(), GrantVersion.objects.count()), ("lapsed", 0))


class AfterTheEndTests(TestCase):
    def setUp(self) -> None:
        self.twin = crew.twin()

    def erase(self) -> None:
        with self.captureOnCommitCallbacks(execute=True):
            decision, made = actions.erase_twin(self.twin, by=self.twin.owner, now=NOW, evidence=crew.fresh())
        assert made, decision

    def test_the_gate_of_an_erased_twin_is_never_opened_again(self) -> None:
        actions.pause(self.twin, by=self.twin.owner, now=NOW)
        self.erase()
        actions.resume(self.twin, by=self.twin.owner, now=NOW, fresh=True)
        self.assertEqual(Gate.objects.get(twin=self.twin).state, "closed")
        actions.pause(self.twin, by=self.twin.owner, now=NOW)
        actions.resume(self.twin, by=self.twin.owner, now=NOW, fresh=True)
        self.assertEqual(Gate.objects.get(twin=self.twin).state, "closed")

    def test_what_a_house_has_confirmed_and_she_has_not_is_released_with_the_twin(self) -> None:
        house = crew.house()
        signer = crew.signer(house)
        option = crew.option(self.twin, house, by=signer)
        decision, _ = actions.confirm_option(
            option,
            pieces=1,
            channels=["own-site"],
            fee=Money(90_000, "EUR"),
            by=signer,
            now=NOW,
            evidence=crew.fresh(),
        )
        assert decision, decision
        self.erase()
        self.assertEqual(Option.objects.get().state, "released")


class OnACaptureDayTests(TestCase):
    """Her photographer's screen sees what is taken for as long as she lets it."""

    def setUp(self) -> None:
        self.twin, jonas = crew.twin(), crew.person()
        session = twins.show_code(jonas, device="his screen", now=NOW)
        decision, _ = twins.open_session(session, self.twin, by=self.twin.owner, now=NOW, evidence=crew.fresh())
        assert decision, decision

    def is_open(self) -> bool:
        return CaptureSession.objects.get().is_open(NOW + SECONDS)

    def test_pausing_everything_closes_it(self) -> None:
        actions.pause(self.twin, by=self.twin.owner, now=NOW)
        self.assertFalse(self.is_open())

    def test_her_stop_card_closes_it(self) -> None:
        _, card = actions.make_stop_card(self.twin, by=self.twin.owner, now=NOW)
        assert card
        actions.press_stop_card(card, now=NOW)
        self.assertFalse(self.is_open())

    def test_a_pause_of_one_house_does_not(self) -> None:
        actions.pause(self.twin, by=self.twin.owner, now=NOW, reach="house", about=str(crew.house().pk))
        self.assertTrue(self.is_open())

    def test_retiring_closes_it(self) -> None:
        actions.retire_twin(self.twin, by=self.twin.owner, now=NOW, evidence=crew.fresh())
        self.assertFalse(self.is_open())


class AgencyOfBeforeTests(TestCase):
    """What she signed after a mandate ended is none of that agency's business."""

    def setUp(self) -> None:
        self.twin, self.house, agency = crew.twin(), crew.house(), crew.agency()
        self.mandate = crew.mandate(self.twin, agency, "negotiate")
        self.booker = crew.person()
        crew.seat(self.booker, agency, "booker")
        self.first = crew.grant(self.twin, self.house, mandate=self.mandate)
        Mandate.objects.filter(pk=self.mandate.pk).update(ended_at=NOW + SECONDS)
        signer = crew.signer(self.house)
        decision, second = actions.sign_grant(
            self.twin,
            self.house,
            crew.terms(pieces=77, ends_on=date(2026, 12, 1)),
            by=self.twin.owner,
            house_signed_by=signer,
            now=NOW + 2 * SECONDS,
            evidence=crew.fresh(NOW + 2 * SECONDS),
            grant=self.first.grant,
        )
        assert second, decision
        self.second = second
        self.client = crew.signed_in(Client(), self.booker)

    def test_the_licence_page_shows_the_versions_of_its_time(self) -> None:
        page = self.client.get(reverse("consent:grant", args=[self.first.grant_id])).content.decode()
        self.assertIn(self.first.sha256, page)
        self.assertNotIn(self.second.sha256, page)

    def test_it_takes_no_share_of_the_newer_one(self) -> None:
        first, second = GrantVersion.objects.order_by("number")
        self.assertEqual((first.mandate, second.mandate), (self.mandate, None))

    def test_neither_does_it_get_the_newer_one_as_a_file(self) -> None:
        got = [
            self.client.get(reverse("home:licence_odrl", args=[self.first.grant_id, number])).status_code
            for number in (1, 2)
        ]
        self.assertEqual(got, [200, 404])


class AnotherTwinTests(TestCase):
    def test_whoever_erased_hers_can_begin_another(self) -> None:
        owner = crew.person()
        crew.adult(owner)
        begin: dict[str, Any] = {"by": owner, "now": NOW, "as_of_on": NOW.date(), "data_consent": True}
        begin["evidence"] = crew.fresh()
        key = f"begun:{owner.pk}"
        _, first = twins.create_twin("Nia", key=key, **begin)
        assert first
        with self.captureOnCommitCallbacks(execute=True):
            actions.erase_twin(first, by=owner, now=NOW, evidence=crew.fresh())
        _, second = twins.create_twin("Nia", key=key, **begin)
        assert second
        self.assertNotEqual((second.pk, second.state), (first.pk, Twin.State.ERASED))
