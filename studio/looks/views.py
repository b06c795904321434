"""The looks of a shoot, the dressing table of one, its rack, and its casting."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from studio.consent import actions as consent
from studio.consent.actions.holding import is_of_house
from studio.consent.sides import house_seats
from studio.decisions import Decision, no
from studio.imaging import grading
from studio.looks import actions, ingesting, rules, slots
from studio.looks.casting import Casting, casting_of
from studio.looks.forms import BackdropForm, CastForm, GarmentForm, HoldForm, LutForm, NewLookForm, SieveForm
from studio.looks.models import Backdrop, Garment, Look, Preset
from studio.looks.posted import FROM
from studio.looks.shades import colour_name
from studio.looks.tables import CHANGES_SHOWN, Table, address_of, choices, pictures, slot_views, table_of
from studio.looks.wearing import proposed
from studio.media.addresses import Wanted, addresses
from studio.media.models import Upload
from studio.media.views import row, take
from studio.people.requests import StudioRequest
from studio.shoots import actions as shoots
from studio.shoots.forms import BriefForm, initial_of
from studio.shoots.models import Booking, Shoot
from studio.shoots.rules import brief_missing
from studio.shoots.uses import brief_of
from studio.shoots.views import shoot_of
from studio.twins.models import Plate, Twin
from studio.web.sentences import sentence

CHANGES_MOST = 200
TOLD_FOR = timedelta(hours=1)


def look_of(request: StudioRequest, look_id: UUID) -> Look:
    visible = Look.objects.visible_to(request.user).select_related("shoot__house", "shoot__brief")
    return get_object_or_404(visible, id=look_id)


def session_of(request: StudioRequest) -> str:
    return request.session.session_key or ""


# The looks of a shoot


@login_required
@require_GET
def index(request: StudioRequest, shoot_id: UUID) -> HttpResponse:
    return _index(request, shoot_of(request, shoot_id))


def _index(
    request: StudioRequest,
    shoot: Shoot,
    refusal: Decision | None = None,
    status: int = 200,
    lut_form: LutForm | None = None,
) -> HttpResponse:
    looks = list(shoot.looks.select_related("by", "shoot").prefetch_related("slots__by"))
    garments = list(Garment.objects.on_rack_of(shoot).select_related("by").prefetch_related("views__cutout"))
    found = pictures(garments, [], session_of(request))
    stands = {str(garment.id): (garment, address_of(garment, found)) for garment in garments}
    crafts = shoots.crafts_of(request.user, shoot)
    context = {
        "shoot": shoot,
        "looks": [(look, worn_in(look, stands), summary(look)) for look in looks],
        "garments": [(garment, address_of(garment, found)) for garment in garments],
        "may_make": bool(crafts),
        "form": NewLookForm(initial={"key": uuid4()}),
        "refusal": refusal,
        "places": places_of(request, shoot),
        "luts": list(shoot.house.luts.select_related("by")),
        "backdrop_form": BackdropForm(auto_id="backdrop_%s"),
        "lut_form": lut_form or LutForm(auto_id="lut_%s"),
        "arriving": arriving_at(request, shoot),
    }
    return render(request, "looks/index.html", context, status=status)


def places_of(request: StudioRequest, shoot: Shoot) -> list[tuple[Backdrop, str]]:
    rows = list(Backdrop.objects.open_to(shoot.house).select_related("by"))
    found = pictures([], rows, session_of(request))
    return [(each, found.get(each.picture_id, "")) for each in rows]


def arriving_at(request: StudioRequest, shoot: Shoot) -> list[str]:
    """One's own backdrops under way, and those turned away within the hour, each with its sentence."""
    mine = Upload.objects.sent_by(request.user).filter(about=ingesting.backdrops_of(shoot.id))
    lately = timezone.now() - TOLD_FOR
    shown = mine.exclude(state=Upload.State.KEPT).filter(created_at__gte=lately).order_by("-created_at")
    return [mark_safe(row(request, each)) for each in shown[:6]]


