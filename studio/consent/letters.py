"""Letters to whom she named: that she was named, and that she is asked. Housekeeping posts what is due."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from studio.consent.models import Contact, Standstill
from studio.people import mailing, tokens

KIND = "contact"


def path_of(contact: Contact) -> str:
    """The page that only this link opens. She may hand it over herself, where the studio has no mail server."""
    return reverse("consent:contact", args=[tokens.make(KIND, contact.pk)])


def contact_of(token: str) -> Contact | None:
    """Whom a link names, while she is the one who is named."""
    id = tokens.read(KIND, token)
    if id is None:
        return None
    return Contact.objects.filter(pk=id, ended_at=None, owner__is_active=True).select_related("owner").first()


def post_due(now: datetime) -> int:
    """Says how many went out."""
    if not settings.EMAIL_HOST:
        return 0
    return _post_named(now) + _post_asked(now)


def _post_named(now: datetime) -> int:
    posted = 0
    for contact in Contact.objects.filter(written_at=None, ended_at=None).select_related("owner"):
        if not Contact.objects.filter(pk=contact.pk, written_at=None).update(written_at=now):
            continue
        if _post(contact, "consent/mail/named.txt"):
            posted += 1
        else:
            Contact.objects.filter(pk=contact.pk).update(written_at=None)
    return posted


def _post_asked(now: datetime) -> int:
    posted = 0
    open_ones = Standstill.objects.filter(written_at=None, ended_at=None, contact__ended_at=None, contact__isnull=False)
    for standstill in open_ones.select_related("contact__owner"):
        assert standstill.contact is not None
        if not Standstill.objects.filter(pk=standstill.pk, written_at=None).update(written_at=now):
            continue
        if _post(standstill.contact, "consent/mail/asked.txt", standstill=standstill):
            posted += 1
        else:
            Standstill.objects.filter(pk=standstill.pk).update(written_at=None)
    return posted


def _post(contact: Contact, template: str, *, standstill: Standstill | None = None) -> bool:
    with translation.override(contact.language):
        url = mailing.whole(path_of(contact))
        if standstill:
            subject = _("You are asked about %(owner)s") % {"owner": contact.owner.name}
        else:
            subject = _("%(owner)s has named you") % {"owner": contact.owner.name}
        page = {"contact": contact, "owner": contact.owner, "standstill": standstill, "url": url}
        return mailing.post(subject, render_to_string(template, page), contact.email)
