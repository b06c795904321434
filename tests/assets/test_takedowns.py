"""What was delivered comes down by its day, and everybody concerned reads the same list."""

from datetime import date, datetime, timedelta

from django.test import SimpleTestCase, TestCase

from studio.assets import actions as assets
from studio.assets import takedowns
from studio.assets.models import Delivery, Takedown
from studio.assets.reading import page_of
from studio.assets.rules import renews, stage_of
from studio.consent import actions as consent
from studio.consent.models import Grant
from studio.people.models import Notice
from studio.register.models import Entry
from tests import crew, story
from tests.crew import NOW

LAST_DAY = crew.WHOLE_BRIEF["ends_on"]  # of the delivery


class StageTests(SimpleTestCase):
    """When the house is reminded."""

    def stages(self, last_on: date, listed_on: date, days: int) -> list[date]:
        told: list[date] = []
        for passed in range(days):
            stage = stage_of(last_on, listed_on + timedelta(days=passed), listed_on=listed_on)
            if stage and stage not in told:
                told.append(stage)
        return told

    def test_seven_days_before_one_before_on_the_day_and_every_third_day_after(self) -> None:
        june = [date(2026, 6, day) for day in (3, 9, 10, 13, 16)]
        self.assertEqual(self.stages(date(2026, 6, 10), date(2026, 5, 1), 47), june)

    def test_a_list_of_today_is_reminder_enough_for_today(self) -> None:
        today = date(2026, 6, 10)
        self.assertEqual(self.stages(today, today, 4), [date(2026, 6, 13)])

    def test_a_day_that_was_missed_is_made_up_for_by_the_next(self) -> None:
        stage = stage_of(date(2026, 6, 10), date(2026, 6, 5), listed_on=date(2026, 5, 1))
        self.assertEqual(stage, date(2026, 6, 3))

    def test_a_wider_delivery_renews_a_narrower_one(self) -> None:
        self.assertTrue(renews(["DE", "FR"], ["DE"]))
        self.assertTrue(renews(["WORLD"], ["DE", "FR"]))
        self.assertFalse(renews(["DE"], ["DE", "FR"]))


