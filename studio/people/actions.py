"""Asking in, seats, guest links, and telling people what happened."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.urls import reverse

from studio.decisions import YES, Decision, no
from studio.live.announcing import announce, cut
from studio.people import claims, guests, rules
from studio.people.models import (
    GuestLink,
    Invitation,
    Notice,
    Organisation,
    Person,
    QuietHours,
    Role,
    Seat,
    SignIn,
)
from studio.register.actions import append, salted

INVITATION_DAYS = 14
MODEL = "model:"  # what an invitation is about that leads to the beginning of a twin; behind it, who asked her in


# -- seats ---------------------------------------------------------------------------------------------------


def seat_of(person: Person, organisation: Organisation, now: datetime) -> Seat | None:
    return Seat.objects.in_force(now).filter(person=person, organisation=organisation).first()


def facts_of(seat: Seat, now: datetime) -> rules.SeatFacts:
    in_force = seat.starts_on <= now.date() and (seat.ended_at is None or seat.ended_at > now) and seat.person.is_active
    return rules.SeatFacts(
        role=seat.role,
        in_force=in_force,
        may_sign=seat.may_sign,
        may_spend_minor=seat.may_spend_minor,
        currency=seat.currency,
        organisation=seat.organisation.name,
    )


def may_sign(
    person: Person, organisation: Organisation, *, now: datetime, amount_minor: int = 0, currency: str = "EUR"
) -> Decision:
    """May she sign for this organisation, and for that much?"""
    seat = seat_of(person, organisation, now)
    return rules.may_sign(facts_of(seat, now) if seat else None, amount_minor, currency)


def may_spend(
    person: Person, organisation: Organisation, *, now: datetime, amount_minor: int, currency: str
) -> Decision:
    """May she spend that much of this organisation's money?"""
    seat = seat_of(person, organisation, now)
    return rules.may_spend(facts_of(seat, now) if seat else None, amount_minor, currency)


def may_manage(person: Person, organisation: Organisation, now: datetime) -> Decision:
    seat = seat_of(person, organisation, now)
    return rules.may_manage_seats(facts_of(seat, now) if seat else None, runs_the_studio=person.is_staff)


@transaction.atomic
def give_seat(
    person: Person,
    *,
    organisation: Organisation,
    by: Person,
    now: datetime,
    role: str = Role.MEMBER,
    may_sign: bool = False,
    may_spend_minor: int = 0,
    currency: str = "EUR",
    key: str = "",
) -> tuple[Decision, Seat | None]:
    """A seat with other rights is a new seat: the old one ends, so that what was signed then can be read later."""
    decision = may_manage(by, organisation, now)
    if not decision:
        return decision, None
    held = Seat.objects.select_for_update().filter(person=person, organisation=organisation, ended_at=None).first()
    if held and role != Role.ADMIN and _is_last_admin(held):
        return no("last-admin", fix="give-seat"), None
    return YES, _seat(
        person,
        organisation,
        held,
        by=by,
        now=now,
        terms={"role": role, "may_sign": may_sign, "may_spend_minor": may_spend_minor, "currency": currency},
        key=key,
    )


def _seat(
    person: Person,
    organisation: Organisation,
    held: Seat | None,
    *,
    by: Person,
    now: datetime,
    terms: dict[str, Any],
    key: str,
) -> Seat:
    if held and all(getattr(held, name) == value for name, value in terms.items()):
        return held
    if held:
        Seat.objects.filter(id=held.id).update(ended_at=now)
    seat = Seat.objects.create(person=person, organisation=organisation, starts_on=now.date(), **terms)
    body = {"person": str(person.id), "seat": str(seat.id), **terms, "role": str(terms["role"])}
    append(
        f"org:{organisation.id}", "seat-given", subject=f"seat:{seat.id}", by=str(by.id), body=body, now=now, key=key
    )
    cut(user_id=person.id, why="seat-changed")
    return seat


@transaction.atomic
def end_seat(seat: Seat, *, by: Person, now: datetime, key: str = "") -> tuple[Decision, Seat | None]:
    """She may leave by herself; anybody else's seat is ended by an admin. The last admin stays."""
    decision = YES if seat.person_id == by.id else may_manage(by, seat.organisation, now)
    if not decision:
        return decision, None
    seat = Seat.objects.select_for_update().get(id=seat.id)
    if seat.ended_at:
        return YES, seat
    if _is_last_admin(seat):
        return no("last-admin", fix="give-seat"), None
    seat.ended_at = now
    seat.save(update_fields=["ended_at"])
    body = {"person": str(seat.person_id), "seat": str(seat.id)}
    chain = f"org:{seat.organisation_id}"
    append(chain, "seat-ended", subject=f"seat:{seat.id}", by=str(by.id), body=body, now=now, key=key)
    cut(user_id=seat.person_id, why="seat-ended")
    return YES, seat


