"""Every address of the studio, tried by those who have no business there, with the ids of one whole story.

A route without a word in `EXPECTED` fails: whoever adds a page says here what a stranger finds on it.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.test import Client, TestCase
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from studio.approvals.actions import draw_note
from studio.assets.models import Takedown
from studio.boards import actions as boards
from studio.boards.models import Board, BoardGuest, Printout
from studio.boards.thread_actions import Place
from studio.boards.thread_actions import begin as begin_thread
from studio.consent import actions as consent
from studio.consent.models import Grant, PieceApproval, PieceTaken, StopCard, Withdrawal
from studio.credits import actions as credits
from studio.home.models import Arrival, Origin, Parcel, ParcelPart, TrustedKey
from studio.ledger import actions as ledger
from studio.ledger.models import Posting
from studio.looks import presets
from studio.looks.models import Preset
from studio.media.addresses import Wanted, addresses
from studio.media.models import Upload
from studio.people import actions as people
from studio.people.models import Person, Seat, SignIn
from studio.previews.models import Overnight, Preview, ReuseQuestion
from studio.register.days import close_days
from studio.shoots import actions as shoots
from studio.shoots.models import Awaited, Booking
from studio.twins.models import CaptureSession
from studio.web import access
from tests import crew, story
from tests.crew import NOW

NOTHING, OWN, PUBLIC = "nothing", "own", "public"
"""nothing: 404. own: a page of her own, on which nothing of the story stands. public: for all, or of nobody."""

EXPECTED: dict[str, str] = {
    **dict.fromkeys(["web:healthz", "web:manifest", "web:theme", "web:jsi18n", "web:parts", "web:too_large"], PUBLIC),
    **dict.fromkeys(["register:readyz", "people:language", "people:sign_up"], PUBLIC),
    **dict.fromkeys(["assets:public", "assets:public_picture"], PUBLIC),
    **dict.fromkeys(["assets:public_state", "assets:public_stands"], PUBLIC),
    **dict.fromkeys(["web:waits", "home:home", "home:unfinished", "home:search", "home:boards"], OWN),
    "people:telling": OWN,
    **dict.fromkeys(["people:settings", "people:notices", "people:read_notices", "people:outbox"], OWN),
    **dict.fromkeys(["shoots:list", "shoots:open"], OWN),
    **dict.fromkeys(["people:end_sign_in", "people:notice", "people:end_invitation", "people:end_guest_link"], NOTHING),
    **dict.fromkeys(["people:organisation", "people:invite", "people:invite_model", "people:end_seat"], NOTHING),
    **dict.fromkeys(["people:invitation", "people:guest"], NOTHING),  # with a mark that was not made here
    **dict.fromkeys(["media:serve", "media:upload", "media:stop", "jobs:progress", "jobs:cancel"], NOTHING),
    **dict.fromkeys(["consent:switch", "consent:pause", "consent:resume", "consent:undo"], NOTHING),
    **dict.fromkeys(["consent:grant", "consent:answer_piece"], NOTHING),
    **dict.fromkeys(["shoots:shoot", "shoots:brief", "shoots:book", "shoots:embargo", "shoots:finish"], NOTHING),
    **dict.fromkeys(["shoots:add_shot", "shoots:move_shot", "shoots:tick_shot", "shoots:remove_shot"], NOTHING),
    "shoots:word_shot": NOTHING,
    **dict.fromkeys(["home:shot_list", "home:shot_file", "home:bring_shots", "home:shot_sheet"], NOTHING),
    **dict.fromkeys(["home:set_shot", "home:add_shot_line", "home:drop_shot"], NOTHING),
    **dict.fromkeys(["previews:overnight", "previews:overnight_run", "previews:overnight_cancel"], NOTHING),
    **dict.fromkeys(["previews:reuse", "boards:begin"], NOTHING),
    **dict.fromkeys(["shoots:unbook", "shoots:stop_waiting"], NOTHING),
    **dict.fromkeys(["looks:index", "looks:new", "looks:look", "looks:name", "looks:slot", "looks:history"], NOTHING),
    **dict.fromkeys(["looks:cast", "looks:hold", "looks:rack", "looks:bring", "looks:garment"], NOTHING),
    **dict.fromkeys(["looks:step", "looks:apply", "looks:keep", "looks:forget", "looks:anchors"], NOTHING),
    **dict.fromkeys(["looks:bring-backdrop", "looks:bring-lut", "looks:bring-view"], NOTHING),
    **dict.fromkeys(["looks:chart", "looks:read-chart"], NOTHING),
    **dict.fromkeys(["previews:glimpse"], NOTHING),
    **dict.fromkeys(["previews:stage", "previews:request", "previews:sheet", "previews:cancel"], NOTHING),
    **dict.fromkeys(["previews:tries", "previews:everyone", "previews:print", "previews:take-in"], NOTHING),
    **dict.fromkeys(["previews:choose", "credits:shoot", "credits:confirm", "credits:dispute"], NOTHING),
    **dict.fromkeys(["credits:none_used", "credits:settle", "approvals:shoot", "approvals:preview"], NOTHING),
    **dict.fromkeys(["approvals:verdict", "approvals:draw_note", "approvals:resolve_note"], NOTHING),
    **dict.fromkeys(["approvals:pick", "approvals:sign_off", "approvals:take_back"], NOTHING),
    **dict.fromkeys(["assets:shoot", "assets:asset", "assets:reckon", "assets:deliver", "assets:take"], NOTHING),
    **dict.fromkeys(["assets:takedowns", "assets:acknowledge", "assets:mark_down", "assets:coming_down"], NOTHING),
    **dict.fromkeys(["boards:known", "boards:address", "boards:colour", "boards:turn", "boards:whose"], NOTHING),
    "boards:palette": NOTHING,
    **dict.fromkeys(["boards:shoot_board", "boards:board", "boards:upload", "boards:new_look"], NOTHING),
    **dict.fromkeys(["boards:lay", "boards:history", "boards:card", "boards:side", "boards:snapshot"], NOTHING),
    **dict.fromkeys(["boards:name_moment", "boards:at", "boards:back", "boards:bring_back"], NOTHING),
    **dict.fromkeys(["boards:of_shoot", "boards:rename", "boards:rights", "boards:set_right"], NOTHING),
    **dict.fromkeys(["boards:list", "boards:list_act"], NOTHING),
    **dict.fromkeys(["boards:out", "boards:printout", "boards:take_printout"], NOTHING),
    **dict.fromkeys(["boards:guests", "boards:end_guest", "boards:guest_board", "boards:guest_door"], NOTHING),
    **dict.fromkeys(["boards:guest_column", "boards:guest_code", "boards:guest_comment"], NOTHING),
    **dict.fromkeys(["boards:guest_picture", "boards:guest_decide"], NOTHING),
    **dict.fromkeys(["boards:threads", "boards:begin_thread", "boards:read_threads", "boards:answer_thread"], NOTHING),
    **dict.fromkeys(["boards:turn_thread", "boards:ask_in_thread", "boards:take_back_comment"], NOTHING),
    **dict.fromkeys(["boards:crew", "boards:card_past", "boards:today", "boards:today_mail", "boards:nudge"], NOTHING),
    **dict.fromkeys(["boards:picture", "boards:shoot_ask", "boards:ask_whom", "boards:ask"], NOTHING),
    **dict.fromkeys(["home:keeping", "home:keep_fresh", "home:name_contact", "home:retire_capture"], NOTHING),
    **dict.fromkeys(["home:retire", "home:erase", "home:receipt", "home:receipt_file", "home:kept"], NOTHING),
    **dict.fromkeys(["consent:standstill", "consent:contact"], NOTHING),
    **dict.fromkeys(["consent:request", "consent:sign", "consent:answer", "consent:offer", "consent:accept"], NOTHING),
    **dict.fromkeys(["consent:say", "consent:change", "consent:memo", "consent:memo_file"], NOTHING),
    **dict.fromkeys(["consent:undo_answer", "previews:ask"], NOTHING),
    **dict.fromkeys(["consent:requests", "consent:answer_set", "home:pieces"], OWN),
    **dict.fromkeys(["home:picture"], NOTHING),
    **dict.fromkeys(["home:register", "home:taking", "home:take_everything", "home:bring"], OWN),
    **dict.fromkeys(["register:key", "home:odrl_profile"], PUBLIC),
    **dict.fromkeys(["home:check_chain", "home:export_chain", "home:proof"], NOTHING),
    **dict.fromkeys(["home:signed_day"], OWN),
    **dict.fromkeys(["home:take_part", "home:licence_odrl", "home:licence_receipt", "home:data_receipt"], NOTHING),
    **dict.fromkeys(["home:passport", "home:origin", "home:arrival", "home:let_go"], NOTHING),
    **dict.fromkeys(["home:studios", "home:end_trust", "home:ask_crew_in"], NOTHING),
    **dict.fromkeys(["consent:options", "consent:acting", "consent:my_rules", "consent:offer_mandate"], OWN),
    **dict.fromkeys(["consent:place_option"], NOTHING),
    **dict.fromkeys(["consent:rules", "consent:read_rules", "consent:rates", "consent:mandate"], NOTHING),
    **dict.fromkeys(["consent:sign_mandate", "consent:decline_mandate", "consent:take_back_mandate"], NOTHING),
    **dict.fromkeys(["consent:end_mandate", "consent:confirm_option", "consent:challenge_option"], NOTHING),
    **dict.fromkeys(["consent:book_option", "consent:release_option"], NOTHING),
    **dict.fromkeys(["home:pay", "home:take_payment_back"], NOTHING),
    **dict.fromkeys(["home:withdraw", "home:withdraw_all", "home:withdrawn", "home:stop"], NOTHING),
    **dict.fromkeys(["home:switch"], OWN),
    **dict.fromkeys(["home:stop_card", "home:make_stop_card", "home:end_stop_card"], NOTHING),
    **dict.fromkeys(["twins:mine", "twins:begin", "twins:begin_of_age", "twins:begin_consent"], OWN),
    **dict.fromkeys(["twins:adult_checks", "twins:capture"], OWN),
    **dict.fromkeys(["twins:adult_check", "twins:twin", "twins:figures", "twins:bar_mark", "twins:lift_mark"], NOTHING),
    **dict.fromkeys(["twins:plate", "twins:open_plate", "twins:tray", "twins:frame", "twins:decide_frame"], NOTHING),
    **dict.fromkeys(["twins:mark_frame", "twins:meeting", "twins:answer_own", "twins:again_own"], NOTHING),
    **dict.fromkeys(["twins:comp_card", "twins:cover", "twins:opening", "twins:frames", "twins:bring_frames"], NOTHING),
    **dict.fromkeys(["twins:frame_picture", "twins:name_shot", "twins:close_session", "twins:document"], NOTHING),
    **dict.fromkeys(["twins:credit_crew", "twins:end_credit", "twins:license_captures"], NOTHING),
    **dict.fromkeys(["consent:alteration", "twins:found"], NOTHING),
}
NEEDS_MORE_THAN_THE_STORY = {
    *("people:invitation", "people:guest", "media:serve", "consent:contact", "home:stop"),  # a link of their own
    *("consent:standstill", "home:receipt", "home:receipt_file", "home:kept"),  # an agency, an erased twin, staff
    "consent:place_option",  # an agency that may hold
    *("boards:guest_board", "boards:guest_door", "boards:guest_column"),  # a guest's own link
    *("boards:guest_code", "boards:guest_picture", "boards:guest_decide", "boards:guest_comment"),
    *("home:studios", "home:end_trust", "home:ask_crew_in"),  # staff
    *("twins:opening", "twins:adult_check"),  # a code on a screen, whoever runs the studio
    *("twins:frames", "twins:bring_frames", "twins:frame_picture", "twins:name_shot", "twins:document"),  # that screen
}
OF_THE_DOOR = ("account_", "mfa_")  # allauth's own pages know nothing but the account that is signed in
NAMES = re.compile(rb"\b(?:Corvane|AW26|Nia|Jonas Vehr|Ana Ruiz|Iris Falk|Vera Holm)\b")
REFUSED = {404, 405}
LED_AWAY = {204, 302}  # to the sign-in


def routes(
    patterns: list[URLPattern | URLResolver], namespace: str = "", before: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each route's name, with the names of what its address needs."""
    for found in patterns:
        needs = (*before, *found.pattern.regex.groupindex)
        if isinstance(found, URLResolver):
            inner = f"{namespace}{found.namespace}:" if found.namespace else namespace
            yield from routes(found.url_patterns, inner, needs)
        else:
            yield f"{namespace}{found.name}", needs


