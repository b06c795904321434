"""The studio's screen on a capture day: a code, her leave, the guide and what is taken, and the licence."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studio.decisions import Decision, no
from studio.imaging.frames import word_of
from studio.live.tickets import mark
from studio.media import serving
from studio.media.models import Upload
from studio.media.views import take
from studio.people.evidence import ask_for_proof, evidence_of
from studio.people.models import Person
from studio.people.requests import StudioRequest
from studio.people.views import whole_address
from studio.register import actions as register
from studio.twins import actions, wording
from studio.twins.forms import AdultCheckForm, CrewForm
from studio.twins.models import AdultCheck, Capture, CaptureCredit, CaptureFrame, CaptureSession
from studio.twins.shots import GUIDE, SHOTS

UNSIGNED_FOR = timedelta(days=90)  # how long the page still asks for a licence
GOOD_WORDS = {"sharp", "fair"}


def device_of(request: StudioRequest) -> str:
    if not request.session.session_key:
        request.session.save()
    return mark(request.session.session_key or "")


def _his(request: StudioRequest, session_id: UUID) -> CaptureSession:
    """His own, on the very screen that showed the code. Elsewhere there is nothing."""
    rows = CaptureSession.objects.filter(photographer=request.user, device=device_of(request))
    found: CaptureSession = get_object_or_404(
        rows.select_related("photographer", "person", "twin__owner", "capture__twin__owner"), id=session_id
    )
    return found


def _his_open(request: StudioRequest, session_id: UUID) -> CaptureSession:
    session = _his(request, session_id)
    if not session.is_open(timezone.now()):
        raise Http404
    return session


@require_http_methods(["GET", "HEAD", "POST"])
def capture(request: StudioRequest) -> HttpResponse:
    """Shows the screen's session, or begins one: a press makes a fresh code."""
    if request.method == "POST":
        actions.show_code(request.user, device=device_of(request), now=timezone.now())
        return redirect("twins:capture")
    return screen(request)


