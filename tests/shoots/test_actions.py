from datetime import timedelta
from typing import Any

from django.test import TestCase, override_settings
from django.utils import timezone

from studio.live.announcing import CUT
from studio.live.models import Announcement
from studio.people.actions import accept_invitation
from studio.people.models import Invitation, Notice
from studio.register.models import Entry
from studio.shoots import actions
from studio.shoots.models import Booking, Brief, Shoot
from studio.shoots.rules import Fields
from tests import crew
from tests.crew import NOW


class OpenShootTests(TestCase):
    def setUp(self) -> None:
        self.house = crew.house()
        self.producer = crew.person()
        crew.seat(self.producer, self.house, "producer")

    def test_a_name_is_enough_to_begin(self) -> None:
        decision, shoot = actions.open_shoot(self.house, "AW26", by=self.producer, now=NOW)
        self.assertTrue(decision)
        assert shoot is not None
        self.assertEqual((shoot.name, shoot.brief.purpose), ("AW26", ""))

    def test_the_producer_stands_on_its_call_sheet(self) -> None:
        _decision, shoot = actions.open_shoot(self.house, "AW26", by=self.producer, now=NOW)
        assert shoot is not None
        self.assertEqual(Booking.objects.crafts_of(self.producer, shoot), {"production"})

    def test_the_same_key_opens_one_shoot(self) -> None:
        for _ in range(2):
            actions.open_shoot(self.house, "AW26", by=self.producer, now=NOW, key="k")
        self.assertEqual(Shoot.objects.count(), 1)

    def test_it_stands_in_the_register_of_the_house(self) -> None:
        actions.open_shoot(self.house, "AW26", by=self.producer, now=NOW)
        kinds = Entry.objects.filter(chain=f"org:{self.house.id}").order_by("seq").values_list("kind", flat=True)
        self.assertEqual(list(kinds), ["shoot-opened", "booked"])

    def test_a_producer_of_another_house_is_refused(self) -> None:
        other = crew.person()
        crew.seat(other, crew.house(), "producer")
        decision, shoot = actions.open_shoot(self.house, "AW26", by=other, now=NOW)
        self.assertEqual((decision.code, shoot), ("not-producer", None))