class StrangersTests(TestCase):
    """The story is told by today's clock: sessions, seats and links are in force as they would be."""

    ids: dict[str, Any]
    story: story.Story
    strangers: dict[str, Person]

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = told = story.ready()
            delivery = story.delivered(told)
            cls.ids = ids_of(told, delivery)
            cls.strangers = strangers_to(told)

    def tried(self, client: Client, route: str, needs: tuple[str, ...]) -> Iterator[tuple[str, HttpResponse]]:
        address = reverse(route, kwargs={name: self.ids[name] for name in needs})
        for method in ("get", "post"):
            yield f"{method} {route}", getattr(client, method)(address)

    def every_route(self) -> list[tuple[str, tuple[str, ...]]]:
        return list(routes(get_resolver("studio.urls").url_patterns))

    def test_each_route_has_a_word_for_strangers(self) -> None:
        ours = {route for route, _needs in self.every_route() if not route.startswith(OF_THE_DOOR)}
        self.assertEqual(ours, set(EXPECTED))

    def test_strangers_find_nothing_of_it(self) -> None:
        for who, person in self.strangers.items():
            client = crew.signed_in(Client(), person)
            for route, needs in self.every_route():
                if route.startswith(OF_THE_DOOR):
                    continue
                for what, answer in self.tried(client, route, needs):
                    with self.subTest(who=who, what=what):
                        self.assertFitting(EXPECTED[route], answer)

    def assertFitting(self, expected: str, answer: HttpResponse) -> None:
        self.assertLess(answer.status_code, 500)
        if expected == NOTHING:
            self.assertIn(answer.status_code, REFUSED)
            self.assertNotIn(b"/m/", answer.content)
        if expected != PUBLIC:
            self.assertEqual(NAMES.findall(answer.content), [])

    def test_whoever_is_not_signed_in_is_led_to_the_door_or_finds_nothing(self) -> None:
        door = reverse(settings.LOGIN_URL)
        for route, needs in self.every_route():
            if route.startswith(OF_THE_DOOR):
                continue
            is_open = access.ANYBODY in access.POLICIES[str(access.policy_of(route))]
            for what, answer in self.tried(Client(), route, needs):
                with self.subTest(what):
                    if is_open:
                        self.assertFitting(EXPECTED[route], answer)
                    else:
                        self.assertIn(answer.status_code, LED_AWAY)
                        self.assertTrue(answer.headers["Location"].startswith(door))

    def test_the_door_tells_nobody_who_is_known_here(self) -> None:
        for route in ("account_login", "account_reset_password", "account_signup"):
            known, unknown = (
                Client().post(reverse(route), {"email": email, "login": email, "password": "not her password"})
                for email in (self.story.producer.email, "nobody@example.com")
            )
            with self.subTest(route):
                self.assertEqual(known.status_code, unknown.status_code)

    def test_no_browser_keeps_a_page_that_asks_who_one_is(self) -> None:
        client = crew.signed_in(Client(), self.story.producer)
        for route in ("home:home", "approvals:preview", "looks:cast", "boards:board"):
            _name, needs = next(each for each in self.every_route() if each[0] == route)
            answer = client.get(reverse(route, kwargs={name: self.ids[name] for name in needs}))
            with self.subTest(route):
                self.assertEqual((answer.status_code, answer.headers["Cache-Control"]), (200, "private, no-store"))

    def test_a_form_without_its_token_does_nothing(self) -> None:
        client = crew.signed_in(Client(enforce_csrf_checks=True), self.story.producer)
        for route, needs in self.every_route():
            address = reverse(route, kwargs={name: self.ids[name] for name in needs})
            with self.subTest(route):
                self.assertIn(client.post(address).status_code, {403, 404, 405})

    def test_those_it_concerns_do_find_it(self) -> None:
        """Without this, a walk with wrong ids would find nothing, too."""
        told = self.story
        insiders = [
            crew.signed_in(Client(), who) for who in (told.owner, told.producer, told.stylist, told.director)
        ]
        for route, needs in self.every_route():
            if EXPECTED.get(route) != NOTHING or route in NEEDS_MORE_THAN_THE_STORY:
                continue
            address = reverse(route, kwargs={name: self.ids[name] for name in needs})
            with self.subTest(route):
                self.assertNotEqual({client.get(address).status_code for client in insiders}, {404})


