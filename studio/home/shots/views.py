"""The shot list on a page of its own: states, filters, edits in place, the file in and out, and its contact sheets."""

from base64 import b64decode, b64encode
from binascii import Error
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from studio.decisions import YES, Decision, no
from studio.home.shots.forms import LineForm, SieveForm
from studio.home.shots.sheets import sheets_of
from studio.home.shots.states import STATE_WORDS, ShotLine, bindable, lines_of
from studio.looks import actions as looks
from studio.people.requests import StudioRequest
from studio.shoots import actions, bringing, shot_lists
from studio.shoots.models import Shoot, Shot
from studio.shoots.views import shoot_of
from studio.twins.models import Twin


@login_required
@require_GET
def shot_list(request: StudioRequest, shoot_id: UUID) -> HttpResponse:
    return _list(request, shoot_of(request, shoot_id))


def _list(
    request: StudioRequest,
    shoot: Shoot,
    refusal: Decision | None = None,
    status: int = 200,
    refused: UUID | None = None,
) -> HttpResponse:
    form, today = SieveForm(request.GET), timezone.localdate()
    lines, sieve = lines_of(shoot), form.sieve()
    kept = [line for line in lines if sieve.lets(line, today)]
    context = {
        **_around(request, shoot),
        "form": form,
        "lines": [(line, line.is_late(today)) for line in kept],
        "count": len(lines),
        "counts": [(code, words, sum(line.state == code for line in lines)) for code, words in STATE_WORDS.items()],
        "twins": sorted({line.shot.twin.name for line in lines if line.shot.twin}),
        "sieve": sieve,
        "refusal": refusal,
        "refused": refused,
    }
    return render(request, "home/shots/list.html", context, status=status)


def _around(request: StudioRequest, shoot: Shoot) -> dict[str, Any]:
    plans = bool(actions.may_plan_shots(shoot, request.user))
    names = Twin.objects.castable().order_by("name").values_list("name", flat=True) if plans else []
    return {
        "shoot": shoot,
        "plans": plans,
        "names": names,
        "looks": bindable(shoot),
        "views": shot_lists.VIEWS,
        "today": timezone.localdate(),
    }


def _shot_of(request: StudioRequest, shot_id: UUID) -> Shot:
    visible = Shot.objects.filter(shoot__in=Shoot.objects.visible_to(request.user))
    return get_object_or_404(visible.select_related("shoot__house", "shoot__brief"), id=shot_id)


@login_required
@require_POST
def set_line(request: StudioRequest, shot_id: UUID) -> HttpResponse:
    """One line as its row says it; the row comes back."""
    shot, form = _shot_of(request, shot_id), LineForm(request.POST)
    decision = _set(request, shot, form) if form.is_valid() else form.why
    if not request.htmx:
        if not decision:
            return _list(request, shot.shoot, decision, status=409, refused=shot.id)
        return redirect("home:shot_list", shot.shoot_id)
    lines: list[ShotLine] = [line for line in lines_of(shot.shoot) if line.shot.id == shot.id]
    if not lines:
        return HttpResponse(status=404)
    line, around = lines[0], _around(request, shot.shoot)
    refusal = None if decision else decision
    context = {**around, "line": line, "late": line.is_late(around["today"]), "refusal": refusal}
    return render(request, "home/shots/_line.html", context, status=200 if decision else 409)


def _set(request: StudioRequest, shot: Shot, form: LineForm) -> Decision:
    decision, line = _said(form, shot.position, keeps=shot.twin)
    if line is None:
        return decision
    decision = bringing.set_line(shot, line, by=request.user, now=timezone.now())
    if decision and "look" in request.POST:
        chosen = form.cleaned_data["look"]
        looks.make_for(shot, shot.shoot.looks.filter(id=chosen).first() if chosen else None, by=request.user)
    return decision


def _said(form: LineForm, number: int, *, keeps: Twin | None = None) -> tuple[Decision, bringing.Line | None]:
    """keeps: whom the line names already; a name that two have is not guessed between."""
    said, twin = form.cleaned_data, keeps
    if (keeps.name.casefold() if keeps else "") != said["twin"].casefold():
        there = list(Twin.objects.castable().filter(name__iexact=said["twin"])[:2]) if said["twin"] else [None]
        if len(there) != 1:
            return no("list-twins-alike" if there else "list-no-such-twin", line=number, said=said["twin"]), None
        twin = there[0]
    return YES, bringing.Line(said["words"], said["sku"], said["view"], twin, said["due_on"])


