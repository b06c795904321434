"""One set-up on a whole rack: choosing it, what it comes to, starting it, how far it is, and the morning's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studio.decisions import Decision, no
from studio.looks.models import Backdrop, Lut, Preset, SlotKind
from studio.people.requests import StudioRequest
from studio.previews import overnight, planning
from studio.previews.forms import StartForm
from studio.previews.models import Overnight, OvernightPicture, Preview, ReuseQuestion
from studio.previews.pictures import Shown, shown
from studio.previews.planning import Choice
from studio.shoots import actions as shoots
from studio.shoots.models import Shoot

LEFT_OUT_SHOWN = 60


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def overnight_page(request: StudioRequest, shoot_id: UUID) -> HttpResponse:
    visible = Shoot.objects.visible_to(request.user).select_related("house", "brief")
    shoot = get_object_or_404(visible, id=shoot_id)
    if request.method != "POST":
        return _page(request, shoot, choice_of(request.GET), asked=bool(request.GET))
    choice, form, now = choice_of(request.POST), StartForm(request.POST), timezone.now()
    if not form.is_valid():
        return _page(request, shoot, choice, asked=True, form=form, refusal=no("not-a-choice"), status=422)
    found = planning.reckon(shoot, choice, by=request.user, now=now)
    decision, made = overnight.plan(
        shoot,
        found.settings,
        found.wishes,
        name=form.cleaned_data["name"],
        starts_at=form.starts_at_said(),
        by=request.user,
        now=now,
        key=form.cleaned_data["key"],
    )
    if made is None:
        return _page(request, shoot, choice, asked=True, form=form, refusal=decision, status=409)
    return redirect("previews:overnight_run", made.id)


def choice_of(sent: QueryDict) -> Choice:
    """What cannot be read is as if it had not been ticked."""
    sources = _ids(sent, "source")
    views = [view for view in planning.VIEWS if view in sent.getlist("view")]
    return Choice(
        source=sources[0] if sources else None,
        presets=_ids(sent, "preset"),
        looks=_ids(sent, "look"),
        pieces=_ids(sent, "piece"),
        lines=_ids(sent, "line"),
        twins=_ids(sent, "twin"),
        views=views or planning.VIEWS[:1],
    )


def _ids(sent: QueryDict, name: str) -> list[UUID]:
    found = []
    for text in sent.getlist(name):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _page(
    request: StudioRequest,
    shoot: Shoot,
    choice: Choice,
    *,
    asked: bool,
    form: StartForm | None = None,
    refusal: Decision | None = None,
    status: int = 200,
) -> HttpResponse:
    now, by = timezone.now(), request.user
    may = overnight.may_plan(shoot, by)
    context: dict[str, Any] = {
        "shoot": shoot,
        "may": may,
        "choice": choice,
        "runs": [(run, _tally(run)) for run in _runs(shoot)],
        "refusal": refusal,
        "form": form or StartForm(initial={"key": uuid4().hex, "name": _name(shoot)}),
    }
    if may:
        context |= {
            "sources": planning.sources_for(shoot, by),
            "presets": _by_kind(planning.presets_for(shoot, by)),
            "looks": planning.looks_for(shoot),
            "pieces": planning.pieces_for(shoot),
            "lines": shoot.shots.select_related("twin"),
            "twins": planning.twins_for(shoot, now),
            "most": overnight.PICTURES_MOST,
        }
    if may and asked and (choice.source or choice.presets):
        found = planning.reckon(shoot, choice, by=by, now=now)
        context |= {"found": found, "told": found.left_out[:LEFT_OUT_SHOWN], "set_up": _said(found.settings)}
        context["untold"] = max(len(found.left_out) - LEFT_OUT_SHOWN, 0)
    return render(request, "previews/overnight.html", context, status=status)


def _runs(shoot: Shoot) -> Sequence[Overnight]:
    rows = shoot.overnights.select_related("by").prefetch_related("pictures__preview__job")
    return list(rows[:20])


def _name(shoot: Shoot) -> str:
    return _("Overnight %(n)d") % {"n": shoot.overnights.count() + 1}


def _by_kind(presets: Any) -> list[tuple[str, list[Preset]]]:
    found: dict[str, list[Preset]] = {}
    for preset in presets:
        found.setdefault(preset.kind, []).append(preset)
    return [(str(SlotKind(kind).label), those) for kind, those in found.items()]


def _said(settings: Sequence[overnight.Setting]) -> list[tuple[str, str]]:
    ids = {getattr(each.value, "backdrop", "") or getattr(each.value, "lut", "") for each in settings} - {""}
    rows = [*Backdrop.objects.filter(id__in=ids), *Lut.objects.filter(id__in=ids)]
    names = {str(row.pk): row.name for row in rows}
    return [(str(SlotKind(each.kind).label), each.value.words(names)) for each in settings]


@dataclass(frozen=True, slots=True)
class Tally:
    made: int
    under_way: int
    not_made: int

    @property
    def all(self) -> int:
        return self.made + self.under_way + self.not_made

    @property
    def settled(self) -> int:
        return self.made + self.not_made


def _tally(run: Overnight) -> Tally:
    states = [row.state for row in run.pictures.all()]
    made = states.count("made")
    under_way = sum(state in {"waiting", "queued", "running"} for state in states)
    return Tally(made, under_way, len(states) - made - under_way)


def run_of(request: StudioRequest, overnight_id: UUID) -> Overnight:
    rows = Overnight.objects.visible_to(request.user).select_related("shoot__house", "shoot__brief", "by", "job")
    return get_object_or_404(rows, id=overnight_id)


@dataclass(frozen=True, slots=True)
class Made:
    row: OvernightPicture
    shown: Shown


@login_required
@require_safe
def run(request: StudioRequest, overnight_id: UUID) -> HttpResponse:
    """In the night how far it is; in the morning what was made, what was not, and why."""
    return _run(request, run_of(request, overnight_id))


def _run(request: StudioRequest, found: Overnight, refusal: Decision | None = None, status: int = 200) -> HttpResponse:
    now = timezone.now()
    if overnight.close(found, now=now):
        found.refresh_from_db()
    rows = list(
        found.pictures.select_related("look", "garment", "twin", "preview__job").prefetch_related("preview__marks")
    )
    previews = list(Preview.objects.for_page().filter(id__in=[row.preview_id for row in rows if row.preview_id]))
    made = [preview for preview in previews if preview.made_at]
    session_key = request.session.session_key or ""
    pictures = shown(made, viewer=request.user, session_key=session_key, variant="card", now=now)
    twins = sorted({f"twin:{row.twin_id}" for row in rows})
    context = {
        "run": found,
        "shoot": found.shoot,
        "tally": _tally(found),
        "made": [Made(row, pictures[row.preview_id]) for row in rows if row.preview_id in pictures],
        "not_made": [row for row in rows if row.state in {"refused", "failed", "cancelled", "stopped"}],
        "questions": found.questions.select_related("person"),
        "topics": [found.topic, *twins],
        "gates": twins,
        "may_cancel": found.state in {"planned", "running"}
        and (found.by_id == request.user.pk or shoots.produces(request.user, found.shoot)),
        "refusal": refusal,
    }
    name = "previews/_overnight_run.html" if request.htmx else "previews/overnight_run.html"
    return render(request, name, context, status=status)


@login_required
@require_POST
def cancel(request: StudioRequest, overnight_id: UUID) -> HttpResponse:
    found = run_of(request, overnight_id)
    decision = overnight.cancel(found, by=request.user, now=timezone.now())
    if not decision:
        return _run(request, found, decision, status=409)
    return redirect("previews:overnight_run", found.id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reuse(request: StudioRequest, overnight_id: UUID) -> HttpResponse:
    """To whose setting it is, and to nobody else: she need not be on the call sheet of the shoot that asks."""
    rows = ReuseQuestion.objects.select_related("overnight__shoot__house", "overnight__by", "person")
    question = get_object_or_404(rows, overnight=overnight_id, person=request.user)
    decision = None
    if request.method == "POST":
        decision = overnight.answer(question, request.POST.get("answer", ""), by=request.user, now=timezone.now())
        if decision:
            return redirect("previews:reuse", overnight_id)
    context = {
        "question": question,
        "run": question.overnight,
        "count": question.overnight.pictures.count(),
        "kinds": [str(SlotKind(kind).label) for kind in question.kinds],
        "refusal": decision,
    }
    return render(request, "previews/reuse.html", context, status=409 if decision is not None else 200)