def worn_in(look: Look, stands: dict[str, tuple[Garment, str]]) -> list[tuple[Garment, str]]:
    value: dict[str, Any] = next((slot.value for slot in look.slots.all() if slot.kind == "garments"), {})
    return [stands[piece["garment"]] for piece in value.get("pieces", []) if piece["garment"] in stands]


def summary(look: Look) -> dict[str, Any]:
    """Who has had a hand in it, and whether it is cast."""
    hands = {slot.by.name: None for slot in look.slots.all() if slot.version}
    value: dict[str, Any] = next((slot.value for slot in look.slots.all() if slot.kind == "twin"), {})
    return {"hands": list(hands), "is_cast": bool(value.get("twins"))}


@login_required
@require_POST
def new_look(request: StudioRequest, shoot_id: UUID) -> HttpResponse:
    shoot = shoot_of(request, shoot_id)
    form = NewLookForm(request.POST)
    if not form.is_valid():
        return _index(request, shoot, status=422)
    said = form.cleaned_data
    decision, look = actions.new_look(shoot, by=request.user, now=timezone.now(), key=said["key"], title=said["title"])
    if look is None:
        return _index(request, shoot, refusal=decision, status=409)
    return redirect("looks:look", look.id)


# The dressing table


@login_required
@require_GET
def look(request: StudioRequest, look_id: UUID) -> HttpResponse:
    return render_table(request, look_of(request, look_id))


def render_table(request: StudioRequest, look: Look, status: int = 200, **more: Any) -> HttpResponse:
    version = request.GET.get("version", "")
    context = {
        "shoot": look.shoot,
        "version": version if version.isdecimal() else "",
        **context_of(request, table_of(look, request.user, session_of(request))),
        **more,
    }
    return render(request, "looks/look.html", context, status=status)


def context_of(request: StudioRequest, table: Table) -> dict[str, Any]:
    return {
        "table": table,
        "look": table.look,
        "choices": choices(),
        "preset_terms": Preset.Terms.choices,
        "open": {"garments", "makeup"},
    }


@login_required
@require_POST
def name_look(request: StudioRequest, look_id: UUID) -> HttpResponse:
    look = look_of(request, look_id)
    decision = actions.name_look(look, request.POST.get("title", ""), by=request.user, now=timezone.now())
    if not decision:
        return render_table(request, look, status=409, refusal=decision)
    return redirect("looks:look", look.id)


@login_required
@require_http_methods(["GET", "POST"])
def slot(request: StudioRequest, look_id: UUID, kind: str) -> HttpResponse:
    """One slot's part of the table: as it is now, or after a change to it."""
    look = look_of(request, look_id)
    if kind not in slots.KINDS:
        raise Http404(kind)
    if request.method == "GET":
        return render_slot(request, look, kind)
    decision = change(look, kind, request.POST, request.user, timezone.now())
    if request.htmx:
        return render_slot(request, look, kind, refusal=None if decision else decision)
    if not decision:
        return render_table(request, look, status=409, refusal=decision)
    return redirect(f"{reverse('looks:look', args=[look.id])}#slot-{kind}")


def change(look: Look, kind: str, sent: QueryDict, by: Any, now: datetime) -> Decision:
    base = sent.get("base_version", "")
    if not base.isdecimal():
        return no("bad-value", field="base_version", may_be="0")
    stored = look.slots.filter(kind=kind).first()
    value = FROM[kind](sent, dict(stored.value) if stored else {})
    key = sent.get("key", "")[:80]
    return actions.set_slot(look, kind, value, base_version=int(base), by=by, now=now, key=key)[0]


def render_slot(request: StudioRequest, look: Look, kind: str, refusal: Decision | None = None) -> HttpResponse:
    table = table_of(look, request.user, session_of(request))
    context = {
        **context_of(request, table),
        "slot": table.slots[kind],
        "refusal": refusal,
        "swapped": True,
        "open": {"garments", "makeup", kind},
    }
    return render(request, "looks/_slot_answer.html", context, status=200 if refusal is None else 409)


