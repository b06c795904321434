"""The delivery tab, the only way out, and the page that the public reads."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST, require_safe

from studio.approvals.clearance import missing
from studio.approvals.models import Master
from studio.assets import actions
from studio.assets.forms import DeliveryForm
from studio.assets.models import Asset, Delivery
from studio.assets.reading import PAUSED, Page, page_of, seal_of
from studio.consent import gates
from studio.decisions import Decision
from studio.looks.models import Look
from studio.looks.scenes import recipe_twins
from studio.media import serving
from studio.people.requests import StudioRequest
from studio.previews.models import Preview
from studio.previews.pictures import Shown, shown
from studio.register import actions as register
from studio.shoots import actions as shoots
from studio.shoots.models import Shoot


def asset_of(request: StudioRequest, asset_id: UUID) -> Asset:
    found = Asset.objects.visible_to(request.user).for_page()
    return get_object_or_404(found, id=asset_id)


def pictures_of(request: StudioRequest, masters: list[Master], variant: str) -> dict[UUID, Shown]:
    """The preview each master came of, decided for this reader."""
    previews = list(Preview.objects.for_page().filter(id__in=[master.preview_id for master in masters]))
    found = shown(
        previews,
        viewer=request.user,
        session_key=request.session.session_key or "",
        variant=variant,
        now=timezone.now(),
    )
    return {master.id: found[master.preview_id] for master in masters}


@login_required
@require_GET
def shoot(request: StudioRequest, shoot_id: UUID) -> HttpResponse:
    """Everything picked in this shoot: finished, on its way, or waiting for somebody."""
    found = get_object_or_404(Shoot.objects.visible_to(request.user).select_related("house", "brief"), id=shoot_id)
    masters = list(
        Master.objects.filter(preview__look__shoot=found)
        .select_related("preview__look__shoot__brief", "preview__look__shoot__house", "preview__recipe")
        .select_related("job", "asset__job")
        .order_by("preview__look__number")
    )
    pictures = pictures_of(request, masters, "card")
    now = timezone.now()
    rows = [
        {
            "master": master,
            "look": master.preview.look,
            "shown": pictures[master.id],
            "asset": getattr(master, "asset", None),
            "missing": [] if hasattr(master, "asset") else missing(master, now),
        }
        for master in masters
    ]
    context = {
        "shoot": found,
        "rows": rows,
        "deliveries": Delivery.objects.filter(rendition__asset__master__in=masters).for_page(),
        "produces": shoots.produces(request.user, found),
        "looks": Look.objects.filter(shoot=found).count(),
    }
    return render(request, "assets/shoot.html", context)


@login_required
@require_GET
def asset(request: StudioRequest, asset_id: UUID) -> HttpResponse:
    return _page(request, asset_of(request, asset_id))


def _page(
    request: StudioRequest,
    asset: Asset,
    form: DeliveryForm | None = None,
    refusal: Decision | None = None,
    status: int = 200,
) -> HttpResponse:
    shoot = actions.shoot_of(asset)
    context = {
        "asset": asset,
        "shoot": shoot,
        "look": asset.master.preview.look,
        "shown": pictures_of(request, [asset.master], "large")[asset.master_id],
        "form": form or DeliveryForm(asset=asset, initial=first_wishes(shoot)),
        "deliveries": Delivery.objects.filter(rendition__asset=asset).for_page(),
        "produces": shoots.produces(request.user, shoot),
        "refusal": refusal,
        "public_url": request.build_absolute_uri(reverse("assets:public", args=[asset.public_code])),
        "is_out": shoot.is_out(timezone.now()),
    }
    return render(request, "assets/asset.html", context, status=status)


def first_wishes(shoot: Shoot) -> dict[str, Any]:
    """The brief's own words, so that a delivery is one press where nothing differs."""
    brief = shoot.brief
    return {
        "key": str(uuid4()),
        "channel": brief.channels[0] if brief.channels else "",
        "territories": brief.territories,
        "starts_on": brief.starts_on,
        "ends_on": brief.ends_on,
    }


