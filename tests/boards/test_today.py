"""The end of a shoot's day: what was done, who is waited for, and one letter that gives nothing away."""

from datetime import UTC, datetime, time, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

from django.test import SimpleTestCase, TestCase
from django.urls import reverse

from studio.approvals.actions import draw_note
from studio.boards import actions, day_actions, day_rules, days, thread_actions
from studio.boards.models import DayLetter, DayReader
from studio.boards.thread_actions import Place
from studio.consent import actions as consent
from studio.credits.models import Confirmation
from studio.people import telling
from studio.people.models import Notice, Person
from studio.previews.actions import choose
from studio.shoots.models import Booking, Shoot
from tests import crew, story
from tests.crew import NOW

PARIS = ZoneInfo("Europe/Paris")
NIGHT = (time(21), time(8))
SIX = datetime(2026, 5, 12, 18, 0, tzinfo=UTC)  # a Tuesday, as NOW is


def paris(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 5, day, hour, minute, tzinfo=PARIS)


class DueTests(SimpleTestCase):
    def day(self, now: datetime, begins: time = NIGHT[0], ends: time = NIGHT[1]) -> int | None:
        due = day_rules.due(now, PARIS, begins, ends)
        return due.day.day if due else None

    def test_it_is_told_from_six_on_by_her_own_clock(self) -> None:
        self.assertIsNone(self.day(paris(12, 17, 59)))
        self.assertEqual(self.day(paris(12, 18)), 12)

    def test_not_on_saturdays_and_sundays(self) -> None:
        for day in (16, 17):
            self.assertIsNone(self.day(paris(day, 18, 30)))

    def test_a_studio_that_was_off_at_six_tells_it_in_the_morning_and_no_later(self) -> None:
        self.assertEqual(self.day(paris(13, 8, 30)), 12)
        self.assertIsNone(self.day(paris(13, 11)))

    def test_where_her_quiet_hours_lie_over_six_it_waits_for_their_end(self) -> None:
        self.assertIsNone(self.day(paris(12, 18, 30), time(17), time(20)))
        self.assertEqual(self.day(paris(12, 20), time(17), time(20)), 12)

    def test_a_day_is_as_long_as_it_is_where_she_is(self) -> None:
        begins, ends = day_rules.span(datetime(2026, 3, 29).date(), PARIS)
        self.assertEqual(ends.astimezone(UTC) - begins.astimezone(UTC), timedelta(hours=23))


class Told(TestCase):
    def setUp(self) -> None:
        self.clock = story.clock(self)
        story.paints(self)
        self.story = story.ready()
        self.shoot = self.story.shoot
        self.stylist, self.director = self.story.stylist, self.story.director

    def day(self, viewer: Person | None = None) -> days.Day:
        return days.day_of(self.shoot, NOW.date(), viewer=viewer or self.stylist, now=NOW)

    def change(self) -> None:
        shape = {"type": "pin", "points": [[0.5, 0.5]]}
        preview = story.made(self.story)
        decision, note = draw_note(
            preview, shape=shape, words="Cover the scar", asks_change=True, by=self.director, now=NOW, key="n"
        )
        assert note, decision

    def waits_of(self, person: Person) -> list[str]:
        return [wait.key.split(":")[0] for wait in self.day().waits if person in wait.who]


