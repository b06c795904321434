"""Talks pinned to a board: who may say what, who is told, and what a letter keeps to itself."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.test import SimpleTestCase, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studio.boards import actions, thread_actions, thread_rules
from studio.boards.models import Board, BoardGuest, BoardRole, Comment, Thread
from studio.boards.thread_actions import Place
from studio.boards.thread_reading import talks
from studio.live.models import Announcement
from studio.people import actions as people
from studio.people import telling
from studio.people.mailing import send_due_mail
from studio.people.models import Notice, Person
from studio.shoots.models import Booking, Shoot
from tests import crew
from tests.crew import NOW

HTMX = {"HX-Request": "true"}
ANA, NOE = "01a21442-498f-7d06-8db6-c9489c2319a0", "01a21442-498f-7d06-8db6-c9489c2319a1"


class NamingTests(SimpleTestCase):
    def test_a_name_is_kept_as_an_id(self) -> None:
        kept = thread_rules.marked("Ask @Ana Ruiz, now", {ANA: "Ana Ruiz"})
        self.assertEqual(kept, f"Ask @{{{ANA}}}, now")

    def test_the_longer_name_is_meant_where_one_begins_with_another(self) -> None:
        kept = thread_rules.marked("@Ana Ruiz", {ANA: "Ana Ruiz", NOE: "Ana"})
        self.assertEqual(thread_rules.named_in(kept), [ANA])

    def test_of_two_who_bear_one_name_it_is_the_one_that_was_picked(self) -> None:
        names = {ANA: "Ana Ruiz", NOE: "Ana Ruiz"}
        self.assertEqual(thread_rules.named_in(thread_rules.marked("@Ana Ruiz", names)), [])
        self.assertEqual(thread_rules.named_in(thread_rules.marked("@Ana Ruiz", names, [NOE])), [NOE])

    def test_an_id_typed_by_hand_names_nobody(self) -> None:
        self.assertEqual(thread_rules.named_in(thread_rules.marked(f"@{{{ANA}}}", {})), [])

    def test_a_new_name_is_read_in_old_words(self) -> None:
        read = thread_rules.parts(f"So @{{{ANA}}}!", {ANA: "Ana Reyes"})
        self.assertEqual([part.words for part in read], ["So ", "@Ana Reyes", "!"])

    def test_on_a_card_a_place_is_a_part_of_it(self) -> None:
        self.assertTrue(thread_rules.lies(0.5, 1.0, on_card=True))
        for x in (1.2, -0.1, float("nan")):
            self.assertFalse(thread_rules.lies(x, 0.5, on_card=True))


class Talking(TestCase):
    def setUp(self) -> None:
        self.shoot = crew.shoot(crew.house("Corvane"))
        self.ana = crew.booked(self.shoot, "styling", name="Ana Ruiz")
        self.noe = crew.booked(self.shoot, "hair", name="Noé Sarr")
        self.board = actions.board_of(self.shoot, by=self.ana, now=NOW)
        self.card = actions.lay(self.board, "garment", crew.garment(self.shoot, "Camel coat").id, by=self.ana, now=NOW)
        self.count = 0

    def key(self) -> str:
        self.count += 1
        return f"k{self.count}"

    def begin(self, words: str = "The hem sits too low", by: Any = None, **more: Any) -> Thread:
        place = more.pop("place", Place(str(self.card.id), 0.5, 0.25))
        decision, thread = thread_actions.begin(
            self.board, place, words, by=by or self.ana, now=more.pop("now", NOW), key=self.key(), **more
        )
        assert thread, decision
        return thread

    def answer(self, thread: Thread, words: str, by: Any = None) -> Comment:
        decision, said = thread_actions.answer(thread, words, by=by or self.noe, now=NOW, key=self.key())
        assert said, decision
        return said

    def codes(self, person: Person) -> list[str]:
        return sorted(Notice.objects.filter(to=person).values_list("code", flat=True))

    def right(self, person: Person, right: str) -> None:
        BoardRole.objects.create(board=self.board, person=person, right=right, by=self.ana, at=NOW)


class ActionTests(Talking):
    def test_whoever_looks_on_says_nothing(self) -> None:
        self.right(self.noe, "view")
        decision, thread = thread_actions.begin(self.board, Place(), "Hm", by=self.noe, now=NOW, key="k")
        self.assertEqual((decision.code, thread), ("board-only-looks", None))

    def test_whoever_comments_does(self) -> None:
        self.right(self.noe, "comment")
        self.assertEqual(self.begin(by=self.noe).number, 1)

    def test_sent_again_it_is_said_once(self) -> None:
        for _ in range(2):
            thread_actions.begin(self.board, Place(), "Hm", by=self.ana, now=NOW, key="same")
        self.assertEqual(Comment.objects.count(), 1)

    def test_a_card_of_another_board_bears_no_talk_of_this_one(self) -> None:
        other = actions.board_of(crew.shoot(), by=self.ana, now=NOW)
        card = actions.lay(other, "garment", crew.garment(other.shoot).id, by=self.ana, now=NOW)
        decision, _thread = thread_actions.begin(
            self.board, Place(str(card.id), 0, 0), "Hm", by=self.ana, now=NOW, key="k"
        )
        self.assertEqual(decision.code, "card-gone")

    def test_everybody_on_the_board_hears_that_something_was_said_and_not_what(self) -> None:
        Announcement.objects.all().delete()
        self.begin("A private word")
        told = Announcement.objects.get(topic=f"board:{self.board.id}")
        self.assertEqual(told.message["kind"], "threads")
        self.assertNotIn("private", str(told.message))

    def test_whoever_is_named_is_told_and_whoever_spoke_hears_of_an_answer(self) -> None:
        thread = self.begin()
        self.answer(thread, "On it, @Ana Ruiz")
        self.answer(thread, "And the sleeve", by=self.shoot.opened_by)
        self.assertEqual(self.codes(self.ana), ["mentioned", "thread-answered"])
        self.assertEqual(self.codes(self.noe), ["thread-answered"])

    def test_a_stranger_is_named_in_vain(self) -> None:
        rival = crew.person("Rival Admin")
        self.begin("@Rival Admin, look")
        self.assertEqual(self.codes(rival), [])

    def test_whoever_has_lost_the_board_is_told_nothing(self) -> None:
        thread = self.begin(by=self.noe)
        Booking.objects.filter(person=self.noe).update(ended_at=NOW)
        self.answer(thread, "Still there?", by=self.ana)
        self.assertEqual(self.codes(self.noe), [])

    def test_a_talk_waits_for_whom_is_asked_until_she_answers(self) -> None:
        thread = self.begin()
        self.assertTrue(thread_actions.ask_for(thread, self.noe, by=self.ana, now=NOW))
        self.assertEqual(self.codes(self.noe), ["waited-for"])
        self.answer(thread, "Done")
        self.assertIsNone(Thread.objects.get(id=thread.id).asked_for)

    def test_nobody_from_outside_is_asked_for(self) -> None:
        decision = thread_actions.ask_for(self.begin(), crew.person(), by=self.ana, now=NOW)
        self.assertEqual(decision.code, "not-on-this-board")

    def test_it_is_resolved_and_opened_again(self) -> None:
        thread = self.begin()
        thread_actions.turn(thread, resolved=True, by=self.noe, now=NOW)
        self.assertEqual(Thread.objects.get().resolved_by, self.noe)
        thread_actions.turn(thread, resolved=False, by=self.ana, now=NOW)
        self.assertIsNone(Thread.objects.get().resolved_at)

    def test_only_its_author_takes_a_comment_back_and_its_place_says_so(self) -> None:
        said = self.begin("Too long").comments.get()
        self.assertEqual(thread_actions.take_back(said, by=self.noe, now=NOW).code, "comment-not-yours")
        self.assertTrue(thread_actions.take_back(said, by=self.ana, now=NOW))
        self.assertEqual(Comment.objects.get().words, "")
        page = crew.signed_in(self.client, self.noe).get(reverse("boards:threads", args=[self.board.id]))
        self.assertContains(page, "Ana Ruiz took this back.")

    def test_a_guest_who_may_comment_does_and_one_who_looks_on_does_not(self) -> None:
        for rights, code in (("view", "board-only-looks"), ("comment", "ok")):
            link = people.make_guest_link(
                f"board:{self.board.id}", url="/", by=self.ana, now=NOW, until=NOW + timedelta(days=3), rights=rights,
                label="Ida Falk",
            )  # fmt: skip
            guest = BoardGuest.objects.create(link=link, board=self.board, email="ida@example.com")
            decision, _thread = thread_actions.begin(self.board, Place(), "Lovely", by=guest, now=NOW, key=rights)
            self.assertEqual(decision.code, code)
        self.assertEqual(talks(self.board, "open", viewer=self.ana)[0].first.author, "Ida Falk")


class ReadingTests(Talking):
    def test_what_another_says_is_unread_until_it_is_read(self) -> None:
        thread = self.begin()
        self.assertTrue(talks(self.board, "open", viewer=self.noe)[0].is_unread)
        self.assertFalse(talks(self.board, "open", viewer=self.ana)[0].is_unread)
        thread_actions.read([thread], by=self.noe, now=NOW)
        self.assertFalse(talks(self.board, "open", viewer=self.noe)[0].is_unread)

    def test_mine_are_those_i_speak_in_am_named_in_or_am_asked_for_in(self) -> None:
        other = crew.booked(self.shoot, "make-up", name="Salome Dietz")
        hers, named, asked, neither = (
            self.begin(by=self.noe),
            self.begin("@Noé Sarr?"),
            self.begin(),
            self.begin(by=other),
        )
        thread_actions.ask_for(asked, self.noe, by=self.ana, now=NOW)
        mine = {talk.thread.id for talk in talks(self.board, "mine", viewer=self.noe)}
        self.assertEqual(mine, {hers.id, named.id, asked.id})
        self.assertNotIn(neither.id, mine)

    def test_resolved_ones_are_among_all(self) -> None:
        thread = self.begin()
        thread_actions.turn(thread, resolved=True, by=self.ana, now=NOW)
        self.assertEqual(talks(self.board, "open", viewer=self.ana), [])
        self.assertEqual(len(talks(self.board, "all", viewer=self.ana)), 1)

    def test_more_talks_ask_no_more_queries(self) -> None:
        def asked() -> int:
            with CaptureQueriesContext(connection) as queries:
                talks(self.board, "open", viewer=self.noe)
            return len(queries)

        self.begin("@Noé Sarr, the hem")
        one = asked()
        for _ in range(4):
            self.answer(self.begin("@Noé Sarr, the hem"), "Yes")
        self.assertEqual(asked(), one)


class LetterTests(Talking):
    def letters(self, *, embargoed: bool = False, before: Any = None) -> str:
        if embargoed:
            Shoot.objects.filter(id=self.shoot.id).update(embargo_until=NOW + timedelta(days=900))
            self.board = Board.objects.get(id=self.board.id)
        with self.settings(EMAIL_HOST="mail"), patch("studio.people.mailing.send_mail") as post:
            self.begin("@Noé Sarr, Nia has a scar to cover")
            if before:
                before()
            send_due_mail(NOW)
        return "".join(call.args[0] + call.args[1] for call in post.call_args_list)

    def test_a_letter_says_who_and_where_and_never_the_words(self) -> None:
        letter = self.letters()
        self.assertIn(f"Ana Ruiz mentions you on the board {self.board.name}.", letter)
        self.assertIn(f"?thread={Thread.objects.get().id}", letter)
        self.assertNotIn("scar", letter)

    def test_what_is_not_out_yet_has_no_name_in_it(self) -> None:
        letter = self.letters(embargoed=True)
        self.assertIn("Ana Ruiz mentions you on a board.", letter)
        self.assertNotIn(self.board.name, letter)

    def test_whoever_lost_the_board_before_the_letter_went_gets_none(self) -> None:
        self.assertEqual(self.letters(before=lambda: Booking.objects.update(ended_at=NOW)), "")

    def test_of_what_was_taken_back_no_letter_goes(self) -> None:
        def taken() -> None:
            thread_actions.take_back(Comment.objects.get(), by=self.ana, now=NOW)

        self.assertEqual(self.letters(before=taken), "")

    def test_in_her_own_way(self) -> None:
        hours = people.quiet_hours(self.noe)
        telling.choose(self.noe, ways={"mention": "neither"}, begins_at=hours[0], ends_at=hours[1])
        self.assertEqual(self.letters(), "")
        self.assertEqual(self.codes(self.noe), [])


class PageTests(Talking):
    def setUp(self) -> None:
        super().setUp()
        crew.signed_in(self.client, self.noe)

    def address(self, name: str, *more: object) -> str:
        return reverse(f"boards:{name}", args=[self.board.id, *more])

    def test_without_script_a_talk_is_begun_answered_and_resolved_by_plain_forms(self) -> None:
        self.assertContains(self.client.get(self.address("threads")), "Camel coat")
        given = {"words": "Hem, @Ana Ruiz", "card": self.card.id, "x": "1", "y": "0"}
        self.client.post(self.address("begin_thread"), given)
        thread = Thread.objects.get()
        self.assertEqual((thread.card, self.codes(self.ana)), (self.card, ["mentioned"]))
        answer = self.client.post(self.address("answer_thread", thread.id), {"words": "And the cuff"}, follow=True)
        self.assertContains(answer, "And the cuff")
        self.client.post(self.address("turn_thread", thread.id), {"to": "resolved"})
        self.assertEqual(Thread.objects.get().state, "resolved")

    def test_with_script_the_list_alone_comes_back(self) -> None:
        answer = self.client.post(self.address("begin_thread"), {"words": "Hem"}, headers=HTMX)
        self.assertTemplateNotUsed(answer, "web/base.html")
        self.assertContains(answer, "data-opened")

    def test_a_refusal_is_a_sentence_and_the_draft_stays(self) -> None:
        self.right(self.noe, "view")
        answer = self.client.post(self.address("begin_thread"), {"words": "Hem"}, headers=HTMX)
        self.assertContains(answer, "You look on at this board", status_code=409)

    def test_what_says_nothing_is_refused_beside_the_field(self) -> None:
        answer = self.client.post(self.address("begin_thread"), {"words": " "}, headers=HTMX)
        self.assertContains(answer, "The comment says nothing yet.", status_code=409)

    def test_all_are_read_at_once(self) -> None:
        self.begin()
        self.begin()
        self.client.post(self.address("read_threads"))
        self.assertFalse(any(talk.is_unread for talk in talks(self.board, "open", viewer=self.noe)))

    def test_the_list_of_names_holds_the_call_sheet_and_no_other_house(self) -> None:
        crew.seat(crew.person("Rival Admin"), crew.house(), "admin")
        crew.seat(crew.person("Quiet Colleague"), self.shoot.house)
        names = {one["name"] for one in self.client.get(self.address("crew")).json()["people"]}
        self.assertEqual(names, {"Ana Ruiz", "Noé Sarr", self.shoot.opened_by.name})

    def test_somebody_of_the_house_is_offered_the_house(self) -> None:
        crew.seat(crew.person("Quiet Colleague"), self.shoot.house)
        inside = crew.signed_in(self.client, self.shoot.opened_by)
        names = {one["name"] for one in inside.get(self.address("crew")).json()["people"]}
        self.assertIn("Quiet Colleague", names)

    def test_to_a_stranger_none_of_it_exists(self) -> None:
        thread = self.begin()
        stranger = crew.signed_in(self.client, crew.person())
        self.assertEqual(stranger.get(self.address("threads")).status_code, 404)
        self.assertEqual(stranger.post(self.address("answer_thread", thread.id), {"words": "Hm"}).status_code, 404)
