"""The switch beats everything, at once."""

from datetime import timedelta
from unittest.mock import patch

from django.test import TestCase

from studio.consent import actions, gates
from studio.consent.asking import ask
from studio.consent.facts import facts_of, owners_day
from studio.consent.models import Gate, Pause
from studio.consent.reaches import Counted
from studio.consent.rules import Use
from studio.jobs import actions as jobs
from studio.jobs.models import Job
from studio.live.models import Announcement
from studio.register.actions import verify
from studio.register.models import Entry
from studio.twins.models import Twin
from tests import crew
from tests.crew import NOW

WHOLE = crew.WHOLE_BRIEF


def use_of(twin: Twin, house: object, act: str = "preview", **fields: object) -> Use:
    brief = {
        "purpose": "e-commerce",
        "categories": ("outerwear",),
        "channels": ("own-site",),
        "territories": ("FR",),
        "starts_on": WHOLE["starts_on"],
        "ends_on": WHOLE["ends_on"],
    }
    asked = {"act": act, "instant": NOW, "owners_day": owners_day(twin, NOW), "house": str(house), **brief, **fields}
    return Use(**asked)  # type: ignore[arg-type]


class PauseTests(TestCase):
    def setUp(self) -> None:
        self.twin = crew.twin()
        self.owner = self.twin.owner
        self.house = crew.house()
        crew.grant(self.twin, self.house)

    def may(self, act: str = "preview", **fields: object) -> bool:
        asked = use_of(self.twin, self.house.pk, act, **fields)
        return bool(ask([self.twin], lambda twin: asked, NOW)[0])

    def pause(self, **fields: object) -> Pause:
        decision, made = actions.pause(self.twin, by=self.owner, now=NOW, **fields)  # type: ignore[arg-type]
        assert made, decision
        return made

    def job(self, *names: str) -> Job:
        return jobs.add("draw", "1", stops_with=[self.twin.gate_name, *names], now=NOW)

    def test_it_stops_every_job_of_hers_and_says_how_many(self) -> None:
        waiting, running, others = self.job(), self.job(), jobs.add("draw", "2", stops_with=["twin:x"], now=NOW)
        Job.objects.claim("draft", NOW)
        self.assertEqual(self.pause().stopped_jobs, 2)
        for job in (waiting, running, others):
            job.refresh_from_db()
        self.assertEqual([waiting.state, running.state], ["stopped", "stopped"])
        self.assertFalse(Job.objects.held(running).exists(), "what a running one makes can no longer be kept")
        self.assertTrue(others.is_alive)

    def test_nothing_can_be_made_or_shown_any_more(self) -> None:
        self.assertTrue(self.may("show"))
        self.pause()
        for act in ("offer", "preview", "render", "store", "show", "sign-off", "seal", "deliver"):
            with self.subTest(act):
                self.assertFalse(self.may(act))

    def test_addresses_given_before_open_nothing(self) -> None:
        name = self.twin.gate_name
        before = gates.epochs([name])[name]
        self.pause()
        self.assertEqual(gates.epochs([name])[name], before + 1)

    def test_it_tells_the_jobs_that_waited_from_those_at_work(self) -> None:
        for _ in range(3):
            self.job()
        Job.objects.claim("draft", NOW)
        pause = self.pause()
        self.assertEqual((pause.waiting_jobs, pause.running_jobs), (2, 1))

    def test_it_says_how_much_it_hides_and_refuses_within_its_reach(self) -> None:
        with patch("studio.consent.reaches.counted", return_value=Counted(pictures=12, downloads=3)) as counted:
            pause = self.pause(reach="house", about=str(self.house.pk))
        self.assertEqual((pause.hidden_pictures, pause.refused_downloads), (12, 3))
        counted.assert_called_once_with(self.twin, "house", str(self.house.pk), NOW)

    def test_open_pages_hear_of_it_and_only_she_hears_how_much(self) -> None:
        Announcement.objects.all().delete()
        self.pause()
        told = {each.topic: each.message for each in Announcement.objects.filter(message__kind="paused")}
        self.assertEqual(set(told), {self.twin.gate_name, f"person:{self.owner.pk}"})
        self.assertEqual(told[self.twin.gate_name], {"kind": "paused", "twin": str(self.twin.pk), "state": "paused"})
        self.assertIn("hidden", told[f"person:{self.owner.pk}"])

    def test_it_is_written_down_without_a_name(self) -> None:
        self.pause()
        entry = Entry.objects.get(chain=self.twin.gate_name, kind="paused")
        self.assertEqual((entry.by, entry.body["reach"]), (str(self.owner.pk), "everything"))
        self.assertEqual(verify(), [])

    def test_pressed_twice_it_is_one_pause(self) -> None:
        self.assertEqual(self.pause().pk, self.pause().pk)

    def test_a_pause_of_one_house_leaves_the_other_at_work(self) -> None:
        other = crew.house()
        crew.grant(self.twin, other)
        theirs = self.job(f"house:{self.house.pk}")
        others = self.job(f"house:{other.pk}")
        self.assertEqual(self.pause(reach="house", about=str(self.house.pk)).stopped_jobs, 1)
        theirs.refresh_from_db()
        others.refresh_from_db()
        self.assertEqual((theirs.state, others.is_alive), ("stopped", True))
        self.assertFalse(self.may())
        asked = use_of(self.twin, other.pk)
        self.assertTrue(ask([self.twin], lambda twin: asked, NOW)[0])

    def test_a_pause_of_a_shoot_or_a_picture_reaches_only_that(self) -> None:
        self.pause(reach="shoot", about="s1")
        self.pause(reach="picture", about="p1")
        self.assertFalse(self.may(shoot="s1"))
        self.assertFalse(self.may(picture="p1"))
        self.assertTrue(self.may(shoot="s2", picture="p2"))
        self.assertEqual(Gate.objects.get(twin=self.twin).state, "open")

    def test_a_narrow_pause_says_what_it_is_about(self) -> None:
        for fields in (
            {"reach": "house"},
            {"reach": "house", "about": "no id"},
            {"reach": "everything", "about": "x"},
            {"reach": "moon", "about": "x"},
        ):
            with self.subTest(fields):
                decision, _ = actions.pause(self.twin, by=self.owner, now=NOW, **fields)
                self.assertEqual(decision.code, "pause-of-what")

    def test_nobody_else_presses_it(self) -> None:
        decision, made = actions.pause(self.twin, by=crew.person(), now=NOW)
        self.assertEqual((decision.code, made), ("not-owner", None))

    def test_her_agency_presses_it_where_its_mandate_says_so(self) -> None:
        booker, agency = crew.person(), crew.agency()
        crew.seat(booker, agency, "booker")
        crew.mandate(self.twin, agency, "negotiate")
        self.assertFalse(actions.pause(self.twin, by=booker, now=NOW)[0])
        crew.mandate(self.twin, agency, "pause")
        self.assertTrue(actions.pause(self.twin, by=booker, now=NOW)[0])