def _is_last_admin(seat: Seat) -> bool:
    others = Seat.objects.filter(
        organisation=seat.organisation_id, role=Role.ADMIN, ended_at=None, person__is_active=True
    ).exclude(id=seat.id)
    return seat.role == Role.ADMIN and not others.exists()


@transaction.atomic
def describe(person: Person, **said: Any) -> None:
    """What she says of herself. Whoever is found by a name hears when it is another."""
    before = Person.objects.values_list("name", flat=True).get(id=person.id)
    Person.objects.filter(id=person.id).update(**said)
    if said.get("name", before) != before:
        announce(f"person:{person.id}", kind="named")


@transaction.atomic
def deactivate(person: Person, *, by: Person, now: datetime) -> tuple[Decision, Person | None]:
    """Her account is closed: nothing of hers is deleted, but no browser and no open page of hers goes on."""
    if not (by.is_staff or by.id == person.id):
        return no("not-yours"), None
    Person.objects.filter(id=person.id).update(is_active=False)
    person.is_active = False
    body = {"person": str(person.id)}
    append("studio", "account-closed", subject=f"person:{person.id}", by=str(by.id), body=body, now=now)
    cut(user_id=person.id, why="account-closed")
    return YES, person


# -- invitations ---------------------------------------------------------------------------------------------


@transaction.atomic
def invite(
    email: str,
    *,
    by: Person,
    now: datetime,
    organisation: Organisation | None = None,
    role: str = Role.MEMBER,
    may_sign: bool = False,
    may_spend_minor: int = 0,
    currency: str = "EUR",
    name: str = "",
    language: str = "",
    about: str = "",
    key: str = "",
) -> tuple[Decision, Invitation | None]:
    """Ask somebody in, with a seat when an organisation is named. Without mail the link waits in the outbox."""
    if key and (known := Invitation.objects.filter(key=key).first()):
        return YES, known
    decision = may_manage(by, organisation, now) if organisation else _may_invite(by, now)
    if not decision:
        return decision, None
    invitation = Invitation.objects.create(
        email=Person.objects.normalize_email(email),
        name=name,
        language=language or by.language,
        organisation=organisation,
        role=role,
        may_sign=may_sign,
        may_spend_minor=may_spend_minor,
        currency=currency,
        about=about,
        by=by,
        key=key or None,
        created_at=now,
        until=now + timedelta(days=INVITATION_DAYS),
    )
    body = {"email": salted(invitation.email), "role": str(role) if organisation else "", "about": about}
    chain = f"org:{organisation.id}" if organisation else "studio"
    append(chain, "invited", subject=f"invitation:{invitation.id}", by=str(by.id), body=body, now=now)
    return YES, invitation


def about_model(organisation: Organisation) -> str:
    return f"{MODEL}{organisation.id}"


def asks_a_model(invitation: Invitation) -> bool:
    return invitation.about.startswith(MODEL)


def asking_organisation(invitation: Invitation) -> Organisation | None:
    """The agency or house that asks a model in. It gives her no seat: her twin is hers alone."""
    if not asks_a_model(invitation):
        return None
    named = invitation.about.removeprefix(MODEL)
    return Organisation.objects.filter(id=named).first() if named else None


@transaction.atomic
def invite_model(
    email: str,
    *,
    organisation: Organisation,
    by: Person,
    now: datetime,
    name: str = "",
    language: str = "",
    key: str = "",
) -> tuple[Decision, Invitation | None]:
    """Ask a model in. The link leads her to the beginning of her twin, which only she can make."""
    if seat_of(by, organisation, now) is None and not by.is_staff:
        return no("not-in-house"), None
    about = about_model(organisation)
    return invite(email, by=by, now=now, name=name, language=language, about=about, key=key)


@transaction.atomic
def ask_to_claim(nobody: Person, email: str, *, by: Person, now: datetime) -> tuple[Decision, Invitation | None]:
    """Ask whoever is credited by name alone to take that name up. Whoever runs the studio says that it is he."""
    if not by.is_staff:
        return no("not-yours"), None
    if not claims.named_only().filter(id=nobody.id).exists():
        return no("name-taken-up"), None
    about = f"{claims.CLAIM}{nobody.id}"
    waiting = Invitation.objects.open(now).filter(about=about)
    if known := waiting.filter(email=Person.objects.normalize_email(email)).first():
        return YES, known
    waiting.update(ended_at=now)
    return invite(email, by=by, now=now, name=nobody.name, about=about)


