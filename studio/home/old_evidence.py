"""What was agreed and what was paid, once it has been kept as long as the law asks.

A debt goes whole, with all that paid it, so that the books still add up. A licence goes when nothing under it is left:
no finished picture, no line of money. The register's entries stay; they hold numbers and no names.
"""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from studio.assets.models import AssetTwin
from studio.consent.models import (
    DealMemo,
    Exclusivity,
    Grant,
    GrantVersion,
    Offer,
    PieceApproval,
    PieceTaken,
    Request,
    TestTaken,
)
from studio.ledger.models import Entry, Posting
from studio.ledger.unsettled import Settled, settled_before
from studio.previews.models import PreviewTwin
from studio.register import triggers

GUARDED = (
    "ledger_entry",
    "ledger_posting",
    "consent_grantversion",
    "consent_offer",
    "consent_dealmemo",
)
OVER = (Grant.State.WITHDRAWN, Grant.State.LAPSED, Grant.State.DECLINED)


@transaction.atomic
def remove(before: date, *, doing: bool) -> int:
    """How many debts and licences were over before that day. doing: they go now."""
    debts = settled_before(before)
    going = [id for debt in debts for id in debt.postings]
    licences = list(over(before, without=going))
    if doing and (debts or licences):
        with triggers.lifted(of=GUARDED):
            _remove_debts(debts)
            _remove_licences(licences)
    return len(debts) + len(licences)


def over(before: date, *, without: list[UUID]) -> QuerySet[Grant]:
    """Ended before that day, with nothing left under them but what goes with them."""
    ended = Grant.objects.filter(state__in=OVER, state_at__date__lt=before).annotate(last=Max("versions__ends_on"))
    ended = ended.filter(Q(last__lt=before) | Q(last=None))
    sealed = AssetTwin.objects.values("version__grant")
    paid = Posting.objects.exclude(id__in=without).filter(version__isnull=False).values("version__grant")
    shown = PieceTaken.objects.filter(Q(ends_on__gte=before) | Q(takedown_on__gte=before)).values("version__grant")
    return ended.exclude(id__in=sealed).exclude(id__in=paid).exclude(id__in=shown)


def _remove_debts(debts: list[Settled]) -> None:
    ids = [id for debt in debts for id in debt.postings]
    Entry.objects.filter(posting__in=ids).delete()
    for wanted in (Q(reverses__reverses__isnull=False), Q(reverses__isnull=False), Q()):  # the last said goes first
        Posting.objects.filter(wanted, id__in=ids).delete()


def _remove_licences(grants: list[Grant]) -> None:
    versions = GrantVersion.objects.filter(grant__in=grants)
    requests = Request.objects.filter(Q(grant__in=grants) | Q(version__in=versions))
    DealMemo.objects.filter(version__in=versions).delete()
    Offer.objects.filter(request__in=requests).delete()
    requests.delete()
    for counted in (PieceTaken, TestTaken, PieceApproval, Exclusivity):
        counted._default_manager.filter(version__in=versions).delete()
    PreviewTwin.objects.filter(version__in=versions).update(version=None)
    versions.delete()
    Grant.objects.filter(id__in=[grant.id for grant in grants]).delete()
