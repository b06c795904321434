"""The signed days as they reach people: on their page, and by mail to the model and her agency where there is mail."""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from studio.consent.facts import owners_day
from studio.home.register.chain import chains_of
from studio.people import actions as people
from studio.people.models import Notice, Organisation, Person, Role, Seat
from studio.register import days, signing
from studio.register.models import DailyHead
from studio.twins.models import Mandate, Twin

CODE = "register-signed"
SENT_TO = (Role.ADMIN, Role.BOOKER)


def close_and_send(now: datetime) -> int:
    """Close what is to be closed, and send it. Gives how many days that were."""
    closed = days.close_days(now)
    for head in closed:
        send(head, now=now)
    return len(closed)


def send(head: DailyHead, *, now: datetime) -> int:
    """To whoever has a chain that moved that day. Without a mail server everybody finds it on her own page."""
    if not settings.EMAIL_HOST:
        return 0
    whom = concerned([row.chain for row in head.leaves.all()], now)
    for person in whom:
        people.tell(
            person,
            CODE,
            values={"day": head.day},
            url=f"{reverse('home:register')}?show=days",
            now=now,
            about="register",
            key=f"{CODE}:{head.day}:{person.pk}",
        )
    return len(whom)


def concerned(chains: Iterable[str], now: datetime) -> list[Person]:
    """The owners of these twins, and at the agencies that act for them whoever books or runs it."""
    ids: dict[str, list[str]] = defaultdict(list)
    for chain in chains:
        kind, _, id = chain.partition(":")
        ids[kind].append(id)
    twins = list(Twin.objects.filter(id__in=ids["twin"]).select_related("owner"))
    mandates = Mandate.objects.filter(twin__in=twins, signed_at__isnull=False, ended_at=None).select_related(
        "twin__owner"
    )
    agencies = {each.agency_id for each in mandates if each.starts_on <= owners_day(each.twin, now) <= each.ends_on}
    agencies |= set(Organisation.objects.agencies().filter(id__in=ids["org"]).values_list("id", flat=True))
    seats = Seat.objects.in_force(now).filter(organisation__in=agencies, role__in=SENT_TO).select_related("person")
    found = {twin.owner_id: twin.owner for twin in twins} | {seat.person_id: seat.person for seat in seats}
    return list(found.values())


def readable(person: Person, now: datetime) -> list[str]:
    """The chains whose places a person is told: her own, and those of the models her agency acts for."""
    own = [chain.name for chain in chains_of(person, now)]
    agencies = Seat.objects.in_force(now).filter(person=person, role__in=SENT_TO).values("organisation")
    mandates = Mandate.objects.filter(agency__in=agencies, signed_at__isnull=False, ended_at=None).select_related(
        "twin__owner"
    )
    acted = [each.twin.gate_name for each in mandates if each.starts_on <= owners_day(each.twin, now) <= each.ends_on]
    places = [f"org:{id}" for id in agencies.filter(organisation__kind=Organisation.Kind.AGENCY).values_list(
        "organisation", flat=True
    )]
    return sorted({*own, *acted, *places})


def paper(head: DailyHead, person: Person, now: datetime) -> dict[str, Any]:
    """What she keeps outside the studio: the signed day, and where her chains stood in it."""
    return {
        "studio": settings.STUDIO_NAME,
        "fingerprint": signing.fingerprint_of(head.key),
        "day": days.record_of(head),
        "places": days.places_of(head, readable(person, now)),
    }


def enclosed(notice: Notice) -> tuple[str, bytes] | None:
    """The file that goes with the letter."""
    head = DailyHead.objects.filter(day=date.fromisoformat(notice.values["day"])).first()
    if head is None:
        return None
    text = json.dumps(paper(head, notice.to, notice.created_at), indent=1, sort_keys=True, ensure_ascii=False)
    return f"register-{head.day}.json", text.encode()