def planned(told: story.Story) -> Overnight:
    """Pictures for the night, with a question to whose setting it is."""
    made = Overnight.objects.create(shoot=told.shoot, name="Rack", by=told.producer, at=NOW, starts_at=NOW, key="n")
    ReuseQuestion.objects.create(overnight=made, person=told.stylist, kinds=["light"])
    return made


def strangers_to(told: story.Story) -> dict[str, Person]:
    """The admin of a rival house, a model who is not in it, another shoot's crew, and those who have left."""
    rival, elsewhere = crew.house("Maison Vey"), crew.person("Rival Admin")
    crew.seat(elsewhere, rival, "admin", may_sign=True)
    other = crew.shoot(rival, "Rival shoot", opened_by=elsewhere)
    model = crew.person("Another Model")
    crew.grant(crew.twin(model, name="Another Twin"), rival)
    left, off = crew.person("Left House"), crew.booked(told.shoot, "styling", "art-direction", name="Off Sheet")
    crew.seat(left, told.house, "admin")
    Seat.objects.filter(person=left).update(ended_at=NOW - timedelta(days=1))
    Booking.objects.filter(person=off).update(ended_at=NOW)
    return {
        "the rival's admin": elsewhere,
        "another model": model,
        "another shoot's crew": crew.booked(other, "styling", "casting", "production", name="Other Crew"),
        "an ended seat": left,
        "an ended booking": off,
    }