@login_required
@require_GET
def history(request: StudioRequest, look_id: UUID) -> HttpResponse:
    """Every change of every slot: who, when, and what it said then."""
    look = look_of(request, look_id)
    table = table_of(look, request.user, session_of(request))
    most = CHANGES_SHOWN if request.htmx else CHANGES_MOST
    rows = look.changes.select_related("by").order_by("-at", "-version")[:most]
    names = {str(each.garment.id): each.garment.title for each in table.rack}
    names |= {str(each.id): each.name for each, _url, _chosen in table.backdrops}
    names |= {str(each.id): str(each) for each in table.stand_ins} | {str(each.id): each.name for each in table.twins}
    changes = [(row, slots.read(row.kind, row.new).words(names)) for row in rows]
    context = {"look": look, "shoot": look.shoot, "changes": changes, "table": table}
    return render(request, "looks/_changes.html" if request.htmx else "looks/history.html", context)


# The rack


@login_required
@require_GET
def rack(request: StudioRequest, look_id: UUID) -> HttpResponse:
    """The rail of the dressing table, again: a piece came, or was cut out."""
    table = table_of(look_of(request, look_id), request.user, session_of(request))
    return render(request, "looks/_rail.html", context_of(request, table))


def may_bring_to(shoot: Shoot, request: StudioRequest) -> Decision:
    seated = shoot.house.seats.filter(person=request.user, ended_at=None).exists()
    return rules.may_bring(Booking.objects.crafts_of(request.user, shoot), seated=seated)


@login_required
@require_POST
def bring(request: StudioRequest, shoot_id: UUID) -> HttpResponse:
    """Hang pictures on the shoot's rack, as many at once as one likes."""
    shoot = shoot_of(request, shoot_id)
    decision = may_bring_to(shoot, request)
    if not decision:
        return HttpResponse(sentence(decision), status=409)
    back = reverse("looks:index", args=[shoot.id])

    def begin(upload: Upload, now: datetime) -> None:
        actions.add_garment(upload, shoot=shoot, by=request.user, now=now)

    return take(request, about=shoot.topic, back=f"{back}#rack", begin=begin)


@login_required
@require_POST
def bring_backdrop(request: StudioRequest, shoot_id: UUID) -> HttpResponse:
    """A place without people, for the looks of this house."""
    shoot = shoot_of(request, shoot_id)
    form = BackdropForm(request.POST)
    if not form.is_valid():
        return _index(request, shoot, refusal=no("not-a-choice"), status=422)
    if not (decision := may_bring_to(shoot, request) and rules.may_be_said(form.answer())):
        return _index(request, shoot, refusal=decision, status=409)
    back = reverse("looks:index", args=[shoot.id])

    def begin(upload: Upload, now: datetime) -> None:
        actions.add_backdrop(upload, shoot=shoot, said=form.answer(), by=request.user, now=now)

    about = ingesting.backdrops_of(shoot.id)
    return take(request, about=about, back=f"{back}#places", begin=begin)


@login_required
@require_POST
def bring_lut(request: StudioRequest, shoot_id: UUID) -> HttpResponse:
    """A table for the grade, read through at once."""
    shoot = shoot_of(request, shoot_id)
    form = LutForm(request.POST, request.FILES)
    if not form.is_valid():
        return _index(request, shoot, lut_form=form, status=422)
    decision = may_bring_to(shoot, request)
    if decision:
        said, now = form.cleaned_data, timezone.now()
        data = said["cube"].read(grading.LUT_BYTES_MOST + 1)
        decision, _lut = actions.add_lut(
            data, house=shoot.house, name=said["name"], rights=said["rights"], by=request.user, now=now
        )
    if not decision:
        return _index(request, shoot, refusal=decision, lut_form=form, status=409)
    return redirect(f"{reverse('looks:index', args=[shoot.id])}#places")