class CallSheetTests(TestCase):
    def setUp(self) -> None:
        self.shoot = crew.shoot()
        self.producer = self.shoot.opened_by

    def test_one_person_may_be_booked_for_several_crafts(self) -> None:
        ana = crew.person("Ana Ruiz")
        self.assertTrue(actions.book_for(self.shoot, ana, ["styling", "set-design"], by=self.producer, now=NOW))
        self.assertEqual(Booking.objects.crafts_of(ana, self.shoot), {"styling", "set-design"})

    def test_booked_twice_is_booked_once_and_told_once(self) -> None:
        ana = crew.person("Ana Ruiz")
        for _ in range(2):
            actions.book(self.shoot, ana, "styling", by=self.producer, now=NOW)
        self.assertEqual((Booking.objects.count(), Notice.objects.filter(to=ana).count()), (1, 1))

    def test_whoever_does_not_produce_books_nobody(self) -> None:
        stylist = crew.booked(self.shoot, "styling")
        decision, _ = actions.book(self.shoot, crew.person(), "hair", by=stylist, now=NOW)
        self.assertEqual(decision.code, "not-producer")

    def test_somebody_booked_for_production_may_book(self) -> None:
        producer = crew.booked(self.shoot, "production")
        self.assertTrue(actions.book(self.shoot, crew.person(), "hair", by=producer, now=NOW)[0])

    def test_an_ended_booking_lets_in_no_more(self) -> None:
        ana = crew.booked(self.shoot, "styling")
        actions.unbook(Booking.objects.get(person=ana), by=self.producer, now=NOW)
        self.assertFalse(Shoot.objects.visible_to(ana).exists())

    def test_whose_booking_ends_stops_listening_at_once(self) -> None:
        ana = crew.booked(self.shoot, "styling")
        actions.unbook(Booking.objects.get(person=ana), by=self.producer, now=NOW)
        self.assertEqual(Announcement.objects.get(topic=CUT).message["user"], str(ana.id))

    def test_a_seat_that_has_not_begun_shows_nothing(self) -> None:
        early = crew.person()
        crew.seat(early, self.shoot.house, "admin", starts_on=timezone.now().date() + timedelta(days=2))
        self.assertFalse(Shoot.objects.visible_to(early).exists() or Shoot.objects.produced_by(early).exists())

    def test_whom_the_house_knows_is_booked_at_once(self) -> None:
        ana = crew.booked(crew.shoot(self.shoot.house), "hair", who=crew.person("Ana Ruiz", email="ana@example.com"))
        actions.ask_in(self.shoot, "Ana@example.com", ["styling"], by=self.producer, now=NOW)
        self.assertEqual(Booking.objects.crafts_of(ana, self.shoot), {"styling"})

    def test_an_address_with_an_account_here_is_answered_as_one_without(self) -> None:
        crew.person(email="known@example.com")
        answers = [
            actions.ask_in(self.shoot, email, ["hair"], by=self.producer, now=NOW)
            for email in ("known@example.com", "unknown@example.com")
        ]
        self.assertEqual([(bool(yes), invited is not None) for yes, invited in answers], [(True, True)] * 2)
        self.assertEqual(self.shoot.awaited.count(), 2)
        self.assertFalse(self.shoot.call_sheet.filter(craft="hair").exists())

    def test_whoever_has_an_account_is_told_inside_and_booked_on_coming(self) -> None:
        ana = crew.person(email="known@example.com")
        _yes, invitation = actions.ask_in(self.shoot, ana.email, ["hair"], by=self.producer, now=NOW)
        assert invitation is not None
        self.assertEqual(Notice.objects.get(to=ana).code, "asked-in")
        accept_invitation(invitation, by=ana, now=NOW)
        actions.arrive(ana, now=NOW)
        self.assertEqual(Booking.objects.crafts_of(ana, self.shoot), {"hair"})

    def test_an_unknown_address_is_invited_and_booked_on_coming(self) -> None:
        decision, invitation = actions.ask_in(self.shoot, "new@example.com", ["hair"], by=self.producer, now=NOW)
        self.assertTrue(decision)
        assert invitation is not None
        _decision, person = accept_invitation(invitation, by=None, now=NOW, name="Noé Sarr", password=crew.PASSWORD)
        assert person is not None
        self.assertEqual(actions.arrive(person, now=NOW), 1)
        self.assertEqual(Booking.objects.crafts_of(person, self.shoot), {"hair"})

    def test_an_invitation_taken_back_books_nobody(self) -> None:
        actions.ask_in(self.shoot, "new@example.com", ["hair"], by=self.producer, now=NOW)
        actions.stop_waiting(self.shoot.awaited.get(), by=self.producer, now=NOW)
        self.assertIsNotNone(Invitation.objects.get().ended_at)


@override_settings(ANSWERS_A_DAY=3)
class AskingAroundTests(TestCase):
    """The casting answers a brief for everybody: nobody finds out her rules by putting one after the other."""

    def setUp(self) -> None:
        self.shoot = crew.shoot(brief=None)
        self.producer = self.shoot.opened_by

    def put(self, category: str, shoot: Shoot | None = None, **fields: Any) -> str:
        given: dict[str, Any] = {
            "purpose": "e-commerce", "channels": ("own-site",), "territories": ("DE",),
            "starts_on": NOW.date(), "ends_on": NOW.date(), "categories": (category,),
        }  # fmt: skip
        by, now = fields.pop("by", self.producer), fields.pop("now", NOW)
        return actions.set_brief(shoot or self.shoot, Fields(**(given | fields)), by=by, now=now)[0].code

    def used_up(self) -> None:
        for category in ("outerwear", "knitwear", "denim"):
            self.put(category)

    def test_beyond_the_days_number_a_different_brief_is_refused_and_the_old_one_stands(self) -> None:
        self.used_up()
        self.assertEqual(self.put("suiting"), "questions-used")
        self.assertEqual(Brief.objects.get(shoot=self.shoot).categories, ["denim"])

    def test_another_shoot_of_the_house_is_no_way_round(self) -> None:
        self.used_up()
        other = crew.shoot(self.shoot.house, opened_by=self.producer, brief=None)
        self.assertEqual(self.put("suiting", other), "questions-used")

    def test_one_that_was_put_is_put_again_for_nothing_and_its_words_may_change(self) -> None:
        self.used_up()
        self.assertEqual(self.put("outerwear", intended_use="Coats for the house's own site."), "ok")

    def test_a_brief_with_a_gap_asks_nobody_and_counts_for_nothing(self) -> None:
        self.used_up()
        self.assertEqual(self.put("suiting", territories=()), "ok")

    def test_the_next_day_it_goes_on(self) -> None:
        self.used_up()
        self.assertEqual(self.put("suiting", now=NOW + timedelta(hours=25)), "ok")


