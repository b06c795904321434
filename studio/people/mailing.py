"""What is due by post: notices whose morning has come, and invitations. Housekeeping calls `send_due_mail`."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import groupby
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from studio.people.models import Invitation, Notice, Person

log = logging.getLogger(__name__)
AT_ONCE = 200

File = tuple[str, bytes]
_enclosures: dict[str, Callable[[Notice], File | None]] = {}
_said: dict[str, Callable[[Notice], str | None]] = {}


def enclose(code: str, file: Callable[[Notice], File | None]) -> None:
    """With every letter that tells of this code goes what `file(notice)` gives: a name and its bytes, or nothing."""
    _enclosures[code] = file


def say(code: str, words: Callable[[Notice], str | None]) -> None:
    """A letter that tells of this code says `words(notice)` of it, in its reader's language, with where to read it.

    words: asked when the letter goes. "" says nothing more than that something waits; None, that it concerns her no
    longer: nothing is sent of it. What is private, or not out yet, does not stand in a letter.
    """
    _said[code] = words


def send_due_mail(now: datetime) -> int:
    """One letter for each person with something to be told, one for each invitation. Says how many went out."""
    if not settings.EMAIL_HOST:
        return 0
    return _send_notices(now) + _send_invitations(now)


def _send_notices(now: datetime) -> int:
    due = list(Notice.objects.due_by_mail(now).select_related("to").order_by("to", "created_at")[:AT_ONCE])
    sent = 0
    for person, hers in groupby(due, key=lambda notice: notice.to):
        notices = [notice for notice in hers if _claim(notice, now)]
        with translation.override(person.language):
            told = [(notice, words) for notice in notices if (words := _words(notice)) is not None]
        if not told:
            continue
        if _post_notices(person, told):
            sent += 1
        else:
            Notice.objects.filter(id__in=[notice.id for notice in notices]).update(mailed_at=None)
    return sent


def _claim(notice: Notice | Invitation, now: datetime) -> bool:
    """Only one of two housekeepers posts it."""
    rows = type(notice).objects.filter(id=notice.id, mailed_at=None)
    return bool(rows.update(mailed_at=now))


def _words(notice: Notice) -> str | None:
    return _said[notice.code](notice) if notice.code in _said else ""


def _post_notices(person: Person, told: list[tuple[Notice, str]]) -> bool:
    """That something waits, and where: what it is may be under embargo, and a letter lies open in other hands."""
    with translation.override(person.language):
        url = whole(reverse("people:notices"))
        subject = translation.gettext("Something waits for you at %(studio)s") % {"studio": settings.STUDIO_NAME}
        lines = [(words, whole(notice.url)) for notice, words in told if words]
        page = {"person": person, "count": len(told), "url": url, "lines": lines}
        body = render_to_string("people/mail/notices.txt", page)
    files = [found for each, _words in told if (file := _enclosures.get(each.code)) and (found := file(each))]
    return post(subject, body, person.email, files)


def _send_invitations(now: datetime) -> int:
    sent = 0
    for invitation in Invitation.objects.waiting_to_be_handed_over(now).select_related("by", "organisation")[:AT_ONCE]:
        if not _claim(invitation, now):
            continue
        if _post_invitation(invitation):
            sent += 1
        else:
            Invitation.objects.filter(id=invitation.id).update(mailed_at=None)
    return sent


def _post_invitation(invitation: Invitation) -> bool:
    with translation.override(invitation.language):
        url = whole(reverse("people:invitation", args=[invitation.token]))
        subject = translation.gettext("You are asked into %(studio)s") % {"studio": settings.STUDIO_NAME}
        known = Person.objects.active().filter(email=invitation.email).exists()
        body = render_to_string("people/mail/invitation.txt", {"invitation": invitation, "url": url, "known": known})
    return post(subject, body, invitation.email)


def whole(url: str) -> str:
    return f"{settings.PUBLIC_URL}{url}" if url.startswith("/") else url


def post(subject: str, body: str, to: str, files: Sequence[File] = ()) -> bool:
    try:
        send_mail(subject[:180], body, settings.DEFAULT_FROM_EMAIL, [to], files)
    except (SMTPException, OSError) as error:
        log.warning("A letter could not be posted and will be tried again: %s", error)
        return False
    return True


def send_mail(subject: str, body: str, sender: str, to: Sequence[str], files: Sequence[File]) -> None:
    letter = EmailMessage(subject, body, sender, to)
    for name, content in files:
        letter.attach(name, content, "application/json")
    letter.send()
