"""One's own account, what happened, the organisation's seats, and the doors that links open."""

from urllib.parse import urlencode

from allauth.core.ratelimit import consume
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studio.decisions import Decision, no
from studio.people import actions, claims, guests, telling, tokens
from studio.people.forms import AcceptForm, InviteForm, InviteModelForm, SettingsForm, SignUpForm, TellingForm
from studio.people.models import (
    GuestLink,
    Invitation,
    InvitationQuerySet,
    Notice,
    Organisation,
    Person,
    Role,
    Seat,
    SignIn,
)
from studio.people.requests import StudioRequest
from studio.people.rules import may_enter
from studio.people.words import said

NOTICES_SHOWN = 100


# -- one's own account ---------------------------------------------------------------------------------------


@login_required
def edit_settings(request: StudioRequest) -> HttpResponse:
    hers = {name: getattr(request.user, name) for name in SettingsForm.base_fields}
    form = SettingsForm(request.POST or None, initial=hers)
    if request.method != "POST":
        return _settings(request, form)
    if not form.is_valid():
        return _settings(request, form, status=422)
    actions.describe(request.user, **form.cleaned_data)
    messages.success(request, _("Kept."))
    return redirect("people:settings")


@login_required
@require_POST
def edit_telling(request: StudioRequest) -> HttpResponse:
    """How she hears of what happens, and her quiet hours."""
    form = TellingForm(request.POST)
    if not form.is_valid():
        hers = {name: getattr(request.user, name) for name in SettingsForm.base_fields}
        return _settings(request, SettingsForm(initial=hers), status=422, told=form)
    hours = {name: form.cleaned_data[name] for name in ("begins_at", "ends_at")}
    telling.choose(request.user, ways=form.ways(), **hours)
    messages.success(request, _("Kept."))
    return redirect("people:settings")


def _told(person: Person) -> TellingForm:
    begins_at, ends_at = actions.quiet_hours(person)
    return TellingForm(initial={**telling.ways_of(person), "begins_at": begins_at, "ends_at": ends_at})


def _settings(
    request: StudioRequest, form: SettingsForm, status: int = 200, told: TellingForm | None = None
) -> HttpResponse:
    now = timezone.now()
    return render(
        request,
        "people/settings.html",
        {
            "form": form,
            "telling": told or _told(request.user),
            "sign_ins": SignIn.objects.filter(person=request.user),
            "session_key": request.session.session_key,
            "seats": Seat.objects.in_force(now).of(request.user).select_related("organisation"),
            "guest_links": GuestLink.objects.in_force(now).filter(by=request.user),
            "has_mail": bool(settings.EMAIL_HOST),
        },
        status=status,
    )


@login_required
@require_POST
def end_sign_in(request: StudioRequest, sign_in_id: str) -> HttpResponse:
    sign_in = get_object_or_404(SignIn, id=sign_in_id, person=request.user)
    actions.end_sign_in(sign_in, by=request.user, now=timezone.now())
    return redirect("people:settings")


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """For somebody signed in it is kept with her; before that, in a cookie."""
    wanted = request.POST.get("language", "")
    if wanted not in dict(settings.LANGUAGES):
        raise Http404("no such language")
    back = request.POST.get("next", "")
    answer = redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "/")
    if request.user.is_authenticated:
        Person.objects.filter(id=request.user.pk).update(language=wanted)
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, wanted, max_age=365 * 24 * 3600, samesite="Lax", secure=request.is_secure()
    )
    return answer


# -- what happened -------------------------------------------------------------------------------------------


@login_required
@require_safe
def notices(request: StudioRequest) -> HttpResponse:
    hers = list(Notice.objects.filter(to=request.user)[:NOTICES_SHOWN])
    rows = [(notice, said(notice)) for notice in hers]
    page = "people/_notices.html" if request.htmx else "people/notices.html"
    unread = sum(notice.read_at is None for notice in hers)
    return render(request, page, {"rows": rows, "unread": unread})


@login_required
@require_POST
def read_all(request: StudioRequest) -> HttpResponse:
    actions.read_notices(request.user, now=timezone.now())
    return redirect("people:notices")


@login_required
@require_POST
def open_notice(request: StudioRequest, notice_id: str) -> HttpResponse:
    """Read it, and go to what it is about."""
    notice = get_object_or_404(Notice, id=notice_id, to=request.user)
    actions.read_notices(request.user, now=timezone.now(), ids=[notice.id])
    safe = url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None)
    return redirect(notice.url if safe else reverse("people:notices"))