@transaction.atomic
def sign_up(email: str, *, now: datetime, name: str = "", language: str = "en") -> Invitation:
    """A model asks herself in. A link goes to her address, by mail or handed over by whoever runs the studio.

    So an address is proved before it is an account, whether there is a mail server or not, and nobody learns at the
    door which addresses are known. While a link of hers is open, asking again makes no second one.
    """
    address = Person.objects.normalize_email(email)
    if known := Invitation.objects.open(now).filter(email=address, by=None, about=MODEL).first():
        return known
    invitation = Invitation.objects.create(
        email=address,
        name=name,
        language=language,
        about=MODEL,
        created_at=now,
        until=now + timedelta(days=INVITATION_DAYS),
    )
    body = {"email": salted(address), "role": "", "about": MODEL}
    append("studio", "signed-up", subject=f"invitation:{invitation.id}", by="", body=body, now=now)
    _tell_the_studio(invitation, now)
    return invitation


def came_by_herself(person: Person) -> bool:
    """Whether nobody of this studio asked her in. Who came by herself vouches for nobody else."""
    return Invitation.objects.filter(accepted_by=person, by=None, about=MODEL).exists()


def _tell_the_studio(invitation: Invitation, now: datetime) -> None:
    """Without a mail server her link waits in the outbox of whoever runs the studio."""
    for person in Person.objects.active().filter(is_staff=True):
        values, key = {"name": invitation.name or invitation.email}, f"signed-up:{invitation.id}:{person.id}"
        tell(person, "model-signed-up", values=values, url=reverse("people:outbox"), now=now, key=key)


def _may_invite(by: Person, now: datetime) -> Decision:
    seats = Seat.objects.in_force(now).filter(person=by).select_related("person", "organisation")
    return rules.may_invite([facts_of(seat, now) for seat in seats], runs_the_studio=by.is_staff)


@transaction.atomic
def end_invitation(invitation: Invitation, *, by: Person, now: datetime) -> Decision:
    if not (by.is_staff or invitation.by_id == by.id):
        return no("not-yours")
    Invitation.objects.open(now).filter(id=invitation.id).update(ended_at=now)
    return YES


def may_accept(invitation: Invitation, *, person: Person | None, now: datetime) -> Decision:
    if claims.is_claim(invitation) and not invitation.accepted_at and claims.claimed_by(invitation) is None:
        return no("name-taken-up")
    known = Person.objects.filter(email=invitation.email).first()
    return rules.may_accept(
        until=invitation.until,
        accepted=invitation.accepted_at is not None,
        ended=invitation.ended_at is not None,
        known=known is not None,
        hers=known is not None and person is not None and known.id == person.id,
        now=now,
    )


