"""The review: one picture large, what is said of it, and whether it may go."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from studio.approvals import actions, clearance, guest_actions, rules
from studio.approvals.forms import KeyForm, NoteForm
from studio.approvals.models import Master, Note, Verdict
from studio.approvals.pictures import proof_shown
from studio.consent.questions import Question, questions_of
from studio.consent.terms import Terms
from studio.credits.drawing import draw
from studio.decisions import Decision
from studio.looks.models import Look
from studio.looks.scenes import crops_of, recipe_twins
from studio.people.requests import StudioRequest
from studio.previews.models import Preview, PreviewQuerySet
from studio.previews.pictures import shown
from studio.previews.views import Frame, frames_of
from studio.shoots.models import Shoot
from studio.twins.models import BarredMark

STRIP = 16


def preview_of(request: StudioRequest, preview_id: UUID) -> Preview:
    found = Preview.objects.visible_to(request.user).for_page().select_related("recipe", "look__shoot__house")
    return get_object_or_404(found, id=preview_id)


def master_of(preview: Preview) -> Master | None:
    return Master.objects.filter(preview=preview).select_related("job", "picture", "proof").first()


@login_required
@require_GET
def shoot(request: StudioRequest, shoot_id: UUID) -> HttpResponse:
    """Every look of the shoot with its newest picture, and what waits for a verdict first."""
    found = get_object_or_404(Shoot.objects.visible_to(request.user).select_related("house"), id=shoot_id)
    looks = Look.objects.filter(shoot=found).prefetch_related(
        Prefetch("previews", queryset=up_for_a_verdict(), to_attr="made")
    )
    newest = {look.id: chosen(look.made) for look in looks if look.made}  # type: ignore[attr-defined]
    pictures = shown(
        list(newest.values()),
        viewer=request.user,
        session_key=request.session.session_key or "",
        variant="card",
        now=timezone.now(),
    )
    masters = {master.preview_id: master for master in Master.objects.filter(preview__in=newest.values())}
    rows = [
        {
            "look": look,
            "frame": Frame(newest[look.id], pictures[newest[look.id].id]),
            "master": masters.get(newest[look.id].id),
            "open": Note.objects.filter(preview__look=look, resolved_at=None).count(),
        }
        for look in looks
        if look.id in newest
    ]
    return render(request, "approvals/shoot.html", {"shoot": found, "rows": rows})


def up_for_a_verdict() -> PreviewQuerySet:
    """What a look was, and of what was only tried whatever somebody picked."""
    return Preview.objects.made().filter(Q(tried="") | Q(choice=Preview.Choice.PICK)).for_page()


def chosen(previews: list[Preview]) -> Preview:
    """The pick if there is one, else the newest."""
    return next((preview for preview in previews if preview.choice == "pick"), previews[0])


@login_required
@require_GET
def preview(request: StudioRequest, preview_id: UUID) -> HttpResponse:
    return _page(request, preview_of(request, preview_id))


def _page(
    request: StudioRequest,
    preview: Preview,
    form: NoteForm | None = None,
    refusal: Decision | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    context = verdict_context(request, preview, now) | {
        "strip": strip_of(request, preview.look),
        "form": form or NoteForm(),
        "refusal": refusal,
        "shown": picture_of(request, preview, now),
    }
    return render(request, "approvals/preview.html", context, status=status)


def strip_of(request: StudioRequest, look: Look) -> list[Frame]:
    frames = frames_of(look, request, variant="card", most=STRIP)
    return [frame for frame in frames if frame.preview.made_at]


def picture_of(request: StudioRequest, preview: Preview, now: datetime) -> Any:
    """The proof where there is a master, the preview before."""
    master = master_of(preview)
    session_key = request.session.session_key or ""
    if master and master.made_at:
        return proof_shown(master, preview, viewer=request.user, session_key=session_key, now=now)
    return shown([preview], viewer=request.user, session_key=session_key, variant="large", now=now)[preview.id]


def questions_to_the_house(preview: Preview) -> list[tuple[str, Question]]:
    """By the licences it was made under: of whom, and what is to be looked for."""
    rows = preview.twins.filter(version__isnull=False).select_related("twin", "version")
    return [
        (row.twin.name, each)
        for row in rows
        if row.version
        for each in questions_of([Terms.from_json(row.version.terms)])
    ]


def verdict_context(request: StudioRequest, preview: Preview, now: datetime) -> dict[str, Any]:
    """All the panel says; the panel alone is fetched again when something changes."""
    master = master_of(preview)
    crafts = actions.crafts_of(request.user, preview.look.shoot)
    notes = list(preview.notes.select_related("by", "resolved_by"))
    signed = master.verdicts.filter(answer=Verdict.Answer.YES, ended_at=None).select_related("by") if master else []
    return {
        "preview": preview,
        "look": preview.look,
        "shoot": preview.look.shoot,
        "master": master,
        "notes": notes,
        "open_notes": [note for note in notes if not note.resolved_at],
        "missing": clearance.missing(master, now) if master and master.made_at else [],
        "lines": draw(preview.look, now, preview.recipe),
        "signed": list(signed),
        "guest_decisions": guest_actions.decisions_on(preview),
        "mine": next((verdict for verdict in signed if verdict.by_id == request.user.id), None),
        "crops": crops_of(preview.recipe),
        "marks": BarredMark.objects.in_force().filter(twin__in=recipe_twins(preview.recipe)).select_related("twin"),
        "questions": questions_to_the_house(preview),
        "may_sign": bool(rules.may_sign_off(crafts)),
        "key": uuid4(),
    }


@login_required
@require_GET
def verdict(request: StudioRequest, preview_id: UUID) -> HttpResponse:
    """The panel beside the picture, as it stands now."""
    return render(
        request,
        "approvals/_verdict.html",
        verdict_context(request, preview_of(request, preview_id), timezone.now()),
    )


@login_required
@require_POST
def draw_note(request: StudioRequest, preview_id: UUID) -> HttpResponse:
    found = preview_of(request, preview_id)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    decision, _note = actions.draw_note(
        found,
        shape=form.cleaned_data["shape"],
        words=form.cleaned_data["words"],
        asks_change=form.cleaned_data["asks_change"],
        by=request.user,
        now=timezone.now(),
        key=form.cleaned_data["key"],
    )
    if not decision:
        return _page(request, found, form, refusal=decision, status=409)
    return redirect("approvals:preview", found.id)


@login_required
@require_POST
def resolve_note(request: StudioRequest, note_id: UUID) -> HttpResponse:
    note = get_object_or_404(
        Note.objects.filter(preview__in=Preview.objects.visible_to(request.user)).select_related("preview__look"),
        id=note_id,
    )
    actions.resolve_note(note, by=request.user, now=timezone.now())
    return redirect("approvals:preview", note.preview_id)


@login_required
@require_POST
def pick(request: StudioRequest, preview_id: UUID) -> HttpResponse:
    found = preview_of(request, preview_id)
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422)
    decision, _master = actions.pick(found, by=request.user, now=timezone.now(), key=form.cleaned_data["key"])
    if not decision:
        return _page(request, found, refusal=decision, status=409)
    return redirect("approvals:preview", found.id)


@login_required
@require_POST
def sign_off(request: StudioRequest, preview_id: UUID) -> HttpResponse:
    found = preview_of(request, preview_id)
    master = get_object_or_404(Master.objects.visible_to(request.user), preview=found)
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422)
    decision, _verdict = actions.sign_off(master, by=request.user, now=timezone.now(), key=form.cleaned_data["key"])
    if not decision:
        return _page(request, found, refusal=decision, status=409)
    clearance.settle(master, timezone.now())
    return redirect("approvals:preview", found.id)


@login_required
@require_POST
def take_back(request: StudioRequest, preview_id: UUID) -> HttpResponse:
    found = preview_of(request, preview_id)
    master = get_object_or_404(Master.objects.visible_to(request.user), preview=found)
    decision = actions.take_back(master, by=request.user, now=timezone.now())
    if not decision:
        return _page(request, found, refusal=decision, status=409)
    return redirect("approvals:preview", found.id)