class ReadingTests(Told):
    def test_a_select_is_what_was_picked_that_day_and_still_is(self) -> None:
        preview = story.made(self.story)
        choose(preview, choice="pick", by=self.director, now=NOW)
        self.assertEqual([each.id for each in self.day().selects], [preview.id])
        another = days.day_of(self.shoot, NOW.date() - timedelta(days=1), viewer=self.stylist, now=NOW)
        self.assertEqual(list(another.selects), [])

    def test_what_was_drawn_and_asked_is_a_change_and_waits_for_the_look_s_authors(self) -> None:
        self.change()
        self.assertEqual([change.words for change in self.day().changes], ["Cover the scar"])
        self.assertIn("change", self.waits_of(self.stylist))

    def test_a_new_look_is_told(self) -> None:
        look = crew.look(self.shoot, by=self.stylist)
        self.assertIn(look.id, [each.id for each in self.day().looks])

    def test_whoever_is_asked_for_in_a_thread_is_waited_for(self) -> None:
        board = actions.board_of(self.shoot, by=self.stylist, now=NOW)
        _yes, thread = thread_actions.begin(board, Place(), "Which belt?", by=self.stylist, now=NOW, key="t")
        assert thread
        thread_actions.ask_for(thread, self.director, by=self.stylist, now=NOW)
        self.assertIn("thread", self.waits_of(self.director))

    def test_whoever_has_left_the_shoot_is_neither_named_nor_reminded(self) -> None:
        left = crew.booked(self.shoot, "hair", name="Noé Sarr")
        Confirmation.objects.create(shoot=self.shoot, person=left, asked_at=NOW)
        self.assertIn("credit", self.waits_of(left))
        Booking.objects.filter(person=left).update(ended_at=NOW)
        self.assertEqual(self.waits_of(left), [])
        self.assertNotIn("Noé Sarr", [name for wait in self.day().waits for name in wait.names])


class NudgeTests(Told):
    def setUp(self) -> None:
        super().setUp()
        self.change()
        self.key = next(wait.key for wait in self.day().waits if wait.key.startswith("change"))

    def nudge(self, key: str = "") -> str:
        return day_actions.nudge(self.shoot, key or self.key, by=self.director, now=NOW).code

    def test_they_are_told_once_a_day(self) -> None:
        self.assertEqual((self.nudge(), self.nudge()), ("ok", "nudged-already"))
        self.assertEqual(Notice.objects.filter(code="nudged", to=self.stylist).count(), 1)

    def test_a_model_is_not_pressed_for_her_yes(self) -> None:
        self.assertEqual(self.nudge("owner:1"), "nudged-already")
        self.assertFalse(Notice.objects.filter(code="nudged", to=self.story.owner).exists())

    def test_when_they_were_reminded_stands_on_the_page(self) -> None:
        self.nudge()
        waits = {wait.key: wait for wait in day_actions.with_reminders(self.day().waits, self.shoot)}
        self.assertEqual(waits[self.key].told, NOW)


