"""A guest of a board: what she sees, what she may say, and what somebody who means harm finds."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import numpy as np
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from studio.approvals.models import GuestDecision, Verdict
from studio.boards import actions, guest_actions, guest_rules, thread_actions
from studio.boards.guest_pictures import copies, tiled
from studio.boards.models import Board, BoardGuest, Card, GuestCode, Thread
from studio.consent import actions as consent
from studio.home.looked import looks_at
from studio.imaging import marks, metadata, watermark
from studio.media import actions as media
from studio.people.models import Notice, Person
from studio.previews.models import Preview
from studio.register import access
from studio.register.models import Entry
from tests import crew, story
from tests.crew import NOW

FOR_GUESTS = ("e-commerce", "social", "internal")
MAIL = {"EMAIL_HOST": "localhost", "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}


def let_in(board: Board, name: str, rights: str, *, by: Person, **fields: Any) -> BoardGuest:
    wanted = guest_actions.Wanted(
        name=name,
        email="kim@client.example",
        rights=rights,
        last_day=fields.pop("last_day", NOW.date() + timedelta(days=3)),
        **fields,
    )
    decision, guest = guest_actions.let_in(board, wanted, by=by, now=NOW, key=uuid4().hex)
    assert guest, decision
    return guest


class GuestTestCase(TestCase):
    """One board with a cast look that has a picture; Kim is let in to decide."""

    purposes: tuple[str, ...] = FOR_GUESTS

    story: story.Story
    preview: Preview
    board: Board
    card: Card
    kim: BoardGuest

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.ready(purposes=cls.purposes)
            cls.preview = story.made(cls.story)
            cls.board = actions.board_of(cls.story.shoot, by=cls.story.producer, now=NOW)
            cls.card = actions.lay(cls.board, "look", cls.story.look.id, by=cls.story.stylist, now=NOW)
            cls.kim = let_in(cls.board, "Kim Larsen", "decide", by=cls.story.producer)

    def setUp(self) -> None:
        self.clock = story.clock(self)
        story.paints(self)
        self.guest = self.enter(self.kim)

    def lay(self, kind: str, about: object = "", board: Board | None = None, **content: Any) -> Card:
        card = actions.lay(board or self.board, kind, about, by=self.story.stylist, now=NOW)
        Card.objects.filter(id=card.id).update(content=content)
        return card

    def let_in(self, name: str, rights: str, **fields: Any) -> BoardGuest:
        return let_in(self.board, name, rights, by=self.story.producer, **fields)

    def enter(self, guest: BoardGuest, client: Client | None = None) -> Client:
        """By the link, and through the door."""
        client = client or Client()
        client.get(reverse("people:guest", args=[guest.link.token]), follow=True)
        client.post(self.url("guest_door"))
        return client

    def url(self, name: str = "guest_board", *more: object, board: Board | None = None) -> str:
        return reverse(f"boards:{name}", args=[(board or self.board).id, *more])

    def picture(self, card: Card | None = None) -> str:
        return self.url("guest_picture", (card or self.card).id)

    def page(self) -> Any:
        return self.guest.get(self.url())

    def fresh(self) -> BoardGuest:
        return BoardGuest.objects.for_page().get(id=self.kim.id)


class LettingInTests(GuestTestCase):
    def ask(self, by: Person, **fields: Any) -> Any:
        crew.signed_in(self.client, by)
        form = {
            "name": "Lou Vale", "email": "lou@client.example", "rights": "comment", "reach": "all",
            "last_day": (NOW.date() + timedelta(days=7)).isoformat(), "key": "k1",
        }  # fmt: skip
        return self.client.post(self.url("guests"), form | fields)

    def test_production_makes_a_link_and_the_list_says_how_it_stands(self) -> None:
        self.assertRedirects(self.ask(self.story.producer), self.url("guests"))
        page = self.client.get(self.url("guests"))
        for words in ("Lou Vale", "Look and comment", "Has not looked yet.", "2 guests may look at this board"):
            self.assertContains(page, words)

    def test_art_direction_may_and_a_stylist_is_told_who_may(self) -> None:
        self.assertEqual(self.ask(self.story.director).status_code, 302)
        refused = self.ask(self.story.stylist, key="k2")
        self.assertContains(refused, "A guest is let in by the house", status_code=409)

    def test_sent_twice_it_is_one_link(self) -> None:
        for _ in range(2):
            self.ask(self.story.producer)
        self.assertEqual(BoardGuest.objects.filter(link__label="Lou Vale").count(), 1)

    def test_the_last_day_is_today_at_the_earliest_and_ninety_days_off_at_the_latest(self) -> None:
        for days, status in ((-1, 409), (0, 302), (90, 302), (91, 409)):
            with self.subTest(days):
                last_day = (NOW.date() + timedelta(days=days)).isoformat()
                self.assertEqual(self.ask(self.story.producer, last_day=last_day, key=f"d{days}").status_code, status)

    def test_only_whoever_made_a_link_reads_it(self) -> None:
        for who, reads in ((self.story.producer, True), (self.story.director, False)):
            crew.signed_in(self.client, who)
            page = self.client.get(self.url("guests")).content.decode()
            self.assertEqual(self.kim.link.token in page, reads)

    @override_settings(**MAIL)
    def test_the_letter_with_the_link_says_nothing_of_the_shoot(self) -> None:
        self.ask(self.story.producer)
        letter = mail.outbox[0]
        self.assertEqual(letter.to, ["lou@client.example"])
        self.assertIn("/g/", letter.body)
        for word in (self.story.shoot.name, "Corvane", "Nia", self.board.name):
            self.assertNotIn(word, f"{letter.subject} {letter.body}")

    def test_the_crew_reads_how_many_pictures_a_guest_sees(self) -> None:
        crew.signed_in(self.client, self.story.producer)
        self.assertContains(self.client.get(self.url("guests")), "Of 1 picture, guests see 1.")

    def test_whoever_may_let_in_ends_a_link_that_another_made(self) -> None:
        end = self.url("end_guest", self.kim.id)
        self.assertEqual(crew.signed_in(self.client, self.story.stylist).post(end).status_code, 409)
        crew.signed_in(self.client, self.story.director).post(end)
        self.assertEqual(self.page().status_code, 410)


class LookingTests(GuestTestCase):
    def test_before_the_door_opens_nothing_of_the_shoot_is_told(self) -> None:
        page = Client().get(reverse("people:guest", args=[self.kim.link.token]), follow=True)
        self.assertEqual(page.status_code, 200)
        for word in (self.board.name, "Corvane", "Look 01", "Nia", "Kim Larsen", "og:"):
            self.assertNotContains(page, word)

    def test_she_reads_cards_section_by_section(self) -> None:
        section = self.lay("section", words="Selects")
        self.lay("note", words="Rain on wool")
        Card.objects.filter(id=section.id).update(x=-500, y=4000, width=900, height=900)
        Card.objects.filter(id=self.card.id).update(x=0, y=4100)
        page = self.page().content.decode()
        self.assertLess(page.index("Rain on wool"), page.index("Selects"))
        self.assertLess(page.index("Selects"), page.index("Look 01"))

    def test_no_search_engine_proxy_or_other_site_keeps_or_learns_it(self) -> None:
        for answer in (self.page(), self.guest.get(self.url("guest_column"))):
            self.assertIn("noindex", answer["X-Robots-Tag"])
            self.assertEqual((answer["Cache-Control"], answer["Referrer-Policy"]), ("private, no-store", "same-origin"))

    def test_the_picture_is_tiled_with_her_name_and_is_never_the_clean_one(self) -> None:
        answer = self.guest.get(self.picture())
        self.assertEqual((answer.status_code, answer["Cache-Control"]), (200, "private, no-store"))
        assert self.preview.picture
        clean = media.load(media.variant(self.preview.picture, "card"))
        shown, before = opened(answer.content), opened(clean)
        self.assertEqual(shown.shape, before.shape)
        changed = np.abs(shown[:-24].astype(int) - before[:-24]).max(axis=2) > 12
        halves = [part.mean() for part in np.array_split(changed, 4)]
        self.assertGreater(min(halves), 0.01, "letters stand in every quarter of it")
        self.assertNotContains(self.page(), "/m/")

    def test_another_guest_s_copy_carries_another_name(self) -> None:
        other = self.enter(self.let_in("Lou Vale", "view"))
        self.assertNotEqual(self.guest.get(self.picture()).content, other.get(self.picture()).content)

    def test_what_it_was_made_under_stays_in_the_file(self) -> None:
        assert self.preview.picture
        said = metadata.read_xmp(self.guest.get(self.picture()).content)
        self.assertEqual(said, metadata.read_xmp(media.load(self.preview.picture)))

    def test_a_garment_shows_as_its_cut_out_and_never_as_it_came(self) -> None:
        card = self.lay("garment", self.story.garment.id)
        self.assertEqual(self.guest.get(self.picture(card)).status_code, 200)
        self.story.garment.views.update(cutout=None)
        self.assertEqual(self.guest.get(self.picture(card)).status_code, 410)

    def test_a_reference_is_told_by_its_words_and_source(self) -> None:
        card = self.lay("reference", words="Rain on glass", source="Own photograph", whose="", rights="")
        self.assertContains(self.page(), "Own photograph")
        self.assertEqual(self.guest.get(self.picture(card)).status_code, 410)

    def test_who_was_let_in_to_a_section_finds_nothing_else(self) -> None:
        section = self.lay("section", words="Selects")
        Card.objects.filter(id=section.id).update(x=-50, y=9000, width=900, height=900)
        inside = self.lay("note", words="Inside")
        Card.objects.filter(id=inside.id).update(x=10, y=9100)
        lou = self.enter(self.let_in("Lou Vale", "view", reach="section", section=section.id))
        page = lou.get(self.url())
        self.assertContains(page, "Inside")
        self.assertNotContains(page, "Look 01")
        self.assertEqual(lou.get(self.picture()).status_code, 404)
        Card.objects.filter(id=section.id).update(removed_at=NOW)
        self.assertNotContains(lou.get(self.url()), "Inside")

    def test_who_was_let_in_to_looks_reads_no_note(self) -> None:
        self.lay("note", words="For us alone")
        lou = self.enter(self.let_in("Lou Vale", "view", reach="looks"))
        self.assertNotContains(lou.get(self.url()), "For us alone")
        self.assertContains(lou.get(self.url()), "Look 01")

    def test_a_page_where_nothing_moved_is_sent_nothing(self) -> None:
        shown = self.page().context
        at = f"{self.url('guest_column')}?as={shown['stands']}&of={shown['listens']}"
        self.assertEqual(self.guest.get(at).status_code, 204)
        self.lay("note", words="New")
        self.assertContains(self.guest.get(at), "New")

    def test_a_twin_that_came_in_makes_the_page_load_afresh_and_hear_of_her(self) -> None:
        answer = self.guest.get(f"{self.url('guest_column')}?as=before&of=nobody")
        self.assertEqual((answer.status_code, answer["HX-Refresh"]), (204, "true"))

    def test_sixty_cards_cost_as_many_queries_as_six(self) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as asked:
                self.assertEqual(self.page().status_code, 200)
            return len(asked)

        for _ in range(3):
            self.lay("garment", crew.garment(self.story.shoot).id)
        self.page()
        few = queries()
        for _ in range(27):
            self.lay("garment", crew.garment(self.story.shoot).id)
        self.assertEqual(queries(), few)

    def test_the_list_says_when_she_last_looked(self) -> None:
        self.page()
        self.assertEqual(self.fresh().looked_at, NOW)

    def test_the_model_reads_that_this_guest_looked(self) -> None:
        self.guest.get(self.picture())
        access.flush()
        looks = looks_at([self.story.twin], [], viewer=self.story.owner, now=NOW + timedelta(hours=1))
        self.assertIn(("Kim Larsen, guest", 1), [(look.name, look.pictures) for look in looks])


class SayingTests(GuestTestCase):
    def say(self, words: str = "Shorter, to the knee", client: Client | None = None, **fields: Any) -> Any:
        form = {"words": words, "key": uuid4().hex} | fields
        return (client or self.guest).post(self.url("guest_comment", self.card.id), form)

    def test_the_crew_reads_it_with_her_name_and_that_she_is_a_guest(self) -> None:
        self.say()
        page = crew.signed_in(self.client, self.story.stylist).get(self.url("threads") + "?show=all")
        self.assertContains(page, "Kim Larsen")

    def test_she_reads_the_answer_to_it(self) -> None:
        self.say()
        thread = Thread.objects.get()
        thread_actions.answer(thread, "Will do", by=self.story.stylist, now=NOW, key="a1")
        self.assertContains(self.page(), "Will do")

    def test_what_the_crew_or_another_guest_says_is_not_hers_to_read(self) -> None:
        place = thread_actions.Place(card=str(self.card.id), x=0.5, y=0.5)
        thread_actions.begin(self.board, place, "Between us", by=self.story.stylist, now=NOW, key="t1")
        self.say("Mine", self.enter(self.let_in("Lou Vale", "comment")))
        for words in ("Between us", "Mine"):
            self.assertNotContains(self.page(), words)

    def test_she_cannot_speak_into_a_talk_of_the_crew(self) -> None:
        place = thread_actions.Place(card=str(self.card.id), x=0.5, y=0.5)
        _yes, theirs = thread_actions.begin(self.board, place, "Ours", by=self.story.stylist, now=NOW, key="t1")
        assert theirs
        self.say(thread=str(theirs.id))
        self.assertEqual((theirs.comments.count(), Thread.objects.count()), (1, 2))

    def test_who_may_only_look_says_nothing(self) -> None:
        lou = self.enter(self.let_in("Lou Vale", "view"))
        self.assertNotContains(lou.get(self.url()), "Say something")
        self.assertEqual(self.say(client=lou).status_code, 404)

    def test_nothing_is_refused_with_a_sentence(self) -> None:
        self.assertEqual(self.say(" ").status_code, 422)

    def test_forty_in_an_hour_and_no_more(self) -> None:
        with patch.object(guest_rules, "COMMENTS_AN_HOUR", 2):
            self.assertEqual([self.say().status_code for _ in range(3)], [302, 302, 422])


class VeiledTestCase(GuestTestCase):
    def assertVeiled(self) -> None:
        page = self.page()
        self.assertContains(page, "This picture is not shown to guests.")
        self.assertNotContains(page, self.picture())
        for private in ("paused", "licence", "Nia", "withdr"):
            self.assertNotContains(page, private)
        answer = self.guest.get(self.picture())
        self.assertEqual((answer.status_code, answer["Content-Type"]), (410, "image/svg+xml"))


class ConsentTests(VeiledTestCase):
    def test_while_she_pauses_it_is_veiled_and_no_reason_is_told(self) -> None:
        self.assertEqual(self.guest.get(self.picture()).status_code, 200)
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        self.assertVeiled()

    def test_a_pause_of_this_picture_alone_veils_it(self) -> None:
        consent.pause(self.story.twin, by=self.story.owner, now=NOW, reach="picture", about=str(self.preview.id))
        self.assertVeiled()

    def test_her_open_page_listens_to_the_twin_and_to_the_end_of_the_link(self) -> None:
        page = self.page()
        self.assertEqual(page.context["topics"], [f"guest:{self.kim.link_id}", self.story.twin.gate_name])
        self.assertContains(page, f'data-gates="{self.story.twin.gate_name}"')

    def test_what_is_erased_is_gone_though_a_copy_was_made_a_moment_ago(self) -> None:
        self.guest.get(self.picture())
        assert self.preview.picture
        media.erase(self.preview.picture, now=NOW)
        self.assertEqual(self.guest.get(self.picture()).status_code, 410)

    def test_on_a_stand_in_it_shows_nobody_and_needs_nobody_s_yes(self) -> None:
        self.preview.twins.all().delete()
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        self.assertEqual(self.guest.get(self.picture()).status_code, 200)


class NotForGuestsTests(VeiledTestCase):
    """The licence covers the brief and says nothing of internal use."""

    purposes = ("e-commerce", "social")

    def test_it_is_veiled(self) -> None:
        self.assertVeiled()

    def test_the_crew_reads_that_guests_see_none(self) -> None:
        crew.signed_in(self.client, self.story.producer)
        page = self.client.get(self.url("guests"))
        self.assertContains(page, "Of 1 picture, guests see 0.")
        self.assertContains(page, "internal use")


class DecidingTestCase(GuestTestCase):
    def decide(self, client: Client | None = None, **fields: Any) -> Any:
        form = {"answer": "yes", "words": "", "preview": str(self.preview.id), "key": "k1"} | fields
        return (client or self.guest).post(self.url("guest_decide", self.card.id), form)

    def code(self) -> str:
        newest = GuestCode.objects.filter(guest=self.kim).first()
        assert newest
        return guest_actions.words_of(newest)

    def type_in(self, typed: str, client: Client | None = None) -> Any:
        return (client or self.guest).post(self.url("guest_code"), {"code": typed})

    def proved(self) -> GuestDecision:
        self.decide()
        self.type_in(self.code())
        return GuestDecision.objects.get()


class DecidingTests(DecidingTestCase):
    def test_the_first_tap_shows_the_picture_large_with_her_answer(self) -> None:
        page = self.guest.get(self.url("guest_decide", self.card.id) + "?answer=change")
        self.assertContains(page, 'value="change" checked')
        self.assertContains(page, "size=large")

    def test_nothing_is_kept_before_a_code_has_proved_whose_word_it_is(self) -> None:
        self.assertRedirects(self.decide(), self.url("guest_code"))
        self.assertFalse(GuestDecision.objects.exists())

    def test_with_the_code_her_word_is_kept_with_her_name_and_the_picture_s_hash(self) -> None:
        kept = self.proved()
        assert self.preview.picture
        self.assertEqual((kept.name, kept.email, kept.answer), ("Kim Larsen", "kim@client.example", "yes"))
        self.assertEqual(kept.picture_sha256, self.preview.picture.sha256)
        self.assertContains(self.page(), "You said yes")

    def test_the_next_decision_within_the_half_hour_needs_no_code(self) -> None:
        self.proved()
        self.decide(answer="no", key="k2")
        self.assertEqual([row.answer for row in GuestDecision.objects.all()], ["yes", "no"])
        self.clock.now = NOW + guest_rules.PROOF_LIFE
        self.assertRedirects(self.decide(key="k3"), self.url("guest_code"))

    def test_a_change_says_what(self) -> None:
        self.assertContains(self.decide(answer="change"), "A change needs words.", status_code=422)
        self.assertRedirects(self.decide(answer="change", words="Shorter coat"), self.url("guest_code"))

    def test_the_art_director_is_told_and_reads_it_beside_the_picture(self) -> None:
        self.proved()
        notice = Notice.objects.get(to=self.story.director, code="guest-said-yes")
        page = crew.signed_in(self.client, self.story.director).get(notice.url)
        self.assertContains(page, "Kim Larsen")
        self.assertContains(page, "guest")

    def test_it_never_counts_as_a_sign_off(self) -> None:
        master = story.picked(self.story, self.preview)
        self.proved()
        self.assertFalse(Verdict.objects.exists())
        self.assertIsNone(story.again(master).cleared_at)

    def test_the_register_keeps_it_by_number_and_names_nobody(self) -> None:
        self.proved()
        entry = Entry.objects.get(kind="guest-decided")
        self.assertEqual(entry.body["answer"], "yes")
        self.assertNotIn("Kim", str(entry.body))

    def test_without_a_mail_server_the_maker_of_the_link_reads_the_code_out_and_that_is_said(self) -> None:
        self.decide()
        self.assertTrue(Notice.objects.filter(to=self.story.producer, code="guest-code-asked").exists())
        crew.signed_in(self.client, self.story.producer)
        self.assertContains(self.client.get(self.url("guests")), self.code())
        crew.signed_in(self.client, self.story.director)
        self.assertNotContains(self.client.get(self.url("guests")), self.code())
        self.type_in(self.code())
        self.assertEqual(GuestDecision.objects.get().proof, "hand")

    @override_settings(**MAIL)
    def test_the_code_goes_to_the_invited_address_and_stands_on_no_page(self) -> None:
        self.decide()
        letter = mail.outbox[-1]
        self.assertEqual(letter.to, ["kim@client.example"])
        self.assertIn(self.code(), letter.body)
        self.assertNotIn(self.story.shoot.name, letter.body)
        crew.signed_in(self.client, self.story.producer)
        for page in (self.guest.get(self.url("guest_code")), self.client.get(self.url("guests"))):
            self.assertNotContains(page, self.code())
        self.type_in(self.code())
        self.assertEqual(GuestDecision.objects.get().proof, "mail")

    @override_settings(**MAIL)
    def test_a_letter_that_could_not_be_posted_is_said_and_its_code_opens_nothing(self) -> None:
        with patch("studio.boards.guest_views.post", return_value=False):
            self.assertContains(self.decide(), "could not be posted", status_code=503)
        self.assertContains(self.type_in(self.code()), "This code has ended.", status_code=422)

    def test_a_picture_that_was_made_anew_meanwhile_is_looked_at_first(self) -> None:
        self.proved()
        answer = self.decide(preview=str(uuid4()), key="k2")
        self.assertContains(answer, "The picture was changed while you looked.", status_code=409)
        self.assertEqual(GuestDecision.objects.count(), 1)

    def test_of_a_picture_that_is_paused_meanwhile_nothing_is_decided(self) -> None:
        self.decide()
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        self.assertEqual(self.type_in(self.code()).status_code, 409)
        self.assertFalse(GuestDecision.objects.exists())

    def test_who_may_only_look_decides_nothing(self) -> None:
        lou = self.enter(self.let_in("Lou Vale", "comment"))
        self.assertNotContains(lou.get(self.url()), self.url("guest_decide", self.card.id))
        self.assertEqual(self.decide(lou).status_code, 404)
        self.assertEqual(lou.get(self.url("guest_code")).status_code, 404)


class AttackTests(DecidingTestCase):
    """What somebody tries who has a link that is not hers, or hers no more, or none."""

    def addresses(self, board: Board | None = None) -> list[str]:
        names = (("guest_board",), ("guest_column",), ("guest_picture", self.card.id), ("guest_decide", self.card.id))
        return [self.url(name, *more, board=board) for name, *more in (*names, ("guest_code",))]

    def test_a_token_that_was_guessed_or_altered_opens_nothing(self) -> None:
        right = self.kim.link.token
        turned = ("B" if right[-5] == "A" else "A").join((right[:-5], right[-4:]))
        for token in (turned, right[:-1], right + "A", "A" * 43, right.swapcase()):
            with self.subTest(token):
                client = Client()
                self.assertEqual(client.get(reverse("people:guest", args=[token])).status_code, 404)
                self.assertEqual(client.get(self.url()).status_code, 404)

    def test_without_a_link_there_is_nothing(self) -> None:
        for address in self.addresses():
            self.assertEqual(Client().get(address).status_code, 404)

    def test_behind_a_shut_door_no_picture_and_no_column_is_given(self) -> None:
        client = Client()
        client.get(reverse("people:guest", args=[self.kim.link.token]))
        for address in self.addresses()[1:]:
            self.assertEqual(client.get(address).status_code, 404)

    def test_a_guest_of_one_board_finds_nothing_of_another(self) -> None:
        other = Board.objects.create(shoot=self.story.shoot, name="Other", made_by=self.story.producer, made_at=NOW)
        card = self.lay("look", self.story.look.id, board=other)
        for address in (*self.addresses(other), self.url("guest_picture", card.id, board=other), self.picture(card)):
            with self.subTest(address):
                self.assertEqual(self.guest.get(address).status_code, 404)

    def test_a_guest_finds_none_of_the_crew_s_pages(self) -> None:
        door = reverse(settings.LOGIN_URL)
        for name in ("board", "history", "guests"):
            answer = self.guest.get(self.url(name))
            self.assertTrue(answer["Location"].startswith(door))

    def test_a_picture_opened_alone_in_a_tab_is_the_veil(self) -> None:
        self.assertEqual(self.guest.get(self.picture(), headers={"Sec-Fetch-Dest": "document"}).status_code, 410)

    def test_what_was_taken_off_the_board_has_no_address(self) -> None:
        Card.objects.filter(id=self.card.id).update(removed_at=NOW)
        self.assertEqual(self.guest.get(self.picture()).status_code, 404)

    def test_once_the_link_is_ended_every_address_is_shut(self) -> None:
        self.proved()
        guest_actions.end(self.fresh(), by=self.story.producer, now=NOW)
        for address in self.addresses():
            with self.subTest(address):
                self.assertEqual(self.guest.get(address).status_code, 410)
        self.assertEqual(self.decide(key="k2").status_code, 410)
        self.assertEqual(GuestDecision.objects.count(), 1)

    def test_after_the_last_day_it_is_shut_and_to_its_last_minute_open(self) -> None:
        self.clock.now = self.kim.link.until - timedelta(seconds=1)
        self.assertEqual(self.page().status_code, 200)
        self.clock.now = self.kim.link.until
        for address in self.addresses():
            self.assertEqual(self.guest.get(address).status_code, 410)

    def test_whoever_left_the_shoot_has_no_door_standing_open_behind_her(self) -> None:
        self.story.producer.seats.update(ended_at=NOW - timedelta(hours=1))
        self.assertEqual(self.page().status_code, 410)

    def test_five_wrong_tries_end_a_code_and_the_right_one_comes_too_late(self) -> None:
        self.decide()
        right = self.code()
        wrong = "000000" if right != "000000" else "111111"
        for left in (4, 3, 2, 1):
            self.assertContains(self.type_in(wrong), f"Tries left: {left}.", status_code=422)
        self.assertContains(self.type_in(wrong), "This code has ended.", status_code=422)
        self.assertContains(self.type_in(right), "This code has ended.", status_code=422)
        self.assertFalse(GuestDecision.objects.exists())

    def test_codes_are_asked_for_so_often_and_no_more(self) -> None:
        for _ in range(guest_rules.CODES_IN_A_WHILE):
            self.assertEqual(self.decide().status_code, 302)
        self.assertContains(self.decide(), "Too many codes were asked for.", status_code=429)
        asked = guest_rules.CODES_IN_A_WHILE
        while asked < guest_rules.CODES_A_DAY:
            self.clock.now += guest_rules.A_WHILE
            for _ in range(guest_rules.CODES_IN_A_WHILE):
                self.assertEqual(self.decide().status_code, 302)
                asked += 1
        self.clock.now += guest_rules.A_WHILE
        self.assertEqual(self.decide().status_code, 429)

    def test_a_new_code_ends_the_one_before(self) -> None:
        self.decide()
        first = self.code()
        self.clock.now += timedelta(minutes=1)
        self.guest.post(self.url("guest_code"), {"again": "1"})
        if first != self.code():
            self.assertEqual(self.type_in(first).status_code, 422)

    def test_a_code_that_was_used_opens_nothing_again(self) -> None:
        self.proved()
        used = self.code()
        self.clock.now = NOW + guest_rules.PROOF_LIFE
        self.assertEqual(self.type_in(used).status_code, 422)

    def test_after_ten_minutes_a_code_has_ended(self) -> None:
        self.decide()
        self.clock.now = NOW + guest_rules.CODE_LIFE
        self.assertContains(self.type_in(self.code()), "This code has ended.", status_code=422)

    def test_a_code_proves_nothing_in_another_session_of_the_same_link(self) -> None:
        self.decide()
        other = self.enter(self.kim)
        self.assertEqual(self.type_in(self.code(), other).status_code, 422)
        self.decide(other, key="k9")
        self.assertFalse(GuestDecision.objects.exists())

    def test_a_session_known_before_the_code_proves_nothing_after_it(self) -> None:
        before = self.guest.cookies[settings.SESSION_COOKIE_NAME].value
        self.proved()
        self.assertNotEqual(self.guest.cookies[settings.SESSION_COOKIE_NAME].value, before)
        stolen = Client()
        stolen.cookies[settings.SESSION_COOKIE_NAME] = before
        self.assertEqual(self.decide(stolen, key="k8").status_code, 404)

    def test_a_proof_of_one_link_proves_nothing_for_another(self) -> None:
        self.proved()
        lou = self.let_in("Lou Vale", "decide")
        self.enter(lou, self.guest)
        self.assertRedirects(self.decide(key="k2"), self.url("guest_code"))

    def test_the_same_form_sent_again_decides_once(self) -> None:
        self.proved()
        self.decide()
        self.assertEqual(GuestDecision.objects.count(), 1)

    def test_no_row_of_the_database_says_the_code(self) -> None:
        self.decide()
        row = GuestCode.objects.filter(guest=self.kim).values().first()
        assert row
        self.assertNotIn(self.code(), str(row))
        with override_settings(SECRET_KEY="another studio's"):
            self.assertNotEqual(self.code(), guest_actions.words_of(GuestCode(salt=row["salt"], id=uuid4())))

    def test_a_form_without_its_token_does_nothing(self) -> None:
        strict = Client(enforce_csrf_checks=True)
        for name in ("guest_door", "guest_code"):
            self.assertEqual(strict.post(self.url(name)).status_code, 403)


class FromAPhoneTests(GuestTestCase):
    """What the crew does on the list of a board, with a phone in the hand."""

    def test_a_picture_taken_with_the_camera_is_a_card_and_leads_back_to_the_list(self) -> None:
        crew.signed_in(self.client, self.story.stylist)
        listed = reverse("boards:list", args=[self.board.id])
        self.assertContains(self.client.get(listed), 'capture="environment"')
        out, count = BytesIO(), Card.objects.count()
        Image.new("RGB", (40, 60), (90, 40, 30)).save(out, "JPEG")
        file = SimpleUploadedFile("IMG_1.jpg", out.getvalue(), content_type="image/jpeg")
        answer = self.client.post(self.url("upload"), {"picture": file, "back": "list"})
        self.assertRedirects(answer, listed, fetch_redirect_response=False)
        self.assertEqual(Card.objects.count(), count + 1)

    def test_look_comment_and_decide_are_one_tap_from_each_card(self) -> None:
        crew.signed_in(self.client, self.story.director)
        page = self.client.get(reverse("boards:list", args=[self.board.id]))
        self.assertContains(page, reverse("approvals:preview", args=[self.preview.id]))
        self.assertContains(page, reverse("boards:begin_thread", args=[self.board.id]))


class CopyTests(TestCase):
    """The copy itself, on a picture large enough to carry its number."""

    def setUp(self) -> None:
        soft = np.random.default_rng(3).integers(70, 190, (50, 40, 3)).astype(np.uint8)
        picture = np.asarray(Image.fromarray(soft).resize((480, 600), Image.Resampling.BICUBIC))
        secret = settings.WATERMARK_SECRET.encode()
        marked = marks.mark_preview(watermark.embed(picture, 4711, secret=secret), words=marks.Kind.PREVIEW)
        out = BytesIO()
        Image.fromarray(marked).save(out, "WEBP", quality=88)
        self.before, self.content = opened(out.getvalue()), out.getvalue()

    def test_its_number_is_found_and_its_strip_can_be_read(self) -> None:
        after = opened(tiled(self.content, "Kim Larsen", 4711))
        self.assertEqual(watermark.detect(after, secret=settings.WATERMARK_SECRET.encode()), 4711)
        strip = marks.strip_height_px(after.shape[1])
        self.assertLess(np.abs(after[-strip + 2 :].astype(int) - self.before[-strip + 2 :]).mean(), 6)

    def test_a_copy_at_hand_is_kept_by_name(self) -> None:
        copies.put(("a", "Kim"), b"1")
        self.assertEqual((copies.get(("a", "Kim")), copies.get(("a", "Lou"))), (b"1", None))


def opened(content: bytes) -> Any:
    with Image.open(BytesIO(content)) as picture:
        return np.asarray(picture.convert("RGB"))


class RuleTests(TestCase):
    def test_who_may_let_in(self) -> None:
        for crafts, in_house, right, may in (
            ({"production"}, False, "edit", True),
            ({"art-direction"}, False, "edit", True),
            ({"styling"}, False, "edit", False),
            (set[str](), True, "edit", True),
            ({"production"}, True, "view", False),
        ):
            with self.subTest(crafts=crafts, in_house=in_house, right=right):
                self.assertEqual(bool(guest_rules.may_let_in(crafts, in_house=in_house, right=right)), may)

    def test_the_board_is_full_at_forty(self) -> None:
        day = date(2026, 5, 12)
        self.assertTrue(guest_rules.fits(last_day=day, today=day, in_force=39))
        self.assertFalse(guest_rules.fits(last_day=day, today=day, in_force=40))
