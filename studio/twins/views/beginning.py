"""The beginning of a twin: a few steps, each a page, and the person who looks at her document."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from studio.decisions import Decision
from studio.people import actions as people
from studio.people.evidence import ask_for_proof, evidence_of
from studio.people.models import Invitation, Notice, Person, PersonQuerySet, Seat
from studio.people.requests import StudioRequest
from studio.twins import actions, wording
from studio.twins.forms import AdultCheckForm, DataConsentForm, WhoForm
from studio.twins.models import AdultCheck, CaptureSession, Twin

DRAFT = "twin-draft"


def twin_of(person: Person) -> Twin | None:
    return Twin.objects.of(person).exclude(state=Twin.State.ERASED).order_by("created_at").first()


@require_safe
def mine(request: StudioRequest) -> HttpResponse:
    twin = twin_of(request.user)
    return redirect("twins:twin", twin.pk) if twin else redirect("twins:begin")


def steps_of(request: StudioRequest, here: str) -> list[dict[str, Any]]:
    """Where she is on the way, and what is behind her."""
    named = bool(request.session.get(DRAFT))
    checked = AdultCheck.objects.of(request.user).exists()
    done = {"begin": named, "begin_of_age": checked, "begin_consent": False}
    return [{"route": route, "here": route == here, "done": is_done} for route, is_done in done.items()]


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: StudioRequest) -> HttpResponse:
    """Who she is shown as, and what she wants shown of her measurements. Nothing of it is stored before she signs."""
    if twin := twin_of(request.user):
        return redirect("twins:twin", twin.pk)
    form = WhoForm(request.POST or None, initial=request.session.get(DRAFT) or {"name": request.user.name})
    if request.method != "POST":
        return _step(request, "begin", {"form": form})
    if not form.is_valid():
        return _step(request, "begin", {"form": form}, status=422)
    request.session[DRAFT] = {name: form.cleaned_data[name] for name in form.fields}
    return redirect("twins:begin_of_age")


@require_http_methods(["GET", "HEAD", "POST"])
def begin_of_age(request: StudioRequest) -> HttpResponse:
    """Somebody else looks at a document of hers. She asks for it here; who may look does so on a page of his own."""
    now = timezone.now()
    check = AdultCheck.objects.of(request.user).select_related("by", "organisation").first()
    asked = None
    if request.method == "POST" and check is None:
        asked = actions.ask_for_adult_check(request.user, now=now)
    page = {
        "check": check,
        "asked": asked,
        "waits": Notice.objects.filter(code="adult-check-asked", url=check_url(request.user)).exists(),
        "checkers": actions.checkers_of(request.user, now) if check is None else [],
        "topic": f"person:{request.user.pk}",
    }
    return _step(request, "begin_of_age", page)


def check_url(person: Person) -> str:
    return reverse("twins:adult_check", args=[person.pk])


@require_http_methods(["GET", "HEAD", "POST"])
def begin_consent(request: StudioRequest) -> HttpResponse:
    """A page of its own for a signature of its own: to make and keep the twin, and nothing else."""
    draft = request.session.get(DRAFT)
    if twin := twin_of(request.user):
        return redirect("twins:twin", twin.pk)
    if not draft:
        return redirect("twins:begin")
    if not AdultCheck.objects.of(request.user).exists():
        return redirect("twins:begin_of_age")
    form = DataConsentForm(request.POST or None)
    if request.method != "POST":
        return _consent(request, form)
    if not form.is_valid():
        return _consent(request, form, status=422)
    if asked := ask_for_proof(request):
        return asked
    return _create(request, form, draft)


def _create(request: StudioRequest, form: DataConsentForm, draft: dict[str, Any]) -> HttpResponse:
    now, who = timezone.now(), WhoForm(draft)
    if not who.is_valid():
        return redirect("twins:begin")
    decision, twin = actions.create_twin(
        who.cleaned_data["name"],
        by=request.user,
        now=now,
        as_of_on=now.astimezone(people.zone_of(request.user)).date(),
        data_consent=form.cleaned_data["agrees"],
        evidence=evidence_of(request),
        height_cm=who.cleaned_data["height_cm"],
        measurements=who.measurements(),
        shares_reason=who.cleaned_data["shares_reason"],
        key=f"begun:{request.user.pk}",
    )
    if twin is None:
        return _consent(request, form, decision, status=409)
    del request.session[DRAFT]
    waiting = CaptureSession.objects.not_over(now).filter(person=request.user, opened_at=None).first()
    return redirect("twins:opening", waiting.token) if waiting else redirect("twins:twin", twin.pk)


def _consent(
    request: StudioRequest, form: DataConsentForm, refused: Decision | None = None, status: int = 200
) -> HttpResponse:
    language = request.user.language
    page = {
        "form": form,
        "refused": refused,
        "sentences": wording.sentences_of(wording.DATA, language),
        "language": language,
        "wording": wording.WORDING,
    }
    return _step(request, "begin_consent", page, status)


def _step(request: StudioRequest, here: str, page: dict[str, Any], status: int = 200) -> HttpResponse:
    context = page | {"steps": steps_of(request, here)}
    return render(request, f"twins/{here}.html", context, status=status)


# Who looks at a document


def checkable_by(person: Person, now: datetime) -> PersonQuerySet:
    """Whom this person may look at and nobody has: those his agency asked in; and, for whoever runs the studio, all
    who asked for it."""
    seats = Seat.objects.in_force(now).filter(person=person, organisation__kind="agency")
    agencies = [
        seat.organisation for seat in seats.filter(role__in=actions.CHECKING_ROLES).select_related("organisation")
    ]
    about = [people.about_model(agency) for agency in agencies]
    asked_in = Invitation.objects.filter(about__in=about, accepted_by__isnull=False).values("accepted_by")
    urls = Notice.objects.filter(to=person, code="adult-check-asked").values_list("url", flat=True)
    asked = [url.rstrip("/").rsplit("/", 1)[-1] for url in urls] if person.is_staff else []
    waiting = Person.objects.active().filter(Q(id__in=asked_in) | Q(id__in=asked), adult_checks=None)
    return waiting.exclude(id=person.id).distinct().order_by("name")


@require_safe
def adult_checks(request: StudioRequest) -> HttpResponse:
    """Who waits to be looked at, and whom he has looked at."""
    done = AdultCheck.objects.filter(by=request.user).select_related("person").order_by("-checked_at")[:50]
    page = {"waiting": checkable_by(request.user, timezone.now()), "done": done}
    return render(request, "twins/adult_checks.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def adult_check(request: StudioRequest, person_id: UUID) -> HttpResponse:
    now = timezone.now()
    person = get_object_or_404(Person.objects.active(), id=person_id)
    part, _agency = actions.part_of_checker(person, request.user, now)
    if not part or person == request.user:
        raise Http404
    check = AdultCheck.objects.of(person).select_related("by", "organisation").first()
    form = AdultCheckForm(request.POST or None)
    refused = None
    if request.method == "POST" and check is None:
        if not form.is_valid():
            return _adult_check(request, person, form, status=422)
        refused, check = actions.record_adult_check(
            person, by=request.user, document=form.cleaned_data["document"], now=now
        )
        if refused:
            return redirect("twins:adult_check", person.pk)
    return _adult_check(request, person, form, check, refused, status=200 if refused is None else 409)


def _adult_check(
    request: StudioRequest,
    person: Person,
    form: AdultCheckForm,
    check: AdultCheck | None = None,
    refused: Decision | None = None,
    status: int = 200,
) -> HttpResponse:
    page = {"person": person, "form": form, "check": check, "refused": refused}
    return render(request, "twins/adult_check.html", page, status=status)