@login_required
@require_POST
def add_line(request: StudioRequest, shoot_id: UUID) -> HttpResponse:
    shoot, form = shoot_of(request, shoot_id), LineForm(request.POST)
    decision, line = _said(form, shoot.shots.count() + 1) if form.is_valid() else (form.why, None)
    if line is not None:
        decision, _shot = bringing.add_line(shoot, line, by=request.user, now=timezone.now())
    if not decision:
        return _list(request, shoot, decision, status=409)
    return redirect(f"{reverse('home:shot_list', args=[shoot.id])}#new-line")


@login_required
@require_POST
def drop_line(request: StudioRequest, shot_id: UUID) -> HttpResponse:
    shot = _shot_of(request, shot_id)
    decision = actions.remove_shot(shot, by=request.user, now=timezone.now())
    if not decision:
        return _list(request, shot.shoot, decision, status=409)
    return redirect("home:shot_list", shot.shoot_id)


# The file


@login_required
@require_GET
def file(request: StudioRequest, shoot_id: UUID) -> HttpResponse:
    """The list as a spreadsheet opens it in the reader's language; its columns come in again as they are."""
    shoot = shoot_of(request, shoot_id)
    heads = [_("SKU"), _("View"), _("Twin"), _("Due"), _("State"), _("What it shows")]
    rows = [
        [
            line.shot.sku,
            line.view_words,
            line.shot.twin.name if line.shot.twin else "",
            line.shot.due_on.isoformat() if line.shot.due_on else "",
            line.state_words,
            line.shot.words,
        ]
        for line in lines_of(shoot)
    ]
    separator = "," if (translation.get_language() or "en").startswith("en") else ";"
    answer = HttpResponse(shot_lists.written(heads, rows, separator=separator), content_type="text/csv; charset=utf-8")
    name = slugify(shoot.name) or "shoot"
    answer["Content-Disposition"] = f'attachment; filename="{name}-shot-list.csv"'
    answer["Cache-Control"] = "no-store"
    return answer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: StudioRequest, shoot_id: UUID) -> HttpResponse:
    """A file is shown first with all it would change; the same file, sent again with what was seen, is taken."""
    shoot = shoot_of(request, shoot_id)
    if request.method != "POST":
        return redirect("home:shot_list", shoot.id)
    whole = request.POST.get("whole") == "yes"
    content = _content(request)
    if content is None:
        return _bring(request, shoot, b"", whole=whole, refusal=no("list-empty"), status=422)
    if "take" not in request.POST:
        decision = actions.may_plan_shots(shoot, request.user)
        if not decision:
            return _bring(request, shoot, b"", whole=whole, refusal=decision, status=409)
        return _bring(request, shoot, content, whole=whole)
    decision, plan = bringing.take(
        shoot,
        content,
        whole=whole,
        fingerprint=request.POST.get("fingerprint", ""),
        by=request.user,
        now=timezone.now(),
    )
    if not decision:
        return _bring(request, shoot, content, whole=whole, refusal=decision, status=409, plan=plan)
    return redirect("home:shot_list", shoot.id)


def _content(request: StudioRequest) -> bytes | None:
    """Of the file, or of what the page of before carries."""
    brought = request.FILES.get("file")
    if brought is not None:
        return bytes(brought.read(shot_lists.BYTES_MOST + 1))
    try:
        return b64decode(request.POST.get("content", ""), validate=True) or None
    except Error:
        return None


def _bring(
    request: StudioRequest,
    shoot: Shoot,
    content: bytes,
    *,
    whole: bool,
    refusal: Decision | None = None,
    plan: bringing.Plan | None = None,
    status: int = 200,
) -> HttpResponse:
    found = plan or (bringing.plan_of(shoot, content, whole=whole) if content else bringing.Plan())
    fits = content and len(content) <= shot_lists.BYTES_MOST
    context = {
        **_around(request, shoot),
        "plan": found,
        "whole": whole,
        "content": b64encode(content).decode() if fits else "",
        "refusal": refusal,
    }
    return render(request, "home/shots/bring.html", context, status=status)


# Its contact sheets


@login_required
@require_GET
def sheet(request: StudioRequest, shoot_id: UUID) -> HttpResponse:
    """One contact sheet for each line that is asked for, or for all of them."""
    shoot, now = shoot_of(request, shoot_id), timezone.now()
    only = [UUID(each) for each in request.GET.getlist("line") if _is_id(each)]
    found = sheets_of(
        shoot, only=only, viewer=request.user, session_key=request.session.session_key or "", now=now
    )
    lines = found.sheets
    one = lines[0].line if len(lines) == 1 else None
    context = {"shoot": shoot, "found": found, "asked": request.GET.urlencode(), "one": one, "topics": [*found.twins]}
    name = "home/shots/_frames.html" if request.htmx else "home/shots/sheet.html"
    return render(request, name, context)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


