"""Keep what a guest decided, and tell those who sign off. It signs nothing off, and stops nothing."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from studio.approvals.actions import tell
from studio.approvals.models import GuestDecision
from studio.people import actions as people
from studio.people.models import Craft, GuestLink, Person
from studio.previews.models import Preview
from studio.register import actions as register
from studio.shoots.models import Booking, Shoot

TOLD_CRAFTS = (Craft.ART_DIRECTION, Craft.CREATIVE_DIRECTION)


@transaction.atomic
def keep_decision(
    preview: Preview,
    link: GuestLink,
    *,
    email: str,
    proof: str,
    answer: str,
    words: str,
    picture_sha256: str,
    now: datetime,
    key: str,
) -> GuestDecision:
    """Whether this guest may decide, and has proved who she is, is the question of the app that let her in."""
    if known := GuestDecision.objects.filter(link=link, key=key).first():
        return known
    kept = GuestDecision.objects.create(
        preview=preview,
        link=link,
        name=link.label,
        email=email,
        proof=proof,
        answer=answer,
        words=words.strip(),
        picture_sha256=picture_sha256,
        at=now,
        key=key,
    )
    shoot = preview.look.shoot
    body = {"answer": answer, "preview": str(preview.id), "shoot": str(shoot.id), "picture_sha256": picture_sha256}
    register.append(shoot.chain, "guest-decided", subject=f"guest-link:{link.id}", body=body, now=now)
    for person in concerned(shoot, link):
        people.tell(
            person,
            f"guest-said-{answer}",
            values={"name": kept.name, "look": str(preview.look)},
            url=reverse("approvals:preview", args=[preview.id]),
            now=now,
            about=f"shoot:{shoot.id}",
            key=f"guest-decided:{kept.id}:{person.id}",
        )
    tell(preview.look, "guest-decided")
    return kept


def concerned(shoot: Shoot, link: GuestLink) -> list[Person]:
    """Those who sign off, and whoever let the guest in."""
    booked = Booking.objects.in_force().filter(shoot=shoot, craft__in=TOLD_CRAFTS).select_related("person")
    return list({person.id: person for person in (*(row.person for row in booked), link.by)}.values())


def decisions_on(preview: Preview) -> list[GuestDecision]:
    """What each guest said last of exactly this picture."""
    return newest(preview.guest_decisions.all())


def decisions_by(link: GuestLink, previews: Iterable[UUID]) -> dict[UUID, GuestDecision]:
    """What this guest said last of each of these pictures."""
    rows = GuestDecision.objects.filter(link=link, preview__in=list(previews)).order_by("at", "id")
    return {row.preview_id: row for row in rows}


def newest(rows: Iterable[GuestDecision]) -> list[GuestDecision]:
    by_guest: dict[UUID, GuestDecision] = {}
    for row in rows:  # in the order they were said
        by_guest[row.link_id] = row
    return list(by_guest.values())
