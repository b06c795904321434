"""Open a shoot, book its crew, say what it is for, keep its shot list."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import pycountry
from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.urls import reverse

from studio.consent.answering import may_be_put
from studio.consent.terms import CATEGORIES, CHANNELS, PURPOSES, WORLD
from studio.decisions import YES, Decision, no
from studio.live.announcing import announce, cut
from studio.people import actions as people
from studio.people.models import Craft, Invitation, Organisation, Person, Role, Seat
from studio.register import actions as register
from studio.shoots import rules
from studio.shoots.models import Awaited, Booking, Brief, Shoot, Shot
from studio.shoots.rules import Fields
from studio.shoots.uses import brief_of

COUNTRIES = tuple(sorted(country.alpha_2 for country in pycountry.countries))
KNOWN: Mapping[str, frozenset[str]] = {
    "purpose": frozenset(PURPOSES),
    "categories": frozenset(CATEGORIES),
    "channels": frozenset(CHANNELS),
    "territories": frozenset((*COUNTRIES, WORLD)),
}


def produces(person: Person, shoot: Shoot) -> bool:
    return Shoot.objects.produced_by(person).filter(id=shoot.id).exists()


def crafts_of(person: Person, shoot: Shoot) -> frozenset[str]:
    """What she is booked for. Who produces for the house is its production, booked or not."""
    booked = Booking.objects.crafts_of(person, shoot)
    return booked | {Craft.PRODUCTION.value} if produces(person, shoot) else booked


def tell(shoot: Shoot, what: str) -> None:
    announce(shoot.topic, kind="shoot", what=what)


def record(shoot: Shoot, kind: str, *, by: Person, now: datetime, **body: Any) -> None:
    """The house's own chain: ids and codes, never a name."""
    body = {"shoot": str(shoot.id), **body}
    register.append(shoot.chain, kind, subject=shoot.topic, by=str(by.id), body=body, now=now)


# Opening


@transaction.atomic
def open_shoot(
    house: Organisation, name: str, *, by: Person, now: datetime, key: str = ""
) -> tuple[Decision, Shoot | None]:
    """A name is enough to begin. A producer who opens it stands on its call sheet."""
    if key and (known := Shoot.objects.filter(key=key, opened_by=by).first()):
        return YES, known
    roles = list(Seat.objects.in_force(now).filter(person=by, organisation=house).values_list("role", flat=True))
    decision = rules.may_open(roles if house.is_house else (), name)
    if not decision:
        return decision, None
    shoot = Shoot.objects.create(house=house, name=name.strip(), opened_by=by, opened_at=now, key=key or None)
    Brief.objects.create(shoot=shoot)
    record(shoot, "shoot-opened", by=by, now=now)
    if Role.PRODUCER in roles:
        put_on_call_sheet(shoot, by, Craft.PRODUCTION, by=by, now=now)
    return YES, shoot


@transaction.atomic
def rename(shoot: Shoot, name: str, *, by: Person, now: datetime) -> Decision:
    decision = rules.may_produce(produces=produces(by, shoot))
    decision = decision and rules.named(name)
    if decision:
        Shoot.objects.filter(id=shoot.id).update(name=name.strip())
        tell(shoot, "name")
    return decision


@transaction.atomic
def finish_shoot(shoot: Shoot, *, done: bool, by: Person, now: datetime) -> Decision:
    """Finished shoots stay as they are; a producer can open one again."""
    decision = rules.may_produce(produces=produces(by, shoot))
    state = Shoot.State.DONE if done else Shoot.State.OPEN
    if decision and Shoot.objects.filter(id=shoot.id).exclude(state=state).update(state=state):
        record(shoot, "shoot-finished" if done else "shoot-reopened", by=by, now=now)
        tell(shoot, "state")
    return decision


@transaction.atomic
def set_embargo(shoot: Shoot, until: datetime | None, *, by: Person, now: datetime) -> Decision:
    """Until then nothing of the shoot shows outside its call sheet."""
    decision = rules.may_produce(produces=produces(by, shoot))
    decision = decision and rules.may_embargo(until, now)
    if not decision:
        return decision
    if Shoot.objects.filter(id=shoot.id, embargo_until=until).exists():
        return YES
    Shoot.objects.filter(id=shoot.id).update(embargo_until=until)
    shoot.embargo_until = until
    record(shoot, "embargo-set", by=by, now=now, until=until.isoformat() if until else "")
    tell(shoot, "embargo")
    return YES


# The call sheet


@transaction.atomic
def book(
    shoot: Shoot, person: Person, craft: str, *, by: Person, now: datetime, key: str = ""
) -> tuple[Decision, Booking | None]:
    """Put somebody on the call sheet for a craft. Booked already is a yes."""
    decision = rules.may_produce(produces=produces(by, shoot))
    if decision and craft not in Craft.values:
        decision = no("not-a-choice")
    if not decision:
        return decision, None
    return YES, put_on_call_sheet(shoot, person, craft, by=by, now=now)


