"""Somebody else looks at her document, before there is a twin at all."""

from django.db import DatabaseError, transaction
from django.test import TestCase

from studio.decisions import Decision
from studio.people import actions as people
from studio.people.models import Notice, Person
from studio.register.models import Entry
from studio.twins import actions
from studio.twins.models import AdultCheck, CaptureSession, Signature
from tests import crew
from tests.crew import NOW


def asked_in(agency_by: Person, to: object) -> Person:
    """A model who has taken up an agency's invitation."""
    _, invitation = people.invite_model("nia@dembe.example", organisation=to, by=agency_by, now=NOW)  # type: ignore[arg-type]
    assert invitation
    _, nia = people.accept_invitation(invitation, by=None, now=NOW, name="Nia Dembe", password=crew.PASSWORD)
    assert nia
    return nia


class AdultCheckTests(TestCase):
    def setUp(self) -> None:
        self.nia = crew.person("Nia Dembe")

    def record(self, by: Person, **fields: object) -> Decision:
        given = {"person": self.nia, "document": "passport"} | fields
        person = given.pop("person")
        return actions.record_adult_check(person, by=by, now=NOW, **given)[0]  # type: ignore[arg-type]

    def test_whoever_runs_the_studio_may_look(self) -> None:
        self.assertTrue(self.record(crew.person(is_staff=True)))
        check = AdultCheck.objects.get()
        self.assertEqual((check.part, check.document), ("staff", "passport"))

    def test_the_photographer_she_stands_before_may_look(self) -> None:
        jonas = crew.person("Jonas Vehr")
        self.assertEqual(self.record(jonas).code, "not-a-checker")
        session = actions.show_code(jonas, device="screen", now=NOW)
        actions.arrive(session, by=self.nia, now=NOW)
        self.assertTrue(self.record(jonas))
        self.assertEqual(AdultCheck.objects.get().part, "photographer")

    def test_a_photographer_whom_nobody_asked_in_vouches_for_nobody(self) -> None:
        invitation = people.sign_up("stranger@example.com", now=NOW, name="A Stranger")
        _decision, stranger = people.accept_invitation(invitation, by=None, now=NOW, password=crew.PASSWORD)
        assert stranger is not None
        actions.arrive(actions.show_code(stranger, device="screen", now=NOW), by=self.nia, now=NOW)
        self.assertEqual(self.record(stranger).code, "not-a-checker")

    def test_her_agencys_booker_may_look_and_another_agencys_may_not(self) -> None:
        agency, booker, other = crew.agency("Perron"), crew.person("Ilse Maas"), crew.person()
        crew.seat(booker, agency, "booker")
        crew.seat(other, crew.agency(), "booker")
        nia = asked_in(booker, agency)
        self.assertEqual(self.record(other, person=nia).code, "not-a-checker")
        self.assertTrue(self.record(booker, person=nia))
        self.assertEqual(AdultCheck.objects.get().by_words, "Ilse Maas, Perron")

    def test_a_house_does_not_look_at_documents(self) -> None:
        house, producer = crew.house(), crew.person()
        crew.seat(producer, house, "admin")
        self.assertEqual(self.record(producer, person=asked_in(producer, house)).code, "not-a-checker")

    def test_nobody_vouches_for_her_own_age(self) -> None:
        staff = crew.person(is_staff=True)
        self.assertEqual(self.record(staff, person=staff).code, "not-by-herself")

    def test_only_the_kind_of_document_is_kept(self) -> None:
        self.assertEqual(self.record(crew.person(is_staff=True), document="L898902C3").code, "document-unknown")
        kept = {field.name for field in AdultCheck._meta.get_fields()}
        self.assertEqual(kept, {"id", "person", "by", "part", "organisation", "document", "checked_at"})

    def test_it_is_written_down_and_she_is_told(self) -> None:
        self.record(crew.person(is_staff=True))
        self.assertEqual(Entry.objects.get(kind="adult-checked").subject, f"person:{self.nia.pk}")
        self.assertEqual(Notice.objects.get().to, self.nia)

    def test_it_is_never_edited(self) -> None:
        self.record(crew.person(is_staff=True))
        with self.assertRaises(DatabaseError), transaction.atomic():
            AdultCheck.objects.update(document="identity-card")


class AskTests(TestCase):
    def test_her_agency_is_asked_first(self) -> None:
        agency, booker, staff = crew.agency(), crew.person(), crew.person(is_staff=True)
        crew.seat(booker, agency, "booker")
        nia = asked_in(booker, agency)
        self.assertEqual(actions.ask_for_adult_check(nia, now=NOW), 1)
        self.assertEqual(Notice.objects.get(code="adult-check-asked").to, booker)
        self.assertNotEqual(booker, staff)

    def test_without_one_whoever_runs_the_studio(self) -> None:
        staff = crew.person(is_staff=True)
        actions.ask_for_adult_check(crew.person("Nia Dembe"), now=NOW)
        self.assertEqual(Notice.objects.get(code="adult-check-asked").to, staff)


class FiguresTests(TestCase):
    def test_she_changes_what_is_shown_and_the_register_says_no_figure(self) -> None:
        twin = crew.twin()
        actions.change_figures(
            twin, height_cm=178, measurements={"waist_cm": 63}, shares_reason=True, by=twin.owner, now=NOW
        )
        twin.refresh_from_db()
        self.assertEqual((twin.height_cm, twin.measurements, twin.shares_reason), (178, {"waist_cm": 63}, True))
        self.assertEqual(Entry.objects.get(kind="figures-changed").body, {"named": ["waist_cm"]})

    def test_nobody_else_does(self) -> None:
        decision, _ = actions.change_figures(
            crew.twin(), height_cm=178, measurements={}, shares_reason=False, by=crew.person(), now=NOW
        )
        self.assertEqual(decision.code, "not-owner")


class SignatureTests(TestCase):
    def test_it_is_never_edited(self) -> None:
        nia = crew.person("Nia Dembe")
        crew.adult(nia)
        actions.create_twin("Nia", by=nia, now=NOW, as_of_on=NOW.date(), data_consent=True, evidence=crew.fresh())
        with self.assertRaises(DatabaseError), transaction.atomic():
            Signature.objects.update(text="something else")
        self.assertFalse(CaptureSession.objects.exists())
