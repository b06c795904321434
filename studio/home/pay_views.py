"""A house writes down what it paid of one delivery, or takes back what it wrote down by mistake."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from studio.assets.models import Delivery
from studio.decisions import Decision
from studio.home.parts import who_is
from studio.home.paying import Payee, PaymentForm, left_of, payees_of, payments_of
from studio.ledger import actions as ledger
from studio.ledger.models import Account, Posting
from studio.people.evidence import ask_for_proof, evidence_of
from studio.people.requests import StudioRequest


def _owed(request: StudioRequest, posting_id: UUID) -> Posting:
    """Something one of her houses owes. Whoever else asks is told that there is nothing."""
    houses = who_is(request.user, timezone.now()).houses
    debts = Posting.objects.filter(kind__in=[Posting.Kind.DELIVERY, Posting.Kind.KILL_FEE])
    of_hers = debts.filter(entries__account__kind=Account.Kind.OWED_BY, entries__account__organisation__in=houses)
    found: Posting = get_object_or_404(of_hers.select_related("twin__owner").distinct(), id=posting_id)
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: StudioRequest, posting_id: UUID) -> HttpResponse:
    owed = _owed(request, posting_id)
    if request.method != "POST":
        return _page(request, owed)
    payee = next((each for each in payees_of(owed) if str(each.account.pk) == request.POST.get("to")), None)
    if payee is None:
        raise Http404
    form = PaymentForm(request.POST, payee=payee)
    if not form.is_valid():
        return _page(request, owed, form, status=422)
    if proof := ask_for_proof(request):
        return proof
    decision, _payment = ledger.say_paid(
        owed,
        payee.holder,
        form.money(),
        paid_on=form.day(),
        by=request.user,
        now=timezone.now(),
        evidence=evidence_of(request),
        key=f"paid:{form.cleaned_data['key']}",
    )
    return redirect("home:pay", owed.pk) if decision else _page(request, owed, form, decision, status=409)


@login_required
@require_POST
def take_payment_back(request: StudioRequest, posting_id: UUID, payment_id: UUID) -> HttpResponse:
    owed = _owed(request, posting_id)
    payments = Posting.objects.filter(kind=Posting.Kind.PAYMENT, about=str(owed.pk))
    payment = get_object_or_404(payments.select_related("twin", "version"), id=payment_id)
    if proof := ask_for_proof(request):
        return proof
    decision, _mirror = ledger.take_payment_back(
        payment, by=request.user, now=timezone.now(), evidence=evidence_of(request), key=f"back:{payment.pk}"
    )
    return redirect("home:pay", owed.pk) if decision else _page(request, owed, refusal=decision, status=409)


def _page(
    request: StudioRequest,
    owed: Posting,
    sent: PaymentForm | None = None,
    refusal: Decision | None = None,
    status: int = 200,
) -> HttpResponse:
    payees = payees_of(owed)
    delivery = Delivery.objects.filter(id=owed.about).for_page().first() if owed.kind == "delivery" else None
    context: dict[str, Any] = {
        "owed": owed,
        "house": ledger.house_of(owed),
        "delivery": delivery,
        "payees": [(each, _form_for(each, sent)) for each in payees],
        "left": left_of(payees),
        "payments": payments_of(owed),
        "overdue": owed.pay_on is not None and owed.pay_on < timezone.now().date(),
        "refusal": refusal,
    }
    return render(request, "home/pay.html", context, status=status)


def _form_for(payee: Payee, sent: PaymentForm | None) -> PaymentForm:
    if sent is not None and sent.payee.account == payee.account:
        return sent
    initial = {"paid_on": timezone.now().date(), "key": uuid4()}
    return PaymentForm(payee=payee, initial=initial, auto_id=f"id_%s_{payee.account.pk}")