@transaction.atomic
def accept_invitation(
    invitation: Invitation,
    *,
    by: Person | None,
    now: datetime,
    name: str = "",
    password: str = "",
    language: str = "",
    time_zone: str = "UTC",
) -> tuple[Decision, Person | None]:
    """Open her account, or take up the one that is signed in, and give her the seat she was asked to."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",)).select_related("organisation", "by").get(id=invitation.id)
    )
    decision = may_accept(invitation, person=by, now=now)
    if not decision:
        return decision, None
    fields = {
        "password": password,
        "name": name or invitation.name,
        "language": language or invitation.language,
        "time_zone": time_zone,
    }
    person = by or _account(invitation, fields)
    if by and (nobody := claims.claimed_by(invitation)):
        claims.hand_over(nobody, by, now)
    if invitation.organisation:
        _seat_as_asked(invitation, person, now)
    Invitation.objects.filter(id=invitation.id).update(accepted_at=now, accepted_by=person)
    if invitation.by:
        tell(invitation.by, "invitation-accepted", values={"name": person.name}, now=now, about=invitation.about)
    return YES, person


@transaction.atomic
def answer_from_link(
    invitation: Invitation, *, now: datetime, name: str, password: str, language: str = "", time_zone: str = "UTC"
) -> Decision:
    """Whoever holds the link answers it: an account is opened where the address has none yet.

    Where it has one nothing of it changes, and its owner is told inside. Which of the two it was the answer does not
    say, nor the time it takes: the sign-in that follows opens the one account or the other.
    """
    given = {"name": name, "password": password, "language": language, "time_zone": time_zone}
    decision, _entered = accept_invitation(invitation, by=None, now=now, **given)
    if decision.code != "sign-in-to-accept":
        return decision
    make_password(password)
    _tell_that_it_waits(invitation, now)
    return YES


def _tell_that_it_waits(invitation: Invitation, now: datetime) -> None:
    known = Person.objects.active().filter(email=invitation.email).first()
    if known and invitation.by:
        url, key = reverse("people:invitation", args=[invitation.token]), f"invitation-waits:{invitation.id}"
        about = f"invitation:{invitation.id}"
        tell(known, "invitation-waits", values={"who": invitation.by.name}, url=url, now=now, about=about, key=key)


def _account(invitation: Invitation, fields: dict[str, str]) -> Person:
    if nobody := claims.claimed_by(invitation):
        return claims.open_account(nobody, email=invitation.email, **fields)
    return Person.objects.create_user(invitation.email, **fields)


def _seat_as_asked(invitation: Invitation, person: Person, now: datetime) -> None:
    organisation = invitation.organisation
    assert organisation is not None
    held = Seat.objects.select_for_update().filter(person=person, organisation=organisation, ended_at=None).first()
    terms = {
        "role": invitation.role,
        "may_sign": invitation.may_sign,
        "may_spend_minor": invitation.may_spend_minor,
        "currency": invitation.currency,
    }
    if held and _is_last_admin(held) and invitation.role != Role.ADMIN:
        return
    _seat(person, organisation, held, by=invitation.by or person, now=now, terms=terms, key="")


# -- guest links ---------------------------------------------------------------------------------------------


@transaction.atomic
def make_guest_link(
    about: str,
    *,
    url: str,
    by: Person,
    now: datetime,
    until: datetime,
    rights: str = GuestLink.Rights.VIEW,
    label: str = "",
    key: str = "",
) -> GuestLink:
    """A link into one thing. Whether `by` may open it to others is the question of the app that owns the thing."""
    if key and (known := GuestLink.objects.filter(key=key).first()):
        return known
    link = GuestLink.objects.create(
        about=about, url=url, label=label, rights=rights, by=by, key=key or None, created_at=now, until=until
    )
    body = {"about": about, "rights": str(rights), "until": until.astimezone(UTC).isoformat()}
    append("studio", "guest-link-made", subject=f"guest-link:{link.id}", by=str(by.id), body=body, now=now)
    return link


@transaction.atomic
def end_guest_link(link: GuestLink, *, by: Person, now: datetime) -> GuestLink:
    """Its guests are out at their next request; their open pages stop listening at once."""
    ended = GuestLink.objects.filter(id=link.id, ended_at=None).update(ended_at=now)
    link.refresh_from_db()
    if ended:
        body = {"about": link.about}
        append("studio", "guest-link-ended", subject=f"guest-link:{link.id}", by=str(by.id), body=body, now=now)
        cut(topic=guests.topic_of(link), why="link-ended")
    return link


# -- notices -------------------------------------------------------------------------------------------------


@transaction.atomic
def tell(
    person: Person,
    code: str,
    *,
    values: dict[str, Any] | None = None,
    url: str = "",
    now: datetime,
    about: str = "",
    key: str = "",
    by_mail: bool = True,
) -> Notice:
    """One line on her page at once, and by mail when there is a mail server: it waits for the end of her quiet hours.

    The same key is told once, and to one person: make it of the thing, the code and her id.
    """
    if key and (known := Notice.objects.filter(key=key).first()):
        return known
    notice = Notice.objects.create(
        to=person,
        topic=about,
        code=code,
        values={name: str(value) for name, value in (values or {}).items()},
        url=url,
        key=key or None,
        created_at=now,
        mail_after=mail_after(person, now) if by_mail and settings.EMAIL_HOST else None,
    )
    announce(f"person:{person.id}", kind="notices", unread=Notice.objects.unread().filter(to=person).count())
    return notice


def mail_after(person: Person, now: datetime) -> datetime:
    """When she may be written to: now, or when her quiet hours end."""
    return rules.mail_after(now, zone_of(person), *quiet_hours(person))


def quiet_hours(person: Person) -> tuple[time, time]:
    """When they begin and end, by her own clock."""
    hers = QuietHours.objects.filter(person=person).first()
    return (hers.begins_at, hers.ends_at) if hers else (rules.NIGHT_BEGINS, rules.NIGHT_ENDS)


def read_notices(person: Person, *, now: datetime, ids: Iterable[UUID] | None = None) -> int:
    """Mark hers as read, all of them or some. Says how many were not read before."""
    hers = Notice.objects.unread().filter(to=person)
    with transaction.atomic():
        read = (hers if ids is None else hers.filter(id__in=list(ids))).update(read_at=now)
        if read:
            announce(f"person:{person.id}", kind="notices", unread=hers.count())
    return read


def zone_of(person: Person) -> ZoneInfo:
    try:
        return ZoneInfo(person.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


# -- sign-ins ------------------------------------------------------------------------------------------------


@transaction.atomic
def end_sign_in(sign_in: SignIn, *, by: Person, now: datetime) -> Decision:
    """Sign her out of one browser, pages and sockets and all."""
    if sign_in.person_id != by.id:
        return no("not-yours")
    SessionStore(sign_in.session_key).delete()
    cut(session_key=sign_in.session_key, why="signed-out")
    sign_in.delete()
    return YES