class TakedownTests(TestCase):
    story: story.Story
    delivery: Delivery

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.ready(notice_days=30)
            cls.delivery = story.delivered(cls.story)

    def setUp(self) -> None:
        story.clock(self)

    @property
    def grant(self) -> Grant:
        return Grant.objects.select_related("twin__owner", "house").get(pk=self.story.version.grant_id)

    def withdraw(self, now: datetime = NOW) -> Takedown:
        decision, _ = consent.withdraw(self.grant, by=self.story.owner, now=now)
        assert decision, decision
        return Takedown.objects.for_page().get()

    def told(self, code: str) -> int:
        return Notice.objects.filter(to=self.story.producer, code=code).count()

    def test_the_public_page_says_the_day_it_comes_down_by_and_not_the_day_that_was_agreed_first(self) -> None:
        asset = self.delivery.rendition.asset
        before = page_of(asset, NOW)
        down = self.withdraw()
        after = page_of(asset, NOW)
        assert before and after
        self.assertLess(down.last_on, self.delivery.ends_on)
        self.assertEqual([each.ends_on for each in (*before.agreed, *after.agreed)], [LAST_DAY, down.last_on])

    def test_a_withdrawal_lists_every_copy_with_its_last_day(self) -> None:
        row = self.withdraw()
        self.assertEqual((row.delivery, row.house, row.twin), (self.delivery, self.story.house, self.story.twin))
        self.assertEqual((row.why, row.last_on), ("withdrawn", date(2026, 6, 11)))
        self.assertEqual(row.state_on(date(2026, 6, 11)), "asked")
        self.assertEqual(row.state_on(date(2026, 6, 12)), "overdue")

    def test_the_house_is_told_at_once(self) -> None:
        self.withdraw()
        self.assertEqual(self.told("takedown-asked"), 1)

    def test_the_list_stands_or_falls_with_the_withdrawal(self) -> None:
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        self.assertFalse(Takedown.objects.exists(), "a pause takes nothing down")

    def test_no_copy_comes_down_later_than_it_would_have_anyway(self) -> None:
        self.assertEqual(self.withdraw(datetime(2026, 12, 20, 9, tzinfo=NOW.tzinfo)).last_on, LAST_DAY)

    def test_a_copy_whose_days_are_over_in_a_week_is_listed(self) -> None:
        takedowns.draw_up_ending(NOW)
        self.assertFalse(Takedown.objects.exists())
        for _ in range(2):
            takedowns.draw_up_ending(datetime(2026, 12, 24, 9, tzinfo=NOW.tzinfo))
        row = Takedown.objects.get()
        self.assertEqual((row.why, row.last_on), ("ended", LAST_DAY))
        self.assertEqual(self.told("takedown-asked"), 1)

    def test_a_lapse_lists_what_no_new_licence_covers(self) -> None:
        consent.lapse_due(datetime(2027, 1, 1, 12, tzinfo=NOW.tzinfo))
        self.assertEqual(Takedown.objects.get().last_on, LAST_DAY)

    def test_a_picture_delivered_again_for_longer_does_not_come_down(self) -> None:
        crew.grant(self.story.twin, self.story.house, ends_on=date(2027, 12, 31), starts_on=date(2026, 1, 1))
        takedowns.draw_up_ending(datetime(2026, 12, 24, 9, tzinfo=NOW.tzinfo))
        file = story.first_file(self.delivery.rendition.asset)
        longer = story.wanted(ends_on=date(2027, 6, 30))
        decision, _ = assets.deliver(file, longer, by=self.story.producer, now=NOW, key="longer")
        self.assertTrue(decision, decision)
        takedowns.draw_up_ending(datetime(2026, 12, 25, 9, tzinfo=NOW.tzinfo))
        self.assertEqual(Takedown.objects.get(delivery=self.delivery).state_on(date(2027, 1, 5)), "renewed")

    def test_a_withdrawal_brings_a_listed_day_nearer(self) -> None:
        takedowns.draw_up_ending(datetime(2026, 12, 24, 9, tzinfo=NOW.tzinfo))
        row = self.withdraw()
        self.assertEqual((row.why, row.last_on), ("withdrawn", date(2026, 6, 11)))

    def test_the_house_says_that_it_has_read_it(self) -> None:
        self.withdraw()
        decision, count = takedowns.acknowledge(self.story.house, by=self.story.producer, now=NOW)
        row = Takedown.objects.get()
        self.assertEqual((bool(decision), count), (True, 1))
        self.assertEqual((row.acknowledged_by, row.acknowledged_at), (self.story.producer, NOW))
        self.assertEqual(takedowns.acknowledge(self.story.house, by=self.story.producer, now=NOW)[1], 0)
        chains = Entry.objects.filter(kind="takedown-acknowledged").values_list("chain", flat=True)
        self.assertEqual(set(chains), {self.story.twin.gate_name, f"org:{self.story.house.pk}"})

    def test_the_house_marks_a_copy_as_down_and_she_reads_that_all_are(self) -> None:
        decision, row = takedowns.mark_down(self.withdraw(), by=self.story.producer, now=NOW)
        self.assertTrue(decision)
        self.assertEqual((row.state_on(date(2027, 1, 1)), row.down_by), ("down", self.story.producer))
        self.assertEqual(Notice.objects.filter(to=self.story.owner, code="all-down").count(), 1)
        takedowns.mark_down(row, by=self.story.producer, now=NOW + timedelta(days=1))
        self.assertEqual(Entry.objects.filter(kind="taken-down", chain=self.story.twin.gate_name).count(), 1)

    def test_nobody_else_speaks_for_the_house(self) -> None:
        row = self.withdraw()
        for stranger in (crew.person(), self.story.stylist, self.story.owner):
            self.assertFalse(takedowns.acknowledge(self.story.house, by=stranger, now=NOW)[0])
            self.assertFalse(takedowns.mark_down(row, by=stranger, now=NOW)[0])
        self.assertTrue(Takedown.objects.get().is_open)

    def test_reminders_go_out_once_each_and_end_when_it_is_down(self) -> None:
        row = self.withdraw()
        days = [date(2026, 6, day) for day in (4, 10, 11, 14, 17)]
        for day in days:
            for _ in range(2):
                takedowns.remind(datetime(day.year, day.month, day.day, 12, tzinfo=NOW.tzinfo))
        self.assertEqual((self.told("takedown-due"), self.told("takedown-overdue")), (3, 2))
        self.assertEqual(Notice.objects.filter(to=self.story.owner, code="copy-still-out").count(), 1)
        takedowns.mark_down(row, by=self.story.producer, now=NOW)
        takedowns.remind(datetime(2026, 6, 20, 12, tzinfo=NOW.tzinfo))
        self.assertEqual(self.told("takedown-overdue"), 2)

    def test_who_first_took_the_file_is_known(self) -> None:
        for who in (self.story.producer, crew.person()):
            assets.take(self.delivery, by=who, now=NOW)
        self.delivery.refresh_from_db()
        self.assertEqual((self.delivery.taken_by, self.delivery.taken_at), (self.story.producer, NOW))


class ReachTests(TestCase):
    """What she reads that a stop hides and refuses."""

    story: story.Story

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.ready()
            story.delivered(cls.story)

    def setUp(self) -> None:
        story.clock(self)

    def stopped(self, reach: str, about: object = "") -> tuple[int, int]:
        _, made = consent.pause(self.story.twin, by=self.story.owner, now=NOW, reach=reach, about=str(about))
        assert made
        return made.hidden_pictures, made.refused_downloads

    def test_everything_hides_her_pictures_and_her_comp_card(self) -> None:
        self.assertEqual(self.stopped("everything"), (2, 1))

    def test_a_narrower_stop_counts_what_it_reaches(self) -> None:
        picture = self.story.look.previews.get()
        for reach, about, counts in (
            ("house", self.story.house.pk, (1, 1)),
            ("shoot", self.story.shoot.pk, (1, 1)),
            ("picture", picture.pk, (1, 1)),
            ("house", crew.house().pk, (0, 0)),
            ("shoot", "not one", (0, 0)),
        ):
            with self.subTest(reach):
                self.assertEqual(self.stopped(reach, about), counts)

    def test_nothing_is_hidden_twice(self) -> None:
        self.stopped("everything")
        self.assertEqual(self.stopped("house", self.story.house.pk), (0, 0))

    def test_a_withdrawal_counts_what_was_made_under_it(self) -> None:
        _, made = consent.withdraw_all(self.story.twin, by=self.story.owner, now=NOW)
        self.assertEqual([(each.hidden_pictures, each.refused_downloads) for each in made], [(1, 1)])