@login_required
@require_POST
def reckon(request: StudioRequest, asset_id: UUID) -> HttpResponse:
    """What it would cost and whether it may be, while the form is being filled in. Fees are production's to read."""
    found = asset_of(request, asset_id)
    if not shoots.produces(request.user, actions.shoot_of(found)):
        raise Http404
    form = DeliveryForm(request.POST, asset=found)
    form.fields.pop("intended_use", None)  # costs nothing, so nobody waits for it
    if not form.is_valid():
        return render(request, "assets/_reckoned.html", {"incomplete": True})
    if form.cleaned_data["ends_on"] < form.cleaned_data["starts_on"]:
        return render(request, "assets/_reckoned.html", {"incomplete": True})
    decision, dues = actions.reckon(found, form.wanted(), now=timezone.now())
    return render(request, "assets/_reckoned.html", {"decision": decision, "dues": dues})


@login_required
@require_POST
def deliver(request: StudioRequest, asset_id: UUID) -> HttpResponse:
    found = asset_of(request, asset_id)
    form = DeliveryForm(request.POST, asset=found)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    if words := form.cleaned_data.get("intended_use", ""):
        shoots.say_what_for(actions.shoot_of(found), words, by=request.user, now=timezone.now())
    decision, _delivery = actions.deliver(
        form.cleaned_data["rendition"],
        form.wanted(),
        by=request.user,
        now=timezone.now(),
        key=form.cleaned_data["key"],
    )
    if not decision:
        return _page(request, found, form, refusal=decision, status=409)
    return redirect("assets:asset", found.id)


@login_required
@require_GET
def take(request: StudioRequest, delivery_id: UUID) -> HttpResponseBase:
    """The delivered file, to whoever produces the shoot."""
    delivery = get_object_or_404(
        Delivery.objects.filter(
            rendition__asset__master__preview__look__shoot__in=Shoot.objects.produced_by(request.user)
        ).for_page(),
        id=delivery_id,
    )
    names = gates.gate_names(recipe_twins(delivery.rendition.asset.master.preview.recipe))
    behind = tuple(gates.epochs(names).items())  # before it is decided: what turns in between cuts the line
    decision, content = actions.take(delivery, by=request.user, now=timezone.now())
    if not decision:
        asset = asset_of(request, delivery.rendition.asset_id)
        return _page(request, asset, refusal=decision, status=409)
    name = f"{delivery.rendition.asset.public_code}-{delivery.rendition.aspect.replace(':', 'x')}.jpg"
    return serving.streamed(content, content_type="image/jpeg", file_name=name, behind=behind)


def public_of(code: str, now: datetime) -> Page:
    """What is not out yet stays in: before the embargo ends, or before a delivery, there is no page at all."""
    asset = Asset.objects.for_page().filter(public_code=code.upper(), sealed_at__isnull=False).first()
    page = page_of(asset, now) if asset else None
    if page is None:
        raise Http404
    return page


@require_safe
def public(request: HttpRequest, code: str) -> HttpResponse:
    now = timezone.now()
    page = public_of(code, now)
    register.looked(f"asset:{page.asset.id}", by="", what="public-page", now=now)
    address = request.build_absolute_uri(reverse("assets:public", args=[page.asset.public_code]))
    context = {"page": page, "address": address, "paused": page.standing == PAUSED}
    answer = render(request, "assets/public.html", context)
    answer["Cache-Control"] = "no-store"  # going back shows nobody a page from before it ended
    return answer


@require_safe
def public_state(request: HttpRequest, code: str) -> JsonResponse:
    """The same for machines: in force, not at present, or ended; never by whom, nor why."""
    page = public_of(code, timezone.now())
    facts = {
        "code": page.asset.public_code,
        "digital_twin": True,
        "source_type": page.asset.source_type,
        "licence": page.standing,
        "until": max(each.ends_on for each in page.agreed).isoformat() if page.agreed else None,
    }
    return JsonResponse(facts, headers={"Cache-Control": "no-store"})


@require_safe
def public_stands(request: HttpRequest, code: str) -> HttpResponse:
    """Asked every second by an open page: 204 as long as nothing has turned since it was made, 410 from then on.

    A code that is none is answered like one that has ended, so nobody learns here which codes there are.
    """
    asset = Asset.objects.filter(public_code=code.upper(), sealed_at__isnull=False).first()
    same = asset is not None and request.GET.get("as", "") == seal_of(asset, timezone.now())
    return HttpResponse(status=204 if same else 410, headers={"Cache-Control": "no-store"})


@require_safe
def public_picture(request: HttpRequest, code: str) -> HttpResponseBase:
    """The delivered picture, reduced, while consent to show it stands; asked at every look."""
    page = public_of(code, timezone.now())
    if not page.decision or page.rendition is None:
        raise Http404
    answer = serving.serve_public(request, page.rendition.file, "large")
    if answer is None:
        raise Http404
    return answer
