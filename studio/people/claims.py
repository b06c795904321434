"""Somebody credited by name alone, whom another studio's passport told of: no account until he takes it up himself.

He takes it up by an invitation to an address of his, and so by whoever reads that address. The row becomes his account;
if he has one already, what is credited to the name goes over to it.
"""

from collections.abc import Callable
from datetime import datetime

from allauth.account.models import EmailAddress

from studio.people.models import Invitation, Person, PersonQuerySet

CLAIM = "claim:"  # what such an invitation is about; behind it, the one credited by name
NOWHERE = "@passport.invalid"  # no mail server answers for it, by RFC 2606

HandOver = Callable[[Person, Person, datetime], None]
_hand_overs: list[HandOver] = []


def hands_over(work: HandOver) -> None:
    """`work(nobody, somebody, now)` gives what a name was credited with to the account that takes it up."""
    _hand_overs.append(work)


def credited_by_name(place: str, name: str) -> Person:
    """The same one each time for the same place. No password, no sign-in, no mail."""
    address = f"{place}{NOWHERE}"
    if known := Person.objects.filter(email=address).first():
        return known
    nobody = Person.objects.create_user(address, name=name, is_active=False)
    EmailAddress.objects.filter(user=nobody).delete()
    return nobody


def named_only() -> PersonQuerySet:
    return Person.objects.get_queryset().filter(is_active=False, email__endswith=NOWHERE)


def is_claim(invitation: Invitation) -> bool:
    return invitation.about.startswith(CLAIM)


def claimed_by(invitation: Invitation) -> Person | None:
    """Whom it is about, as long as nobody took that name up."""
    if not is_claim(invitation):
        return None
    return named_only().filter(id=invitation.about.removeprefix(CLAIM)).first()


def open_account(nobody: Person, *, email: str, password: str, name: str, language: str, time_zone: str) -> Person:
    """The row is his own from now on, with everything that names it."""
    nobody.email, nobody.name, nobody.is_active = email, name or nobody.name, True
    nobody.language, nobody.time_zone = language, time_zone
    nobody.set_password(password)
    nobody.save(update_fields=["email", "name", "is_active", "language", "time_zone", "password"])
    EmailAddress.objects.create(user=nobody, email=email, verified=True, primary=True)
    return nobody


def hand_over(nobody: Person, somebody: Person, now: datetime) -> None:
    for work in _hand_overs:
        work(nobody, somebody, now)