@transaction.atomic
def book_for(shoot: Shoot, person: Person, crafts: Iterable[str], *, by: Person, now: datetime) -> Decision:
    """One person for several crafts: all of them, or none."""
    for craft in crafts:
        decision, _booking = book(shoot, person, craft, by=by, now=now)
        if not decision:
            return decision
    return YES


def put_on_call_sheet(shoot: Shoot, person: Person, craft: str, *, by: Person, now: datetime) -> Booking:
    booking, is_new = Booking.objects.get_or_create(
        shoot=shoot, person=person, craft=craft, ended_at=None, defaults={"booked_by": by, "booked_at": now}
    )
    if not is_new:
        return booking
    record(shoot, "booked", by=by, now=now, person=str(person.id), craft=str(craft))
    if person != by:
        people.tell(
            person,
            "booked",
            values={"shoot": shoot.name, "craft": str(craft), "who": by.name},
            url=reverse("shoots:shoot", args=[shoot.id]),
            now=now,
            about=shoot.topic,
            key=f"booked:{booking.id}",
        )
    tell(shoot, "call-sheet")
    return booking


@transaction.atomic
def unbook(booking: Booking, *, by: Person, now: datetime) -> Decision:
    """End a booking. What she did until then stays hers, and stays in the credits."""
    shoot = booking.shoot
    decision = YES if booking.person_id == by.id else rules.may_produce(produces=produces(by, shoot))
    if decision and Booking.objects.in_force().filter(id=booking.id).update(ended_at=now):
        record(shoot, "unbooked", by=by, now=now, person=str(booking.person_id), craft=booking.craft)
        tell(shoot, "call-sheet")
        cut(user_id=booking.person_id, why="unbooked")  # what she listens to is asked anew when a page comes again
    return decision


@transaction.atomic
def ask_in(
    shoot: Shoot, email: str, crafts: Iterable[str], *, by: Person, now: datetime, name: str = "", key: str = ""
) -> tuple[Decision, Invitation | None]:
    """Book by e-mail: whom the house knows is booked at once, anybody else is invited and booked on coming.

    Whether an address has an account here is nobody's to find out: it is answered alike, and she alone is told inside.
    """
    decision = rules.may_produce(produces=produces(by, shoot))
    if not decision:
        return decision, None
    address = Person.objects.normalize_email(email)
    if person := known_to(shoot.house).filter(email=address).first():
        return book_for(shoot, person, crafts, by=by, now=now), None
    invitation = Invitation.objects.open(now).filter(email=address, about=shoot.topic).first()
    if invitation is None:
        decision, invitation = people.invite(email, by=by, now=now, name=name, about=shoot.topic, key=key)
    if invitation is None:
        return decision, None
    _tell_inside(invitation, by=by, now=now)
    for craft in crafts:
        Awaited.objects.get_or_create(
            invitation=invitation, craft=craft, defaults={"shoot": shoot, "booked_by": by, "booked_at": now}
        )
    tell(shoot, "call-sheet")
    return YES, invitation


def known_to(house: Organisation) -> QuerySet[Person]:
    """Those who work for the house, or were ever on a call sheet of it: its own pages name them."""
    seated = Q(seats__organisation=house, seats__ended_at=None)
    return Person.objects.active().filter(seated | Q(bookings__shoot__house=house)).distinct()


def _tell_inside(invitation: Invitation, *, by: Person, now: datetime) -> None:
    """Whoever has an account reads it there too. The shoot has no name yet for somebody who is not on it."""
    person = Person.objects.active().filter(email=invitation.email).first()
    if person is not None:
        people.tell(
            person,
            "asked-in",
            values={"who": by.name},
            url=reverse("people:invitation", args=[invitation.token]),
            now=now,
            about=f"invitation:{invitation.id}",
            key=f"asked-in:{invitation.id}",
        )


@transaction.atomic
def arrive(person: Person, *, now: datetime) -> int:
    """Whoever was asked in by e-mail and has come is booked for what she was asked for. Gives how many lines."""
    come = Awaited.objects.open().filter(invitation__accepted_by=person).select_related("shoot__house", "booked_by")
    lines = list(come.select_for_update(of=("self",)))
    for line in lines:
        line.booking = put_on_call_sheet(line.shoot, person, line.craft, by=line.booked_by, now=now)
        line.save(update_fields=["booking"])
    return len(lines)


@transaction.atomic
def stop_waiting(awaited: Awaited, *, by: Person, now: datetime) -> Decision:
    """Take back an invitation's line; with its last one the invitation itself ends."""
    shoot = awaited.shoot
    decision = rules.may_produce(produces=produces(by, shoot))
    if not decision:
        return decision
    invitation = awaited.invitation
    awaited.delete()
    if not Awaited.objects.filter(invitation=invitation).exists():
        Invitation.objects.open(now).filter(id=invitation.id).update(ended_at=now)
    tell(shoot, "call-sheet")
    return YES


# The brief