def screen(
    request: StudioRequest,
    *,
    document: AdultCheckForm | None = None,
    crew: CrewForm | None = None,
    refused: Decision | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    rows = CaptureSession.objects.filter(photographer=request.user, device=device_of(request))
    newest = rows.not_over(now).select_related("person", "twin__owner", "capture__twin").order_by("-shown_at").first()
    is_open = newest is not None and newest.is_open(now)
    page: dict[str, Any] = {
        "session": newest,
        "state": _state_of(newest, is_open=is_open),
        "address": whole_address(request, reverse("twins:opening", args=[newest.token])) if newest else "",
        "checked": newest is not None and AdultCheck.objects.filter(person=newest.person_id).exists(),
        "document": document or AdultCheckForm(),
        "refused": refused,
        "days": unsigned_days(request, now),
        "crew_form": crew or CrewForm(known=known_to(request.user)),
        "topics": [newest.topic] if newest else [],
        "guide_shots": GUIDE,
    }
    if newest is not None and is_open:
        page |= frames_page(newest, request.GET.get("shot", ""))
    return render(request, "twins/capture.html", page, status=status)


def _state_of(session: CaptureSession | None, *, is_open: bool) -> str:
    if session is None:
        return "none"
    if is_open:
        return "open"
    return "arrived" if session.arrived_at else "code"


def unsigned_days(request: StudioRequest, now: Any) -> list[dict[str, Any]]:
    """Days he photographed and has not licensed yet: names and numbers, no picture."""
    rows = Capture.objects.filter(session__photographer=request.user, session__opened_at__gt=now - UNSIGNED_FOR)
    rows = rows.filter(licensed_at=None, session__frames__isnull=False).distinct().select_related("twin", "session")
    language = request.user.language
    shown = [request.user.pk, *(UUID(pk) for pk, _name in known_to(request.user))]
    return [
        {
            "capture": each,
            "kept": each.plates.count(),
            "crew": list(each.crew.filter(person__in=shown).select_related("person").order_by("craft")),
            "sentences": wording.licence_sentences(language, name=each.twin.name, on=each.captured_on),
        }
        for each in rows.order_by("-captured_on", "-id")
    ]


def known_to(person: Person) -> list[tuple[str, str]]:
    """Those of his own organisations, and of days he has signed over: an address alone makes nobody known to him."""
    beside = Person.objects.beside(person).active()
    captured = Person.objects.active().filter(
        capture_credits__capture__crew__person=person, capture_credits__capture__licensed_at__isnull=False
    )
    people = {each.pk: each.name for each in [*beside, *captured.distinct()] if each.pk != person.pk}
    return sorted(((str(pk), name) for pk, name in people.items()), key=lambda each: each[1])


def frames_page(session: CaptureSession, wanted: str) -> dict[str, Any]:
    """The guide and what was taken. `wanted`: the shot he chose to take next."""
    rows = list(session.frames.for_page())
    tiles = [tile_of(frame) for frame in rows]
    taken: dict[str, list[dict[str, Any]]] = {shot.code: [] for shot in GUIDE}
    for tile in tiles:
        taken[tile["frame"].shot].append(tile)
    guide = [{"shot": shot, **_done(taken[shot.code])} for shot in GUIDE]
    open_shots = [each["shot"].code for each in guide if not each["good"]]
    current = wanted if wanted in SHOTS else next(iter(open_shots), GUIDE[0].code)
    return {
        "session": session,
        "guide_shots": GUIDE,
        "tiles": list(reversed(tiles)),
        "guide": guide,
        "current": SHOTS[current],
        "good": sum(each["good"] for each in guide),
    }


def tile_of(frame: CaptureFrame) -> dict[str, Any]:
    word = ""
    if frame.sharpness is not None:
        word = word_of(frame.sharpness, close=frame.guide.framing != "full")
    is_good = bool(word in GOOD_WORDS and not frame.outside)
    why = no(frame.code, **frame.values) if frame.code else None
    return {"frame": frame, "word": word, "good": is_good, "why": why}


def _done(tiles: list[dict[str, Any]]) -> dict[str, Any]:
    """A frame of the guide is done when one is sharp enough with all in it, and she has not refused it."""
    standing = [each for each in tiles if each["frame"].state != CaptureFrame.State.REFUSED]
    return {"count": len(standing), "good": any(each["good"] for each in standing)}


@require_safe
def frames(request: StudioRequest, session_id: UUID) -> HttpResponse:
    """The part of the screen that changes with each file. Once she has closed, it is not there."""
    session = _his_open(request, session_id)
    return render(request, "twins/_frames.html", frames_page(session, request.GET.get("shot", "")))


@require_POST
def bring(request: StudioRequest, session_id: UUID) -> HttpResponse:
    """His files, straight into her tray. They are sealed under her key before anything else is done with them."""
    session = _his_open(request, session_id)
    assert session.twin is not None

    def begin(upload: Upload, now: datetime) -> None:
        actions.take_frame(upload, session, shot=request.GET.get("shot", ""), by=request.user, now=now)

    about = f"capture:{session.pk}"
    return take(request, about=about, back=reverse("twins:capture"), begin=begin, under=session.twin.gate_name)


@require_safe
def frame_picture(request: StudioRequest, session_id: UUID, frame_id: UUID) -> HttpResponse:
    """On this screen, while she lets it. Asked at every look, and kept by no browser."""
    session = _his_open(request, session_id)
    rows = session.frames.exclude(state=CaptureFrame.State.REFUSED).select_related("picture", "plate__picture")
    frame = get_object_or_404(rows, id=frame_id)
    blob = frame.picture or (frame.plate.picture if frame.plate else None)
    if blob is None:
        raise Http404
    answer = serving.for_this_look(blob, "card")
    if answer is None:
        raise Http404
    register.looked(
        f"blob:{blob.pk}",
        by=str(request.user.pk),
        what="card",
        now=timezone.now(),
        session=request.session.session_key or "",
    )
    return answer


@require_POST
def close(request: StudioRequest, session_id: UUID) -> HttpResponse:
    """Either closes it: he on his screen, she on any device of hers."""
    rows = CaptureSession.objects.of(request.user)
    session = get_object_or_404(rows, id=session_id)
    actions.close_session(session, by=request.user, now=timezone.now())
    if session.person_id == request.user.pk and session.twin_id:
        return redirect("twins:tray", session.twin_id)
    return redirect("twins:capture")


@require_POST
def name_shot(request: StudioRequest, session_id: UUID, frame_id: UUID) -> HttpResponse:
    session = _his_open(request, session_id)
    frame = get_object_or_404(session.frames.select_related("session"), id=frame_id)
    actions.name_shot(frame, request.POST.get("shot", ""), by=request.user, now=timezone.now())
    if request.htmx:
        return render(request, "twins/_frames.html", frames_page(session, request.GET.get("shot", "")))
    return redirect("twins:capture")


@require_POST
def document(request: StudioRequest, session_id: UUID) -> HttpResponse:
    """She stands before him: he says which kind of document he saw."""
    session = _his(request, session_id)
    if session.person is None:
        raise Http404
    form = AdultCheckForm(request.POST)
    if not form.is_valid():
        return screen(request, document=form, status=422)
    decision, _check = actions.record_adult_check(
        session.person, by=request.user, document=form.cleaned_data["document"], now=timezone.now()
    )
    return redirect("twins:capture") if decision else screen(request, refused=decision, status=409)


def _day(request: StudioRequest, capture_id: UUID) -> Capture:
    rows = Capture.objects.filter(session__photographer=request.user).select_related("twin__owner")
    found: Capture = get_object_or_404(rows, id=capture_id)
    return found


@require_POST
def credit(request: StudioRequest, capture_id: UUID) -> HttpResponse:
    found = _day(request, capture_id)
    form = CrewForm(request.POST, known=known_to(request.user))
    if not form.is_valid():
        return screen(request, crew=form, status=422)
    person = person_in(form)
    if person is None:  # an address is answered alike, whether or not anybody here has it
        return redirect("twins:capture")
    decision = actions.credit(found, person, form.cleaned_data["craft"], by=request.user, now=timezone.now())
    return redirect("twins:capture") if decision else screen(request, refused=decision, status=409)


def person_in(form: CrewForm) -> Person | None:
    active = Person.objects.active()
    if chosen := form.cleaned_data["person"]:
        return active.filter(id=chosen).first()
    return active.filter(email=Person.objects.normalize_email(form.cleaned_data["email"])).first()


@require_POST
def end_credit(request: StudioRequest, credit_id: UUID) -> HttpResponse:
    rows = CaptureCredit.objects.filter(capture__session__photographer=request.user)
    found = get_object_or_404(rows.select_related("capture__twin__owner"), id=credit_id)
    decision = actions.take_back_credit(found, by=request.user, now=timezone.now())
    return redirect("twins:capture") if decision else screen(request, refused=decision, status=409)


@require_POST
def license_captures(request: StudioRequest, capture_id: UUID) -> HttpResponse:
    """A signature: with a sign-in of the last minutes, to the text that stands above the button."""
    found = _day(request, capture_id)
    if asked := ask_for_proof(request):
        return asked
    decision, _licence = actions.license_captures(
        found, by=request.user, now=timezone.now(), evidence=evidence_of(request)
    )
    return redirect("twins:capture") if decision else screen(request, refused=decision, status=409)
