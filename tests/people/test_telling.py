"""How each person hears of what happens: on her page, by mail too, or not at all; and never in her quiet hours."""

from datetime import UTC, datetime, time, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

from django.test import SimpleTestCase, TestCase
from django.urls import reverse

from studio.people import actions, mailing, telling
from studio.people.mailing import send_due_mail
from studio.people.models import Notice, Person
from studio.people.rules import mail_after
from tests.crew import NOW, person, signed_in

PARIS = ZoneInfo("Europe/Paris")


class QuietHoursTests(SimpleTestCase):
    def test_they_end_on_the_next_day_when_they_cross_midnight(self) -> None:
        evening = datetime(2026, 5, 12, 22, 0, tzinfo=PARIS)
        self.assertEqual(mail_after(evening, PARIS), datetime(2026, 5, 13, 8, 0, tzinfo=PARIS))

    def test_they_end_on_the_same_day_when_they_lie_within_it(self) -> None:
        noon = datetime(2026, 5, 12, 12, 30, tzinfo=PARIS)
        self.assertEqual(mail_after(noon, PARIS, time(12), time(14)), datetime(2026, 5, 12, 14, 0, tzinfo=PARIS))

    def test_the_same_time_twice_means_that_no_hour_is_quiet(self) -> None:
        night = datetime(2026, 5, 12, 3, 0, tzinfo=PARIS)
        self.assertEqual(mail_after(night, PARIS, time(8), time(8)), night)

    def test_the_clock_s_turn_in_the_night_is_reckoned_with(self) -> None:
        before_the_turn = datetime(2026, 3, 28, 22, 0, tzinfo=PARIS)
        due = mail_after(before_the_turn, PARIS)
        self.assertEqual((due.astimezone(PARIS).hour, due - before_the_turn), (8, timedelta(hours=10)))
        self.assertEqual(due.astimezone(UTC).hour, 6)


class TellOfTests(TestCase):
    def setUp(self) -> None:
        self.ana = person("Ana Ruiz", time_zone="Europe/Paris")
        known = patch.dict(telling._kinds, {"greeting": "Somebody greets you"})
        known.start()
        self.addCleanup(known.stop)

    def choose(self, way: str, begins_at: time = time(21), ends_at: time = time(8)) -> None:
        telling.choose(self.ana, ways={"greeting": way}, begins_at=begins_at, ends_at=ends_at)

    def tell(self, key: str = "k", now: datetime = NOW) -> Notice | None:
        with self.settings(EMAIL_HOST="mail"):
            return telling.tell_of(
                "greeting", self.ana, "greeted", values={"who": "Noa"}, url="/", now=now, about="", key=key
            )

    def test_who_has_not_chosen_is_told_on_her_page_and_by_mail(self) -> None:
        notice = self.tell()
        assert notice
        self.assertEqual(notice.mail_after, NOW)

    def test_on_her_page_alone_nothing_is_posted(self) -> None:
        self.choose("page")
        notice = self.tell()
        assert notice
        self.assertIsNone(notice.mail_after)

    def test_who_does_not_wish_to_hear_of_it_is_told_nothing(self) -> None:
        self.choose("neither")
        self.assertIsNone(self.tell())
        self.assertFalse(Notice.objects.exists())

    def test_what_came_in_her_own_quiet_hours_is_one_letter_when_they_end(self) -> None:
        self.choose("mail", time(10), time(16))  # it is eleven for her
        for key in ("a", "b"):
            self.tell(key)
        with self.settings(EMAIL_HOST="mail"), patch("studio.people.mailing.send_mail") as post:
            self.assertEqual(send_due_mail(NOW + timedelta(hours=4)), 0)
            self.assertEqual(send_due_mail(NOW + timedelta(hours=5)), 1)
        self.assertIn("2 things wait for you", post.call_args.args[1])

    def test_a_letter_says_what_its_kind_says_and_nothing_of_what_concerns_her_no_longer(self) -> None:
        said = {"greeted": lambda notice: "Noa greets you." if notice.key == "a" else None}
        for key in ("a", "b"):
            self.tell(key)
        with (
            patch.dict(mailing._said, said),
            self.settings(EMAIL_HOST="mail"),
            patch("studio.people.mailing.send_mail") as post,
        ):
            self.assertEqual(send_due_mail(NOW), 1)
        self.assertIn("One thing waits for you", post.call_args.args[1])
        self.assertIn("Noa greets you.", post.call_args.args[1])

    def test_a_letter_of_which_nothing_concerns_her_is_not_sent(self) -> None:
        self.tell()
        with (
            patch.dict(mailing._said, {"greeted": lambda notice: None}),
            self.settings(EMAIL_HOST="mail"),
            patch("studio.people.mailing.send_mail") as post,
        ):
            self.assertEqual(send_due_mail(NOW), 0)
        self.assertFalse(post.called)


class TellingPageTests(TestCase):
    def setUp(self) -> None:
        self.ana = person("Ana Ruiz", language="en")
        signed_in(self.client, self.ana)
        self.ways = dict.fromkeys(telling.kinds(), "page")

    def test_she_chooses_and_finds_it_chosen(self) -> None:
        given = {**self.ways, "begins_at": "20:00", "ends_at": "07:30"}
        self.assertRedirects(self.client.post(reverse("people:telling"), given), reverse("people:settings"))
        self.assertEqual(actions.quiet_hours(Person.objects.get(id=self.ana.id)), (time(20), time(7, 30)))
        self.assertEqual(set(telling.ways_of(self.ana).values()), {"page"} if self.ways else set())

    def test_what_is_no_time_is_shown_again(self) -> None:
        answer = self.client.post(reverse("people:telling"), {**self.ways, "begins_at": "late", "ends_at": "08:00"})
        self.assertEqual(answer.status_code, 422)
