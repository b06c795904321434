"""The shoots one can see, and one shoot on one page: its brief, call sheet, shot list and embargo."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from studio.decisions import Decision
from studio.people.models import Craft, Organisation, Person, Role, Seat
from studio.people.requests import StudioRequest
from studio.shoots import actions, rules
from studio.shoots.forms import BookForm, BriefForm, EmbargoForm, MoveForm, OpenForm, ShotForm, initial_of
from studio.shoots.models import Awaited, Booking, Shoot, Shot
from studio.shoots.uses import brief_of
from studio.web.sentences import sentence


def houses_of(person: Person) -> list[Organisation]:
    """The houses she may open a shoot for."""
    seats = Seat.objects.in_force(timezone.now()).filter(person=person, role__in=[Role.ADMIN, Role.PRODUCER])
    return list(Organisation.objects.houses().filter(id__in=seats.values("organisation")))


def shoot_of(request: StudioRequest, shoot_id: UUID) -> Shoot:
    visible = Shoot.objects.visible_to(request.user).select_related("house", "brief__declared_by", "opened_by")
    return get_object_or_404(visible, id=shoot_id)


@login_required
@require_GET
def shoots(request: StudioRequest) -> HttpResponse:
    actions.arrive(request.user, now=timezone.now())
    return _list(request)


def _list(request: StudioRequest, form: OpenForm | None = None, status: int = 200) -> HttpResponse:
    people = Count("call_sheet__person", filter=Q(call_sheet__ended_at=None), distinct=True)
    rows = Shoot.objects.visible_to(request.user).select_related("house")
    rows = rows.annotate(people=people, dressed=Count("looks", distinct=True)).order_by("-opened_at")
    booked = Booking.objects.in_force().filter(person=request.user).values_list("shoot", "craft")
    mine: dict[UUID, list[str]] = {}
    for shoot_id, craft in booked:
        mine.setdefault(shoot_id, []).append(str(Craft(craft).label))
    houses = houses_of(request.user)
    context = {
        "shoots": [(row, ", ".join(mine.get(row.id, []))) for row in rows],
        "form": form or (OpenForm(houses=houses, initial={"key": uuid4()}) if houses else None),
    }
    return render(request, "shoots/list.html", context, status=status)


@login_required
@require_POST
def open_shoot(request: StudioRequest) -> HttpResponse:
    houses = houses_of(request.user)
    if not houses:
        return _list(request, status=409)
    form = OpenForm(request.POST, houses=houses)
    if not form.is_valid():
        return _list(request, form, status=422)
    decision, shoot = actions.open_shoot(
        form.house_chosen(),
        form.cleaned_data["name"],
        by=request.user,
        now=timezone.now(),
        key=form.cleaned_data["key"],
    )
    if shoot is None:
        form.add_error(None, sentence(decision))
        return _list(request, form, status=409)
    return redirect("shoots:shoot", shoot.id)


@login_required
@require_GET
def shoot(request: StudioRequest, shoot_id: UUID) -> HttpResponse:
    return _page(request, shoot_of(request, shoot_id))


def _page(request: StudioRequest, shoot: Shoot, status: int = 200, **changed: Any) -> HttpResponse:
    """changed: the forms that were refused, by name, and "refusal" for what no field can say."""
    context = {**overview(request, shoot), **changed}
    return render(request, "shoots/shoot.html", context, status=status)


def overview(request: StudioRequest, shoot: Shoot) -> dict[str, Any]:
    now = timezone.now()
    brief = brief_of(shoot)
    bookings = shoot.call_sheet.in_force().select_related("person", "booked_by").order_by("booked_at")
    produces = actions.produces(request.user, shoot)
    crafts = frozenset(each.craft for each in bookings if each.person_id == request.user.id)
    return {
        "shoot": shoot,
        "brief": brief,
        "missing": [str(BriefForm.base_fields[name].label) for name in rules.brief_missing(brief, rules.FOR_DELIVERY)],
        "call_sheet": by_craft(bookings),
        "awaited": shoot.awaited.open().filter(invitation__until__gt=now).select_related("invitation", "booked_by"),
        "shots": list(shoot.shots.all()),
        "looks": shoot.looks.order_by("number"),
        "is_out": shoot.is_out(now),
        "produces": produces,
        "plans": bool(rules.may_plan(crafts, produces=produces)),
        "book_form": BookForm(shoot=shoot) if produces else None,
        "brief_form": BriefForm(initial=initial_of(brief)),
        "embargo_form": EmbargoForm(initial={"until": shoot.embargo_until}),
        "shot_form": ShotForm(),
    }


def by_craft(bookings: Any) -> list[tuple[str, list[Booking]]]:
    """In the order credits are read: the crafts' own."""
    found: dict[str, list[Booking]] = {}
    for booking in bookings:
        found.setdefault(booking.craft, []).append(booking)
    return [(str(label), found[craft]) for craft, label in Craft.choices if craft in found]


def _back(request: StudioRequest, shoot: Shoot, part: str, decision: Decision) -> HttpResponse:
    """To where she was, or the page with the refusal on it."""
    if not decision:
        return _page(request, shoot, status=409, refusal=decision)
    return redirect(f"{reverse('shoots:shoot', args=[shoot.id])}#{part}")