def ids_of(told: story.Story, delivery: Any) -> dict[str, Any]:
    """One of each thing an address can name, all of this story."""
    shoot, producer, now = told.shoot, told.producer, NOW
    asset = delivery.rendition.asset
    preview = Preview.objects.get(master__asset=asset)
    board = boards.board_of(shoot, by=producer, now=now)
    _yes, paused = consent.pause(told.twin, by=told.owner, now=now, reach="picture", about="another")
    _yes, disputed = credits.dispute(shoot, craft="styling", kind="not-me", words="", by=told.stylist, now=now)
    _yes, invited = shoots.ask_in(shoot, "late@example.com", ["hair"], by=producer, now=now)
    _yes, shot = shoots.add_shot(shoot, "Coat", by=producer, now=now)
    assert paused and disputed and invited and shot and preview.picture and preview.job
    approval = PieceApproval.objects.create(
        twin=told.twin, version=told.version, pixel_hash="a" * 64, about=str(asset.master_id),
        asked_by=told.director, asked_at=now, lapses_on=now.date() + timedelta(days=7),
    )  # fmt: skip
    link = people.make_guest_link(
        f"board:{board.id}", url="/", by=producer, now=now, until=timezone.now() + timedelta(days=365)
    )
    notice = people.tell(producer, "booked", values={"shoot": "AW26", "craft": "hair", "who": "Ana Ruiz"}, now=now)
    sign_in = SignIn.objects.create(person=producer, session_key="hers", began_at=now)
    upload = Upload.objects.create(
        by=producer, about=f"board:{board.id}", file_name="coat.jpg", size_bytes=1, created_at=now
    )
    mandate = crew.mandate(told.twin, crew.agency())
    held = crew.option(
        told.twin, told.house, by=producer, starts_on=now.date(), ends_on=timezone.now().date() + timedelta(days=30)
    )
    shown = addresses("a session of the stylist", [Wanted(preview.picture.id, "card", ((told.twin.gate_name, 1),))])
    takedown = Takedown.objects.create(
        piece=PieceTaken.objects.get(delivery=str(delivery.id)), delivery=delivery, twin=told.twin, house=told.house,
        why=Takedown.Why.WITHDRAWN, last_on=now.date(), made_at=now,
    )  # fmt: skip
    asked = crew.asked(told.twin, told.house, now=timezone.now())
    posting = Posting.objects.get(about=str(delivery.id))
    _yes, payment = ledger.post_payment(posting, told.owner, by=producer, now=now, key="p")
    assert payment
    things = {
        "shoot": shoot, "look": told.look, "preview": preview, "asset": asset, "delivery": delivery,
        "board": board, "card": boards.lay(board, "look", told.look.id, by=producer, now=now),
        **talked(board, producer),
        "printout": Printout.objects.create(
            board=board, by=producer, format="pdf", size="a4", language="en", key="p", asked_at=now
        ),
        "garment": told.garment, "twin": told.twin, "grant": told.version.grant, "pause": paused,
        "capture": told.plate.capture, "approval": approval,
        "booking": Booking.objects.filter(shoot=shoot, person=told.stylist).get(),
        "awaited": Awaited.objects.get(invitation=invited), "shot": shot, "dispute": disputed,
        "note": noted(preview, told), "job": preview.job, "upload": upload, "mandate": mandate, "sign_in": sign_in,
        "option": held, "notice": notice, "invitation": invited, "link": link, "request": asked,
        "guest": guest_of(board, link),
        "version": told.version, "takedown": takedown, "seat": Seat.objects.get(person=producer), "house": told.house,
        "part": packed(told.owner), **on_a_capture_day(told),
        "stop_card": StopCard.objects.create(twin=told.twin, made_at=now),
        "trusted_key": TrustedKey.objects.create(fingerprint="f", studio="Elsewhere", by=producer, at=now),
        "posting": posting, "payment": payment,
        "preset": kept_setting(told), "overnight": planned(told),
        "arrival": Arrival.objects.create(person=told.owner, file=crew.blob(), at=timezone.now()),
    }  # fmt: skip
    Origin.objects.create(
        twin=told.twin,
        studio="Elsewhere",
        fingerprint="f",
        twin_there="t",
        passport_sha256="s",
        made_at=now,
        brought_at=now,
    )
    return {f"{name}_id": thing.pk for name, thing in things.items()} | {
        "press_id": withdrawn(told).press,
        "slug": told.house.slug,
        "view": "back",
        "seq": 1,
        "token": shown[preview.picture.id].strip("/").split("/")[-1],
        "code": asset.public_code,
        "kind": "garments",
        "way": "back",
        "pk": 1,
        "part": "house",
        "chain_key": f"twin-{told.twin.pk}",
        "day": signed_day(),
        "number": told.version.number,
        "key": "no-key",
        "uidb36": "1",
    }