@login_required
@require_POST
def bring_view(request: StudioRequest, garment_id: UUID, view: str) -> HttpResponse:
    """Another view of a piece: its back, its side, a detail, a swatch."""
    garment = garment_of(request, garment_id)
    booked = shoots.crafts_of(request.user, garment.shoot) if garment.shoot else frozenset[str]()
    decision = rules.may_correct(booked, hers=garment.by_id == request.user.id)
    if decision and view not in slots.BROUGHT_VIEWS:
        decision = no("not-this-view")
    if not decision:
        return render_garment(request, garment, GarmentForm(initial=_said_of(garment)), status=409, refusal=decision)

    def begin(upload: Upload, now: datetime) -> None:
        actions.add_view(garment, view, upload, by=request.user, now=now)

    return take(request, about=garment.topic, back=reverse("looks:garment", args=[garment.id]), begin=begin)


def garment_of(request: StudioRequest, garment_id: UUID) -> Garment:
    visible = Garment.objects.visible_to(request.user).select_related("shoot", "house", "by", "job")
    return get_object_or_404(visible.prefetch_related("views__cutout"), id=garment_id)


@login_required
@require_http_methods(["GET", "POST"])
def garment(request: StudioRequest, garment_id: UUID) -> HttpResponse:
    """What is known of one piece, to be corrected."""
    garment = garment_of(request, garment_id)
    if request.method == "GET":
        return render_garment(request, garment, GarmentForm(initial=_said_of(garment)))
    form = GarmentForm(request.POST)
    if not form.is_valid():
        return render_garment(request, garment, form, status=422)
    decision = actions.correct_garment(garment, form.correction(), by=request.user, now=timezone.now())
    if not decision:
        form.add_error(None, sentence(decision))
        return render_garment(request, garment, form, status=409)
    return redirect("looks:garment", garment.id)


def _said_of(garment: Garment) -> dict[str, Any]:
    """What is said of it, and a proposal for what nobody has said yet."""
    said = {name: getattr(garment, name) for name in GarmentForm.base_fields}
    front = garment.front
    if not said["colour"] and front is not None and front.cutout is not None:
        said["colour"] = ingesting.colour_of(front.cutout)
    return said | {"declared": said["declared"] or proposed(garment.category, garment.title)}


def render_garment(
    request: StudioRequest,
    garment: Garment,
    form: GarmentForm | None = None,
    status: int = 200,
    refusal: Decision | None = None,
) -> HttpResponse:
    front = garment.front
    shown = [Wanted(front.cutout_id, "large")] if front and front.cutout_id else []
    found = addresses(session_of(request), shown)
    why = no(garment.code, "", **garment.values) if garment.code else None
    context = {
        "garment": garment,
        "shoot": garment.shoot,
        "form": form or GarmentForm(initial=_said_of(garment)),
        "anchors": anchors_of(garment),
        "address": address_of(garment, found),
        "why": why,
        "refusal": refusal,
        "colour_name": colour_name(garment.colour),
        "further": further_views(request, garment),
    }
    return render(request, "looks/garment.html", context, status=status)


def anchors_of(garment: Garment) -> list[tuple[str, str, float, float]]:
    """Each by its code and its word, where it lies in hundredths of the front's cut-out."""
    front = garment.front
    if front is None or front.cutout is None or garment.state != Garment.State.READY:
        return []
    width, height = front.cutout.width_px, front.cutout.height_px
    placed = {name: (100 * x / width, 100 * y / height) for name, (x, y) in front.anchors.items()}
    return [(name, slots.anchor_words(name), round(x, 2), round(y, 2)) for name, (x, y) in placed.items()]


def further_views(request: StudioRequest, garment: Garment) -> list[tuple[str, str, str, UUID | None]]:
    """Each view beside the front: its code, its word, the address of what was brought, and the job reading another."""
    under_way = ingesting.views_under_way(garment)
    brought = {view.view: view.cutout_id or view.picture_id for view in garment.views.all()}
    shown = {view: blob for view, blob in brought.items() if blob}
    found = addresses(session_of(request), [Wanted(blob, "thumb") for blob in shown.values()])
    return [
        (view, str(slots.VIEW_WORDS[view]), found.get(shown[view], "") if view in shown else "", under_way.get(view))
        for view in slots.BROUGHT_VIEWS
    ]


