"""The browsers somebody is signed in with, how fresh a sign-in is, and the address we vouch for beside an account."""

from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from studio.live.announcing import cut
from studio.people.models import Person, SignIn


def note(sender: object, request: HttpRequest, user: Person, **_: Any) -> None:
    if not request.session.session_key:
        request.session.save()
    SignIn.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "person": user,
            "browser": browser_of(request.headers.get("User-Agent", "")),
            "began_at": timezone.now(),
        },
    )


def forget(sender: object, request: HttpRequest | None, **_: Any) -> None:
    if request is not None and request.session.session_key:
        SignIn.objects.filter(session_key=request.session.session_key).delete()


def only_this_one_goes_on(sender: object, request: HttpRequest, user: Person, **_: Any) -> None:
    """A new password has ended every other session, and given this one a new key."""
    SignIn.objects.filter(person=user).delete()
    cut(user_id=user.id, why="password-changed")
    if request.user.is_authenticated:
        note(sender, request, user)


def vouch_for_address(sender: object, instance: Person, created: bool, raw: bool = False, **_: Any) -> None:  # noqa: FBT001, FBT002
    """Accounts begin by an invitation to this very address: it need not be proved a second time."""
    if created and not raw:
        EmailAddress.objects.get_or_create(
            user=instance, email=instance.email, defaults={"verified": True, "primary": True}
        )


def proved_at(request: HttpRequest) -> datetime | None:
    """When she last proved who she is in this browser: by password, passkey or code, at the door or since."""
    if not request.user.is_authenticated:
        return None
    proofs = get_authentication_records(request, request.user)
    latest = max((proof["at"] for proof in proofs), default=None)
    return None if latest is None else datetime.fromtimestamp(latest, UTC)


def is_fresh(request: HttpRequest) -> bool:
    """Within the last minutes? What is signed with a name asks this first.

    When not, lead her to the route "account_reauthenticate" with `next`.
    """
    at = proved_at(request)
    return at is not None and timezone.now() - at < timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)


BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def browser_of(agent: str) -> str:
    """ "Firefox, Windows": enough for her to know it again, not enough to follow her."""
    browser = next((name for sign, name in BROWSERS if sign in agent), "")
    machine = next((name for sign, name in MACHINES if sign in agent), "")
    return ", ".join(part for part in (browser, machine) if part)