class LetterTests(Told):
    def setUp(self) -> None:
        super().setUp()
        Person.objects.filter(id=self.stylist.id).update(time_zone="UTC")
        day_actions.want(self.shoot, by=self.stylist, now=NOW, wanted=True)
        self.change()
        choose(self.story.look.previews.get(), choice="pick", by=self.director, now=NOW)

    def post(self, now: datetime = SIX, *, fails: bool = False) -> str:
        error = OSError if fails else None
        with self.settings(EMAIL_HOST="mail"), patch("studio.people.mailing.send_mail", side_effect=error) as post:
            day_actions.post_due(now)
        return "".join(f"{call.args[0]}\n{call.args[1]}{call.args[4]}" for call in post.call_args_list)

    def test_it_names_what_was_done_and_leads_to_the_page(self) -> None:
        letter = self.post()
        page = f"/boards/shoot/{self.shoot.id}/today/?on=2026-05-12"
        for words in (self.shoot.name, "1 select", "1 change asked", page):
            self.assertIn(words, letter)

    def test_it_carries_no_picture_and_no_words_of_a_note(self) -> None:
        letter = self.post()
        self.assertNotIn("scar", letter)
        self.assertNotIn("/m/", letter)
        self.assertTrue(letter.endswith("[]") or letter.endswith("()"), "nothing is enclosed")

    def test_under_embargo_it_names_nothing(self) -> None:
        Shoot.objects.filter(id=self.shoot.id).update(embargo_until=NOW + timedelta(days=30))
        letter = self.post()
        self.assertIn("A shoot that is not out yet", letter)
        for name in (self.shoot.name, self.story.house.name, "Look 01", self.director.name, self.story.twin.name):
            self.assertNotIn(name, letter)

    def test_it_goes_once_a_day(self) -> None:
        self.assertNotEqual(self.post(), "")
        self.assertEqual(self.post(SIX + timedelta(minutes=5)), "")
        self.assertEqual(DayLetter.objects.get().posted_at, SIX)

    def test_what_could_not_be_posted_is_tried_again(self) -> None:
        self.post(fails=True)
        self.assertFalse(DayLetter.objects.exists())
        self.assertIn("1 select", self.post())

    def test_before_six_nothing_goes(self) -> None:
        self.assertEqual(self.post(SIX - timedelta(minutes=1)), "")

    def test_whoever_wanted_it_after_six_has_it_from_the_next_day_on(self) -> None:
        DayReader.objects.update(at=SIX + timedelta(minutes=1))
        self.assertEqual(self.post(SIX + timedelta(minutes=2)), "")

    def test_whoever_has_lost_the_shoot_has_no_letter(self) -> None:
        Booking.objects.filter(person=self.stylist).update(ended_at=NOW)
        self.assertEqual(self.post(), "")

    def test_a_day_on_which_nothing_was_done_and_nobody_waits_makes_no_letter(self) -> None:
        DayReader.objects.update(shoot=crew.shoot(opened_by=self.stylist))
        self.assertEqual(self.post(), "")
        self.assertIsNone(DayLetter.objects.get().posted_at)

    def test_a_reminder_in_a_letter_says_nothing_of_what_for(self) -> None:
        telling.choose(self.stylist, ways={"asked-for": "mail"}, begins_at=NIGHT[0], ends_at=NIGHT[1])
        with self.settings(EMAIL_HOST="mail"):
            key = next(wait.key for wait in self.day().waits if wait.key.startswith("change"))
            day_actions.nudge(self.shoot, key, by=self.director, now=NOW)
        said = day_actions.of_a_nudge(Notice.objects.get(code="nudged", to=self.stylist))
        self.assertIn("reminds you that you are waited for", said or "")
        self.assertNotIn("Look 01", said or "")


class PageTests(Told):
    def setUp(self) -> None:
        super().setUp()
        crew.signed_in(self.client, self.stylist)
        self.url = reverse("boards:today", args=[self.shoot.id])

    def test_it_shows_the_day(self) -> None:
        self.change()
        choose(self.story.look.previews.get(), choice="pick", by=self.director, now=NOW)
        page = self.client.get(self.url)
        for words in ("Cover the scar", "Preview of Look 01", "waits for somebody"):
            self.assertContains(page, words)

    def test_while_she_pauses_a_select_is_veiled(self) -> None:
        choose(story.made(self.story), choice="pick", by=self.director, now=NOW)
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        page = self.client.get(self.url)
        self.assertContains(page, "has paused this twin")
        self.assertNotContains(page, "/m/")

    def test_it_is_had_by_mail_and_given_up(self) -> None:
        self.client.post(reverse("boards:today_mail", args=[self.shoot.id]), {"wanted": "1"})
        self.assertTrue(DayReader.objects.filter(person=self.stylist).exists())
        self.client.post(reverse("boards:today_mail", args=[self.shoot.id]), {"wanted": "0"})
        self.assertFalse(DayReader.objects.exists())

    def test_a_reminder_is_sent_from_it(self) -> None:
        self.change()
        key = next(wait.key for wait in self.day().waits if wait.key.startswith("change"))
        crew.signed_in(self.client, self.director)
        answer = self.client.post(reverse("boards:nudge", args=[self.shoot.id]), {"what": key}, follow=True)
        self.assertContains(answer, "reminded 12 May 2026")
        again = self.client.post(reverse("boards:nudge", args=[self.shoot.id]), {"what": key})
        self.assertContains(again, "reminded of this today", status_code=409)

    def test_a_day_before_says_what_was_done_then_and_asks_for_nobody(self) -> None:
        self.assertNotContains(self.client.get(f"{self.url}?on=2026-05-11"), "Waited for")

    def test_to_a_stranger_it_does_not_exist(self) -> None:
        self.assertEqual(crew.signed_in(self.client, crew.person()).get(self.url).status_code, 404)