def guest_of(board: Any, link: Any) -> BoardGuest:
    return BoardGuest.objects.create(link=link, board=board, email="guest@example.com")


def talked(board: Board, by: Person) -> dict[str, Any]:
    _yes, thread = begin_thread(board, Place(), "Hm", by=by, now=NOW, key="t1")
    assert thread
    return {"thread": thread, "comment": thread.comments.get()}


def kept_setting(told: story.Story) -> Preset:
    photographer = told.crew["photography"]
    _yes, preset = presets.keep(told.look, "light", "Five to one", reuse="house", by=photographer, now=NOW)
    assert preset
    return preset


def withdrawn(told: story.Story) -> Withdrawal:
    """A licence of hers that she took back some time ago; the story's own stands."""
    ended = Grant.objects.create(twin=told.twin, house=told.house, number=99, state="withdrawn", state_at=NOW)
    return Withdrawal.objects.create(grant=ended, twin=told.twin, by=told.owner, at=NOW)


def on_a_capture_day(told: story.Story) -> dict[str, Any]:
    """A session she has open with the photographer of the story, on a screen that is no test's."""
    now, day = timezone.now(), told.plate.capture
    session = CaptureSession.objects.create(
        photographer=told.crew["photography"], device="his screen", person=told.owner, twin=told.twin, capture=day,
        shown_at=now, code_until=now, arrived_at=now, opened_at=now, ends_at=now + timedelta(hours=3),
    )  # fmt: skip
    frame = session.frames.create(picture=crew.blob(under=told.twin.gate_name), shot="front", state="ready", at=now)
    return {
        "session": session,
        "frame": frame,
        "person": told.owner,
        "plate": told.plate,
        "picture": crew.own_picture(told.plate),
        "credit": day.crew.create(person=told.crew["hair"], craft="hair"),
        "mark": told.twin.barred_marks.create(kind="scar", place="neck", at=now),
    }


def signed_day() -> str:
    """The day of the story, closed the morning after."""
    close_days(NOW + timedelta(days=1))
    return NOW.date().isoformat()


def packed(owner: Person) -> ParcelPart:
    """What she asked to take with her, packed for her."""
    parcel = Parcel.objects.create(person=owner, asked_at=timezone.now(), made_at=timezone.now())
    return ParcelPart.objects.create(parcel=parcel, number=1, file=crew.blob(), sha256="a" * 64)


def noted(preview: Preview, told: story.Story) -> Any:
    shape = {"type": "pin", "points": [[0.5, 0.5]]}
    found = Preview.objects.for_page().get(id=preview.id)
    return draw_note(found, shape=shape, words="Belt", asks_change=False, by=told.director, now=NOW, key="n1")[1]
