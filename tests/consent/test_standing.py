"""If she dies or cannot act: everything pauses, whom she named is asked, and nobody but her starts it again."""

from datetime import datetime, timedelta

from django.core import mail
from django.test import TestCase, override_settings

from studio.consent import actions, letters
from studio.consent.models import Contact, Gate, Pause, Standstill
from studio.decisions import Decision
from studio.people.models import Notice, Person
from studio.register.models import Entry
from tests import crew
from tests.crew import NOW

FRESH = {"method": "passkey", "signed_in_at": NOW.isoformat()}
POST = {"EMAIL_HOST": "mail.test", "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}


class StandingTests(TestCase):
    def setUp(self) -> None:
        self.twin = crew.twin(name="Nia")
        self.owner = self.twin.owner
        self.staff = crew.person("Staff", is_staff=True)
        decision, contact = self.name()
        assert contact, decision
        self.contact = contact

    def name(self, email: str = "ada@example.com") -> tuple[Decision, Contact | None]:
        return actions.name_contact(
            self.owner, "Ada Dembe", email, relation="sister", by=self.owner, now=NOW, evidence=FRESH
        )

    def report(self, *, by: Person | None = None, contact: Contact | None = None, now: datetime = NOW) -> Standstill:
        decision, made = actions.report_standstill(self.owner, "died", by=by, contact=contact, now=now)
        assert made, decision
        return made

    def state(self) -> str:
        return Gate.objects.get(twin=self.twin).state

    def resume(self, now: datetime = NOW) -> None:
        decision, _gate = actions.resume(self.twin, by=self.owner, now=now, fresh=True)
        assert decision


class NameContactTests(StandingTests):
    def test_another_takes_the_place_of_the_one_before(self) -> None:
        self.name("joel@example.com")
        self.assertEqual(Contact.objects.get(ended_at=None).email, "joel@example.com")
        self.assertIsNone(letters.contact_of(letters.path_of(self.contact).rsplit("/", 1)[-1]))

    def test_it_needs_a_fresh_sign_in_and_an_address_that_is_not_her_own(self) -> None:
        stale = actions.name_contact(self.owner, "Ada", "a@example.com", by=self.owner, now=NOW, evidence={})
        self.assertEqual(stale[0].code, "fresh-sign-in")
        self.assertEqual(self.name(self.owner.email)[0].code, "contact-not-right")

    def test_the_register_holds_no_address(self) -> None:
        body = Entry.objects.get(kind="contact-named").body
        self.assertNotIn("ada", str(body).lower())

    @override_settings(**POST)
    def test_a_letter_tells_her_and_is_sent_once(self) -> None:
        self.assertEqual((letters.post_due(NOW), letters.post_due(NOW)), (1, 0))
        self.assertIn(letters.path_of(self.contact), mail.outbox[0].body)


class ReportTests(StandingTests):
    def test_everything_pauses_at_once_and_she_is_told(self) -> None:
        self.report(by=self.staff)
        self.assertEqual(self.state(), "paused")
        self.assertEqual(Pause.objects.get().how, "standstill")
        self.assertTrue(Notice.objects.filter(to=self.owner, code="standstill-yours").exists())

    def test_whom_she_named_may_say_so_by_the_link(self) -> None:
        self.report(contact=self.contact)
        self.assertEqual(self.state(), "paused")

    def test_so_may_the_agency_that_represents_her(self) -> None:
        agency, booker = crew.agency("Perron"), crew.person()
        crew.seat(booker, agency, "booker")
        crew.mandate(self.twin, agency)
        self.report(by=booker)
        self.assertEqual(self.state(), "paused")

    def test_nobody_else_may(self) -> None:
        decision, made = actions.report_standstill(self.owner, "died", by=crew.person(), now=NOW)
        self.assertEqual((decision.code, made, self.state()), ("not-owner", None, "open"))

    def test_said_twice_it_is_one(self) -> None:
        self.assertEqual(self.report(by=self.staff), self.report(contact=self.contact))

    def test_a_false_report_can_be_repeated_only_after_a_month(self) -> None:
        self.report(by=self.staff)
        self.resume()
        again = actions.report_standstill(self.owner, "died", by=self.staff, now=NOW + timedelta(days=2))
        self.assertEqual((again[0].code, self.state()), ("said-too-often", "open"))
        self.report(by=self.staff, now=NOW + timedelta(days=31))

    def test_nobody_takes_the_pause_back_but_she(self) -> None:
        self.report(by=self.staff)
        self.assertEqual(actions.undo_pause(Pause.objects.get(), by=self.staff, now=NOW)[0].code, "not-owner")
        self.assertEqual(actions.resume(self.twin, by=self.staff, now=NOW, fresh=True)[0].code, "not-owner")

    @override_settings(**POST)
    def test_whom_she_named_is_asked_by_letter_in_their_own_language(self) -> None:
        Contact.objects.update(written_at=NOW, language="sv")
        standstill = self.report(by=self.staff)
        self.assertEqual(letters.post_due(NOW), 1)
        self.assertIn(letters.path_of(self.contact), mail.outbox[0].body)
        standstill.refresh_from_db()
        self.assertTrue(standstill.written_at)


class AnswerTests(StandingTests):
    def answer(self, answer: str) -> Standstill:
        decision, made = actions.answer_standstill(self.report(by=self.staff), answer, contact=self.contact, now=NOW)
        assert made, decision
        return made

    def test_a_mistake_opens_nothing_by_itself(self) -> None:
        self.answer("mistaken")
        self.assertEqual(self.state(), "paused")
        self.assertIsNone(Standstill.objects.get().ended_at)

    def test_it_can_be_put_to_rest(self) -> None:
        self.answer("retire")
        self.twin.refresh_from_db()
        self.assertEqual((self.twin.state, self.state()), ("retired", "paused"))

    def test_it_can_stay_as_it_is_and_she_reads_who_said_so(self) -> None:
        self.answer("stay")
        self.assertEqual(Notice.objects.get(to=self.owner, code="standstill-stay").values["who"], "Ada Dembe")

    def test_another_contact_answers_nothing(self) -> None:
        standstill = self.report(by=self.staff)
        other = Contact.objects.create(owner=crew.person(), name="X", email="x@example.com", named_at=NOW)
        decision, _ = actions.answer_standstill(standstill, "stay", contact=other, now=NOW)
        self.assertEqual(decision.code, "link-ended")

    def test_only_her_own_fresh_sign_in_ends_it(self) -> None:
        self.answer("mistaken")
        self.assertEqual(actions.resume(self.twin, by=self.owner, now=NOW, fresh=False)[0].code, "fresh-sign-in")
        self.resume()
        self.assertEqual(self.state(), "open")
        self.assertTrue(Standstill.objects.get().ended_at)