class ResumeTests(TestCase):
    def setUp(self) -> None:
        self.twin = crew.twin()
        self.owner = self.twin.owner
        self.pause = actions.pause(self.twin, by=self.owner, now=NOW)[1]

    def test_it_needs_a_fresh_sign_in(self) -> None:
        decision, _ = actions.resume(self.twin, by=self.owner, now=NOW, fresh=False)
        self.assertEqual(decision.code, "fresh-sign-in")
        self.assertEqual(Gate.objects.get(twin=self.twin).state, "paused")

    def test_it_opens_the_gate_and_turns_it_again(self) -> None:
        before = Gate.objects.get(twin=self.twin).epoch
        decision, gate = actions.resume(self.twin, by=self.owner, now=NOW, fresh=True)
        assert gate
        self.assertEqual((decision.code, gate.state, gate.epoch), ("ok", "open", before + 1))

    def test_narrower_pauses_stay(self) -> None:
        actions.pause(self.twin, by=self.owner, now=NOW, reach="shoot", about="s1")
        actions.resume(self.twin, by=self.owner, now=NOW, fresh=True)
        self.assertEqual(facts_of([self.twin], NOW)[self.twin.pk].pauses, (("shoot", "s1"),))

    def test_nobody_else_switches_her_on(self) -> None:
        self.assertEqual(actions.resume(self.twin, by=crew.person(), now=NOW, fresh=True)[0].code, "not-owner")

    def test_a_slip_is_undone_within_ten_seconds(self) -> None:
        assert self.pause
        soon, late = NOW + timedelta(seconds=10), NOW + timedelta(seconds=11)
        self.assertEqual(actions.undo_pause(self.pause, by=self.owner, now=late)[0].code, "too-late-to-undo")
        self.assertTrue(actions.undo_pause(self.pause, by=self.owner, now=soon)[0])
        self.assertEqual(Gate.objects.get(twin=self.twin).state, "open")

    def test_only_who_pressed_undoes(self) -> None:
        assert self.pause
        self.assertEqual(actions.undo_pause(self.pause, by=crew.person(), now=NOW)[0].code, "not-owner")
