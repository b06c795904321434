"""Let a guest in, prove whose word it is by a code, keep what she decides."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from studio.approvals import guest_actions as approvals
from studio.approvals.models import GuestDecision
from studio.boards import guest_cards, guest_pictures, guest_rules
from studio.boards.models import Board, BoardGuest, BoardRole, Card, GuestCode
from studio.consent import gates
from studio.consent.sides import house_seats
from studio.decisions import YES, Decision, no
from studio.people import actions as people
from studio.people.models import GuestLink, Person
from studio.people.rules import may_enter
from studio.shoots.models import Booking


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom to let in, as somebody filled it in. section: a section's id, where only that is opened."""

    name: str
    email: str
    rights: str
    last_day: date
    reach: str = BoardGuest.Reach.ALL
    section: UUID | None = None


def may_let_in(board: Board, by: Person, now: datetime) -> Decision:
    crafts = Booking.objects.crafts_of(by, board.shoot)
    in_house = board.shoot.house_id in {seat.organisation_id for seat in house_seats(by, now)}
    return guest_rules.may_let_in(crafts, in_house=in_house, right=BoardRole.objects.right_of(by, board))


@transaction.atomic
def let_in(board: Board, wanted: Wanted, *, by: Person, now: datetime, key: str) -> tuple[Decision, BoardGuest | None]:
    """A link of her own for one guest. The day ends with its maker's own midnight."""
    Board.objects.select_for_update().get(id=board.id)  # links in force are counted
    if known := BoardGuest.objects.filter(link__key=f"board-guest:{key}", link__by=by, board=board).first():
        return YES, known
    zone = people.zone_of(by)
    in_force = BoardGuest.objects.in_force(now).filter(board=board).count()
    decision = may_let_in(board, by, now) and guest_rules.fits(
        last_day=wanted.last_day, today=now.astimezone(zone).date(), in_force=in_force
    )
    section = section_of(board, wanted)
    if decision and wanted.reach == BoardGuest.Reach.SECTION and section is None:
        decision = no("guest-section-gone")
    if not decision:
        return decision, None
    link = people.make_guest_link(
        f"board:{board.id}",
        url=reverse("boards:guest_board", args=[board.id]),
        by=by,
        now=now,
        until=end_of(wanted.last_day, zone),
        rights=wanted.rights,
        label=wanted.name,
        key=f"board-guest:{key}",
    )
    return YES, BoardGuest.objects.create(
        link=link, board=board, email=wanted.email, reach=wanted.reach, section=section
    )


def section_of(board: Board, wanted: Wanted) -> Card | None:
    if wanted.reach != BoardGuest.Reach.SECTION:
        return None
    sections = Card.objects.filter(board=board, kind=Card.Kind.SECTION, removed_at=None)
    return sections.filter(id=wanted.section).first() if wanted.section else None


def end_of(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)


@transaction.atomic
def end(guest: BoardGuest, *, by: Person, now: datetime) -> Decision:
    """At once: her pages go dark, and nothing she asks for from now on is answered."""
    if decision := may_let_in(guest.board, by, now):
        people.end_guest_link(guest.link, by=by, now=now)
    return decision


def still_opens(guest: BoardGuest, now: datetime) -> Decision:
    """Whoever has left the shoot has no door of hers standing open behind her."""
    link = guest.link
    decision = may_enter(until=link.until, ended_at=link.ended_at, now=now)
    if decision and not Board.objects.visible_to(link.by).filter(id=guest.board_id).exists():
        decision = no("link-ended", on=now.date().isoformat())
    return decision


def looked_in(guest: BoardGuest, now: datetime) -> None:
    """To the minute: a page that asks again and again writes nothing each time."""
    if guest.looked_at is None or now - guest.looked_at >= timedelta(minutes=1):
        BoardGuest.objects.filter(id=guest.id).update(looked_at=now)


# -- codes ---------------------------------------------------------------------------------------------------