class BriefTests(TestCase):
    def setUp(self) -> None:
        self.shoot = crew.shoot(brief=None)
        self.producer = self.shoot.opened_by

    def test_whoever_names_the_categories_answers_for_them(self) -> None:
        fields = Fields(categories=("outerwear", "knitwear"))
        _decision, brief = actions.set_brief(self.shoot, fields, by=self.producer, now=NOW)
        assert brief is not None
        self.assertEqual((brief.declared_by, brief.categories), (self.producer, ["knitwear", "outerwear"]))

    def test_the_same_again_is_no_new_version(self) -> None:
        for _ in range(2):
            actions.set_brief(self.shoot, Fields(purpose="campaign"), by=self.producer, now=NOW)
        self.shoot.brief.refresh_from_db()
        self.assertEqual(self.shoot.brief.version, 2)

    def test_the_world_is_every_country(self) -> None:
        fields = Fields(territories=("DE", "WORLD"))
        _decision, brief = actions.set_brief(self.shoot, fields, by=self.producer, now=NOW)
        assert brief is not None
        self.assertEqual(brief.territories, ["WORLD"])

    def test_the_crew_does_not_write_the_brief(self) -> None:
        decision, _brief = actions.set_brief(self.shoot, Fields(), by=crew.booked(self.shoot, "styling"), now=NOW)
        self.assertEqual(decision.code, "not-producer")


class EmbargoTests(TestCase):
    def test_it_is_set_by_the_producer_for_a_day_ahead(self) -> None:
        shoot = crew.shoot()
        self.assertTrue(actions.set_embargo(shoot, NOW + timedelta(days=1), by=shoot.opened_by, now=NOW))
        self.assertFalse(shoot.is_out(NOW))

    def test_never_by_the_crew(self) -> None:
        shoot = crew.shoot()
        stylist = crew.booked(shoot, "styling")
        self.assertEqual(actions.set_embargo(shoot, None, by=stylist, now=NOW).code, "not-producer")


class ShotListTests(TestCase):
    def setUp(self) -> None:
        self.shoot = crew.shoot()
        self.shots = [actions.add_shot(self.shoot, words, by=self.shoot.opened_by, now=NOW)[1] for words in "abc"]

    def order(self) -> str:
        return "".join(self.shoot.shots.values_list("words", flat=True))

    def test_a_moved_shot_takes_its_new_place(self) -> None:
        last = self.shots[2]
        assert last is not None
        actions.move_shot(last, 1, by=self.shoot.opened_by, now=NOW)
        self.assertEqual(self.order(), "cab")

    def test_beyond_the_end_is_the_end(self) -> None:
        first = self.shots[0]
        assert first is not None
        actions.move_shot(first, 99, by=self.shoot.opened_by, now=NOW)
        self.assertEqual(self.order(), "bca")

    def test_a_removed_shot_leaves_no_gap(self) -> None:
        first = self.shots[0]
        assert first is not None
        actions.remove_shot(first, by=self.shoot.opened_by, now=NOW)
        self.assertEqual(list(self.shoot.shots.values_list("position", flat=True)), [1, 2])

    def test_hair_does_not_plan_the_shots_but_may_tick_them(self) -> None:
        hair = crew.booked(self.shoot, "hair")
        first = self.shots[0]
        assert first is not None
        self.assertEqual(actions.add_shot(self.shoot, "d", by=hair, now=NOW)[0].code, "not-planning")
        actions.tick_shot(first, done=True, by=hair, now=NOW)
        first.refresh_from_db()
        self.assertEqual(first.done_at, NOW)