@login_required
@require_http_methods(["GET", "POST"])
def brief(request: StudioRequest, shoot_id: UUID) -> HttpResponse:
    """The whole brief, or just the fields named in `only`, and then back to where they were asked."""
    shoot = shoot_of(request, shoot_id)
    wanted = [name for name in request.POST.getlist("only") if name in BriefForm.base_fields]
    if request.method == "GET":
        return _page(request, shoot, editing=True)
    form = BriefForm(request.POST, only=wanted or None)
    if not form.is_valid():
        return _page(request, shoot, status=422, brief_form=form, editing=True)
    decision, _brief = actions.set_brief(shoot, form.fields_over(brief_of(shoot)), by=request.user, now=timezone.now())
    if not decision:
        form.add_error(None, sentence(decision))
        return _page(request, shoot, status=409, brief_form=form, editing=True)
    look_id = request.POST.get("look", "")
    if look_id in map(str, shoot.looks.values_list("id", flat=True)):
        return redirect("looks:cast", look_id)
    return _back(request, shoot, "brief", decision)


@login_required
@require_POST
def book(request: StudioRequest, shoot_id: UUID) -> HttpResponse:
    shoot = shoot_of(request, shoot_id)
    form = BookForm(request.POST, shoot=shoot)
    if not form.is_valid():
        return _page(request, shoot, status=422, book_form=form, booking=True)
    chosen, crafts, now = form.cleaned_data["person"], form.cleaned_data["crafts"], timezone.now()
    if chosen:
        decision = actions.book_for(shoot, chosen, crafts, by=request.user, now=now)
    else:
        email, name = form.cleaned_data["email"], form.cleaned_data["name"]
        decision, _invitation = actions.ask_in(shoot, email, crafts, by=request.user, now=now, name=name)
    return _back(request, shoot, "call-sheet", decision)


@login_required
@require_POST
def unbook(request: StudioRequest, booking_id: UUID) -> HttpResponse:
    visible = Booking.objects.in_force().filter(shoot__in=Shoot.objects.visible_to(request.user))
    booking = get_object_or_404(visible.select_related("shoot"), id=booking_id)
    decision = actions.unbook(booking, by=request.user, now=timezone.now())
    if not Shoot.objects.visible_to(request.user).filter(id=booking.shoot_id).exists():
        return redirect("shoots:list")
    return _back(request, shoot_of(request, booking.shoot_id), "call-sheet", decision)


@login_required
@require_POST
def stop_waiting(request: StudioRequest, awaited_id: UUID) -> HttpResponse:
    visible = Awaited.objects.open().filter(shoot__in=Shoot.objects.visible_to(request.user))
    awaited = get_object_or_404(visible.select_related("shoot", "invitation"), id=awaited_id)
    shoot = shoot_of(request, awaited.shoot_id)
    return _back(request, shoot, "call-sheet", actions.stop_waiting(awaited, by=request.user, now=timezone.now()))


@login_required
@require_POST
def embargo(request: StudioRequest, shoot_id: UUID) -> HttpResponse:
    shoot = shoot_of(request, shoot_id)
    form = EmbargoForm(request.POST)
    if not form.is_valid():
        return _page(request, shoot, status=422, embargo_form=form)
    until = None if "lift" in request.POST else form.cleaned_data["until"]
    return _back(request, shoot, "embargo", actions.set_embargo(shoot, until, by=request.user, now=timezone.now()))


@login_required
@require_POST
def finish(request: StudioRequest, shoot_id: UUID) -> HttpResponse:
    shoot = shoot_of(request, shoot_id)
    done = request.POST.get("done") == "yes"
    return _back(request, shoot, "brief", actions.finish_shoot(shoot, done=done, by=request.user, now=timezone.now()))


# The shot list


def _shots(request: StudioRequest, shoot: Shoot, decision: Decision, form: ShotForm | None = None) -> HttpResponse:
    if not request.htmx:
        return _back(request, shoot, "shot-list", decision)
    refusal = None if decision else decision
    context = {**overview(request, shoot), "shot_refusal": refusal, "shot_form": form or ShotForm()}
    return render(request, "shoots/_shots.html", context, status=200 if decision else 409)


@login_required
@require_POST
def add_shot(request: StudioRequest, shoot_id: UUID) -> HttpResponse:
    shoot = shoot_of(request, shoot_id)
    words = request.POST.get("words", "")
    decision, _shot = actions.add_shot(shoot, words, by=request.user, now=timezone.now())
    return _shots(request, shoot, decision, None if decision else ShotForm({"words": words}))


def _shot_of(request: StudioRequest, shot_id: UUID) -> Shot:
    visible = Shot.objects.filter(shoot__in=Shoot.objects.visible_to(request.user))
    return get_object_or_404(visible.select_related("shoot"), id=shot_id)


@login_required
@require_POST
def move_shot(request: StudioRequest, shot_id: UUID) -> HttpResponse:
    shot = _shot_of(request, shot_id)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    decision = actions.move_shot(shot, form.cleaned_data["to"], by=request.user, now=timezone.now())
    return _shots(request, shoot_of(request, shot.shoot_id), decision)


@login_required
@require_POST
def word_shot(request: StudioRequest, shot_id: UUID) -> HttpResponse:
    shot = _shot_of(request, shot_id)
    form = ShotForm(request.POST)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    decision = actions.word_shot(shot, words, by=request.user, now=timezone.now())
    return _shots(request, shoot_of(request, shot.shoot_id), decision)


@login_required
@require_POST
def tick_shot(request: StudioRequest, shot_id: UUID) -> HttpResponse:
    shot = _shot_of(request, shot_id)
    done = request.POST.get("done") == "yes"
    decision = actions.tick_shot(shot, done=done, by=request.user, now=timezone.now())
    return _shots(request, shoot_of(request, shot.shoot_id), decision)


@login_required
@require_POST
def remove_shot(request: StudioRequest, shot_id: UUID) -> HttpResponse:
    shot = _shot_of(request, shot_id)
    decision = actions.remove_shot(shot, by=request.user, now=timezone.now())
    return _shots(request, shoot_of(request, shot.shoot_id), decision)