@login_required
@require_safe
def outbox(request: StudioRequest) -> HttpResponse:
    """Without a mail server a link is handed over by hand: as an address, or as a code to point a phone at."""
    waiting = _invitations_of(request.user).open(timezone.now()).select_related("organisation", "by")
    rows = [(invitation, invitation_address(request, invitation)) for invitation in waiting]
    return render(request, "people/outbox.html", {"rows": rows, "has_mail": bool(settings.EMAIL_HOST)})


def _invitations_of(person: Person) -> InvitationQuerySet:
    """Whoever runs the studio hands over every link; others those they asked for, and those of their organisations."""
    if person.is_staff:
        return Invitation.objects.all()
    hers = Seat.objects.in_force(timezone.now()).filter(person=person, role=Role.ADMIN).values("organisation")
    return Invitation.objects.filter(Q(by=person) | Q(organisation__in=hers))


def invitation_address(request: HttpRequest, invitation: Invitation) -> str:
    return whole_address(request, reverse("people:invitation", args=[invitation.token]))


def whole_address(request: HttpRequest, path: str) -> str:
    """A path of ours as another device can reach it."""
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)


@login_required
@require_POST
def end_invitation(request: StudioRequest, invitation_id: str) -> HttpResponse:
    invitation = get_object_or_404(_invitations_of(request.user), id=invitation_id)
    actions.end_invitation(invitation, by=request.user, now=timezone.now())
    return redirect("people:outbox")


# -- an organisation and its seats ---------------------------------------------------------------------------


@login_required
@require_safe
def organisation(request: StudioRequest, slug: str) -> HttpResponse:
    return _organisation(request, _hers(request, slug), InviteForm())


@login_required
@require_POST
def invite(request: StudioRequest, slug: str) -> HttpResponse:
    organisation = _hers(request, slug)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _organisation(request, organisation, form, status=422)
    decision, _made = actions.invite(
        form.cleaned_data["email"], by=request.user, now=timezone.now(), organisation=organisation, **form.terms()
    )
    if not decision:
        return _organisation(request, organisation, form, decision, status=409)
    return redirect("people:outbox")


@login_required
@require_POST
def invite_model(request: StudioRequest, slug: str) -> HttpResponse:
    """Ask a model in for her own twin: she gets no seat, and the link leads her to its beginning."""
    organisation = _hers(request, slug)
    form = InviteModelForm(request.POST)
    if not form.is_valid():
        return _organisation(request, organisation, InviteForm(), model=form, status=422)
    decision, _made = actions.invite_model(
        form.cleaned_data["email"],
        organisation=organisation,
        by=request.user,
        now=timezone.now(),
        name=form.cleaned_data["name"],
    )
    if not decision:
        return _organisation(request, organisation, InviteForm(), decision, model=form, status=409)
    return redirect("people:outbox")


@login_required
@require_POST
def end_seat(request: StudioRequest, slug: str, seat_id: str) -> HttpResponse:
    organisation = _hers(request, slug)
    seat = get_object_or_404(Seat, id=seat_id, organisation=organisation)
    decision, _ended = actions.end_seat(seat, by=request.user, now=timezone.now())
    if not decision:
        return _organisation(request, organisation, InviteForm(), decision, status=409)
    return redirect("people:organisation", slug) if request.user != seat.person else redirect("people:settings")


def _hers(request: StudioRequest, slug: str) -> Organisation:
    """Where she has a seat today. To others it does not exist."""
    every = Organisation.objects.all() if request.user.is_staff else Organisation.objects.of(request.user)
    return get_object_or_404(every, slug=slug)


def _organisation(
    request: StudioRequest,
    organisation: Organisation,
    form: InviteForm,
    refused: Decision | None = None,
    status: int = 200,
    model: InviteModelForm | None = None,
) -> HttpResponse:
    now = timezone.now()
    seats = Seat.objects.in_force(now).filter(organisation=organisation).select_related("person")
    invited = Invitation.objects.open(now).filter(organisation=organisation)
    return render(
        request,
        "people/organisation.html",
        {
            "organisation": organisation,
            "seats": seats.order_by("person__name"),
            "invited": invited,
            "form": form,
            "refused": refused,
            "model_form": model or InviteModelForm(auto_id="model_%s"),
            "models": Invitation.objects.open(now).filter(about=actions.about_model(organisation)),
            "may_manage": bool(actions.may_manage(request.user, organisation, now)),
        },
        status=status,
    )