@transaction.atomic
def ask_code(guest: BoardGuest, *, session: str, now: datetime) -> tuple[Decision, GuestCode | None]:
    """A new code; the ones before it end. session: the mark of the session that asks, in which alone it proves."""
    BoardGuest.objects.select_for_update().get(id=guest.id)  # codes are counted
    asked = guest.codes.filter(at__gt=now - guest_rules.A_DAY).values_list("at", flat=True)
    decision = may_decide(guest, now) and guest_rules.may_ask_code(list(asked), now)
    if not decision:
        return decision, None
    guest.codes.filter(used_at=None, until__gt=now).update(until=now)
    code = GuestCode.objects.create(
        guest=guest,
        salt=secrets.token_hex(16),
        session=session,
        at=now,
        until=now + guest_rules.CODE_LIFE,
        by_hand=not settings.EMAIL_HOST,
    )
    if code.by_hand:
        people.tell(
            guest.link.by,
            "guest-code-asked",
            values={"name": guest.name, "board": guest.board.name},
            url=reverse("boards:guests", args=[guest.board_id]),
            now=now,
            about=f"board:{guest.board_id}",
            key=f"guest-code:{code.id}",
        )
    return YES, code


def may_decide(guest: BoardGuest, now: datetime) -> Decision:
    link = GuestLink.objects.in_force(now).filter(id=guest.link_id, rights=GuestLink.Rights.DECIDE)
    return YES if link.exists() else no("guest-may-not-decide")


def words_of(code: GuestCode) -> str:
    """The six digits. Only the letter, or whoever reads them out, ever says them."""
    mark = salted_hmac("studio.boards.guest-code", f"{code.id}:{code.salt}", algorithm="sha256").digest()
    return f"{int.from_bytes(mark) % 10**guest_rules.CODE_DIGITS:0{guest_rules.CODE_DIGITS}d}"


def give_up_code(code: GuestCode, *, now: datetime) -> None:
    """Its letter could not be posted, so nobody knows it. It counts as asked for all the same."""
    GuestCode.objects.filter(id=code.id).update(until=now)


def prove(guest: BoardGuest, typed: str, *, session: str, now: datetime) -> tuple[Decision, GuestCode | None]:
    """Each try is counted before it is looked at, and a code opens once, in the session that asked for it."""
    code = guest.codes.filter(session=session).first()
    if code is None or not guest_rules.still_opens(
        until=code.until, used=code.used_at is not None, tries=code.tries, now=now
    ):
        return no("guest-code-ended"), None
    open_codes = GuestCode.objects.filter(id=code.id, used_at=None, until__gt=now, tries__lt=guest_rules.TRIES_MOST)
    if not open_codes.update(tries=F("tries") + 1):
        return no("guest-code-ended"), None
    if not constant_time_compare(guest_rules.as_typed(typed), words_of(code)):
        left = guest_rules.TRIES_MOST - code.tries - 1
        return (no("guest-code-wrong", left=left) if left > 0 else no("guest-code-ended")), None
    if not GuestCode.objects.filter(id=code.id, used_at=None).update(used_at=now):
        return no("guest-code-ended"), None
    code.refresh_from_db()
    return YES, code


# -- deciding ------------------------------------------------------------------------------------------------


@transaction.atomic
def decide(
    guest: BoardGuest,
    card_id: UUID,
    *,
    preview_id: UUID,
    answer: str,
    words: str,
    code: GuestCode,
    now: datetime,
    key: str,
) -> tuple[Decision, GuestDecision | None]:
    """Her word on the picture she looked at. Consent is asked again, and holds until it is written."""
    decision = may_decide(guest, now) and guest_rules.may_say(answer, words)
    if not decision:
        return decision, None
    if known := GuestDecision.objects.filter(link=guest.link, key=key).first():
        return YES, known
    seen = guest_cards.one(guest, card_id, now)
    if seen is None or seen.preview is None or seen.preview.id != preview_id:
        return no("guest-picture-changed"), None
    preview = guest_pictures.worn_again(seen.preview)
    gates.hold([row.twin for row in preview.twins.all()])
    shown = guest_pictures.shown_to_guests([preview], now)[preview.id]
    if not shown or preview.picture is None:
        return guest_pictures.VEILED, None
    return YES, approvals.keep_decision(
        preview,
        guest.link,
        email=guest.email,
        proof=GuestDecision.Proof.HAND if code.by_hand else GuestDecision.Proof.MAIL,
        answer=answer,
        words=words,
        picture_sha256=preview.picture.sha256,
        now=now,
        key=key,
    )