@transaction.atomic
def set_brief(shoot: Shoot, fields: Fields, *, by: Person, now: datetime) -> tuple[Decision, Brief | None]:
    """What the pictures are for. Who names the categories answers for them by name."""
    decision = rules.may_produce(produces=produces(by, shoot))
    decision = decision and rules.may_be_brief(fields, KNOWN)
    if not decision:
        return decision, None
    brief = Brief.objects.select_for_update().get_or_create(shoot=shoot)[0]
    new = _stored(fields)
    if all(getattr(brief, name) == value for name, value in new.items()):
        return YES, brief
    if not (decision := _may_be_put(shoot, new, by=by, now=now)):
        return decision, None
    if brief.categories != new["categories"]:
        brief.declared_by = by
    for name, value in new.items():
        setattr(brief, name, value)
    brief.version, brief.changed_at = brief.version + 1, now
    brief.save()
    shoot.brief = brief
    body = {name: new[name] for name in ("purpose", "categories", "channels", "territories")}
    record(shoot, "brief-set", by=by, now=now, version=brief.version, **body)
    tell(shoot, "brief")
    return YES, brief


def _may_be_put(shoot: Shoot, new: Mapping[str, Any], *, by: Person, now: datetime) -> Decision:
    """A whole brief is a question to everybody's rules, and the casting answers it: a day's number, and no more."""
    if any(not new[name] for name in rules.FOR_CASTING):
        return YES
    asked = {name: value for name, value in new.items() if name != "intended_use"}  # words open and close nothing
    return may_be_put(shoot.house, asked, by=by, now=now)


def say_what_for(shoot: Shoot, words: str, *, by: Person, now: datetime) -> tuple[Decision, Brief | None]:
    """The brief as it is, with the intended use said: what may wait until the delivery asks for it."""
    brief = brief_of(shoot)
    known = {name: getattr(brief, name) for name in Fields.__dataclass_fields__}
    said: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in known.items()}
    return set_brief(shoot, Fields(**(said | {"intended_use": words})), by=by, now=now)


def _stored(fields: Fields) -> dict[str, Any]:
    return {
        "intended_use": fields.intended_use.strip(),
        "purpose": fields.purpose,
        "categories": sorted(set(fields.categories)),
        "channels": sorted(set(fields.channels)),
        "territories": [WORLD] if WORLD in fields.territories else sorted(set(fields.territories)),
        "visible_brands": list(dict.fromkeys(brand.strip() for brand in fields.visible_brands if brand.strip())),
        "product_lines": list(dict.fromkeys(line.strip() for line in fields.product_lines if line.strip())),
        "starts_on": fields.starts_on,
        "ends_on": fields.ends_on,
    }


# The shot list


def may_plan_shots(shoot: Shoot, by: Person) -> Decision:
    return rules.may_plan(Booking.objects.crafts_of(by, shoot), produces=produces(by, shoot))


@transaction.atomic
def add_shot(shoot: Shoot, words: str, *, by: Person, now: datetime) -> tuple[Decision, Shot | None]:
    decision = may_plan_shots(shoot, by) and rules.worded(words)
    if not decision:
        return decision, None
    last = shoot.shots.aggregate(last=Max("position"))["last"] or 0
    shot = Shot.objects.create(shoot=shoot, position=last + 1, words=words.strip())
    tell(shoot, "shots")
    return YES, shot


@transaction.atomic
def move_shot(shot: Shot, to: int, *, by: Person, now: datetime) -> Decision:
    """to: the place it shall have, counted from 1. The others close up."""
    decision = may_plan_shots(shot.shoot, by)
    if not decision:
        return decision
    others = list(Shot.objects.select_for_update().filter(shoot=shot.shoot_id).exclude(id=shot.id))
    others.insert(min(max(to - 1, 0), len(others)), shot)
    for position, each in enumerate(others, start=1):
        each.position = position
    Shot.objects.bulk_update(others, ["position"])
    tell(shot.shoot, "shots")
    return YES


@transaction.atomic
def word_shot(shot: Shot, words: str, *, by: Person, now: datetime) -> Decision:
    """What the picture shows, said anew. Its place in the list and what is in the can stay."""
    decision = may_plan_shots(shot.shoot, by) and rules.worded(words)
    if decision:
        Shot.objects.filter(id=shot.id).update(words=words.strip())
        tell(shot.shoot, "shots")
    return decision


@transaction.atomic
def tick_shot(shot: Shot, *, done: bool, by: Person, now: datetime) -> Decision:
    """Anybody on the shoot may say that a shot is in the can."""
    Shot.objects.filter(id=shot.id).update(done_at=now if done else None)
    tell(shot.shoot, "shots")
    return YES


@transaction.atomic
def remove_shot(shot: Shot, *, by: Person, now: datetime) -> Decision:
    decision = may_plan_shots(shot.shoot, by)
    if decision:
        Shot.objects.filter(shoot=shot.shoot_id, position__gt=shot.position).update(position=F("position") - 1)
        shot.delete()
        tell(shot.shoot, "shots")
    return decision