# -- doors ---------------------------------------------------------------------------------------------------


@never_cache
@sensitive_post_parameters("password")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """An account begins here. Whoever holds the link is taken to be the one it was given to.

    Whoever is not signed in goes on by the sign-in, whether the address had an account before or has one since now.
    """
    asked = get_object_or_404(
        Invitation.objects.select_related("organisation", "by"), id=tokens.read("invitation", token)
    )
    person = _known(asked, request)
    if person and asked.accepted_by_id == person.pk:
        return _entered(asked)
    decision = actions.may_accept(asked, person=person, now=timezone.now())
    if not decision and decision.code != "sign-in-to-accept":
        return _refused_invitation(request, decision)
    form = AcceptForm(request.POST or None, initial={"name": asked.name})
    if request.method != "POST":
        return _invitation(request, asked, form, person)
    if person is None:
        return _answer_from_link(request, asked, form)
    decision, _person = actions.accept_invitation(asked, by=person, now=timezone.now())
    return _entered(asked) if decision else _refused_invitation(request, decision)


def _answer_from_link(request: HttpRequest, asked: Invitation, form: AcceptForm) -> HttpResponse:
    if not form.is_valid():
        return _invitation(request, asked, form, None, status=422)
    language = translation.get_language() or "en"
    decision = actions.answer_from_link(asked, now=timezone.now(), language=language, **form.cleaned_data)
    if not decision:
        return _refused_invitation(request, decision)
    logout(request)  # of somebody else who was signed in at this browser
    return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")


def _entered(asked: Invitation) -> HttpResponse:
    return redirect("twins:begin" if actions.asks_a_model(asked) else "/")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """A model asks for a link to her own address. What is answered is the same whether the address is known or not.

    Read once more, in another language or from the address alone, it is the empty form.
    """
    if request.method != "POST":
        return redirect("account_signup")
    form = SignUpForm(request.POST)
    if not form.is_valid():
        return render(request, "account/signup_closed.html", {"form": form}, status=422)
    if not consume(request, action="signup"):
        return render(request, "account/signup_closed.html", {"form": form, "refused": no("too-fast")}, status=429)
    given = form.cleaned_data
    language = translation.get_language() or "en"
    actions.sign_up(given["email"], name=given["name"], language=language, now=timezone.now())
    page = {"email": given["email"], "has_mail": bool(settings.EMAIL_HOST)}
    return render(request, "people/signed_up.html", page)


def _known(asked: Invitation, request: HttpRequest) -> Person | None:
    """The one signed in, when she is the one asked. Somebody else at this browser opens an account of her own."""
    person = request.user
    return person if isinstance(person, Person) and person.email == asked.email else None


def _invitation(
    request: HttpRequest, asked: Invitation, form: AcceptForm, person: Person | None, status: int = 200
) -> HttpResponse:
    context = {
        "invitation": asked,
        "form": form,
        "known": person,
        "of_a_model": actions.asks_a_model(asked),
        "of_a_name": claims.is_claim(asked),
        "asks": actions.asking_organisation(asked),
    }
    return render(request, "people/invitation.html", context, status=status)


def _refused_invitation(request: HttpRequest, decision: Decision) -> HttpResponse:
    status = 410 if decision.code == "link-ended" else 409
    context = {"decision": decision, "sign_in": decision.fix == "sign-in", "next": request.path}
    return render(request, "people/link_refused.html", context, status=status)


@require_safe
@never_cache
def guest_entrance(request: HttpRequest, token: str) -> HttpResponse:
    """Remember the link, and lead her to what it opens. Whether it still does is asked there, at every request."""
    link = get_object_or_404(GuestLink, id=tokens.read("guest", token))
    decision = may_enter(until=link.until, ended_at=link.ended_at, now=timezone.now())
    if not decision:
        return render(request, "people/link_refused.html", {"decision": decision}, status=410)
    guests.let_in(request.session, link)
    return redirect(link.url)


@login_required
@require_POST
def end_guest_link(request: StudioRequest, link_id: str) -> HttpResponse:
    link = get_object_or_404(GuestLink, id=link_id, by=request.user)
    actions.end_guest_link(link, by=request.user, now=timezone.now())
    messages.success(request, _("The link has ended."))
    return redirect("people:settings")