# Casting


@login_required
@require_http_methods(["GET", "POST"])
def cast(request: StudioRequest, look_id: UUID) -> HttpResponse:
    """Those whose owners consent to this brief, and those who do not, with what they share."""
    look = look_of(request, look_id)
    if request.method == "GET":
        return _casting(request, look)
    form = CastForm(request.POST)
    if not form.is_valid():
        return _casting(request, look, refusal=no("not-a-choice"), status=422)
    said = form.cleaned_data
    twin = Twin.objects.castable().select_related("owner").filter(id=said["twin"]).first()
    plate = Plate.objects.usable().filter(id=said["plate"], twin=twin).first() if twin else None
    if twin is None or plate is None:
        return _casting(request, look, refusal=no("not-available"), status=409)
    decision, _slot = actions.cast(
        look,
        [(twin, plate)],
        base_version=said["base_version"],
        by=request.user,
        now=timezone.now(),
        key=said["key"],
    )
    if not decision:
        return _casting(request, look, refusal=decision, status=409)
    return redirect("looks:look", look.id)


@login_required
@require_POST
def hold(request: StudioRequest, look_id: UUID) -> HttpResponse:
    """Keep her days free for this shoot, so far as the brief names them. It is an option, and no consent."""
    look = look_of(request, look_id)
    brief, form = brief_of(look.shoot), HoldForm(request.POST)
    if not form.is_valid() or not brief.starts_on or not brief.ends_on:
        return _casting(request, look, refusal=no("option-not-right"), status=422)
    said = form.cleaned_data
    twin = Twin.objects.castable().select_related("owner").filter(id=said["twin"]).first()
    if twin is None or said["category"] not in brief.categories or said["territory"] not in brief.territories:
        return _casting(request, look, refusal=no("not-available"), status=409)
    decision, _option = consent.place_option(
        twin,
        look.shoot.house,
        category=said["category"],
        territory=said["territory"],
        starts_on=brief.starts_on,
        ends_on=brief.ends_on,
        by=request.user,
        now=timezone.now(),
        about=f"shoot:{look.shoot_id}",
    )
    return redirect("looks:cast", look.id) if decision else _casting(request, look, refusal=decision, status=409)


def _casting(request: StudioRequest, look: Look, *, refusal: Decision | None = None, status: int = 200) -> HttpResponse:
    brief = brief_of(look.shoot)
    missing = brief_missing(brief)
    casting = Casting([], []) if missing else casting_of(look, session_key=session_of(request), now=timezone.now())
    agencies = sorted({card.agency for card in (*casting.yes, *casting.away) if card.agency})
    sieve_form = SieveForm(request.GET or None, agencies=agencies)
    sieve = sieve_form.sieve()
    stored = {slot.kind: slot for slot in look.slots.select_related("by")}
    values = {kind: slots.read(kind, stored[kind].value) if kind in stored else None for kind in slots.KINDS}
    view = slot_views(look, request.user, stored, values, {})["twin"]
    context = {
        "look": look,
        "shoot": look.shoot,
        "brief": brief,
        "missing": missing,
        "produces": shoots.produces(request.user, look.shoot),
        "brief_form": BriefForm(initial=initial_of(brief), only=missing) if missing else None,
        "gates": [card.twin.gate_name for card in casting.yes],
        "yes": [card for card in casting.yes if sieve.lets(card)],
        "away": [card for card in casting.away if sieve.lets(card)],
        "counts": (len(casting.yes), len(casting.away)),
        "sieve_form": sieve_form,
        "slot": view,
        "may_hold": is_of_house(look.shoot.house, request.user, timezone.now()),
        "cast_now": {str(row.twin_id): str(row.plate_id) for row in look.cast.all()},
        "key": uuid4(),
        "refusal": refusal,
        "may_ask": look.shoot.house_id in {seat.organisation_id for seat in house_seats(request.user, timezone.now())},
    }
    return render(request, "looks/cast.html", context, status=status)
