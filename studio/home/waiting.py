"""What waits for a person's hand: the rows, and their number for the bar in one query."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from studio.approvals.models import Master, Note, Verdict
from studio.approvals.rules import SIGNS_OFF
from studio.assets.models import Takedown
from studio.consent.agencies import BOOKERS
from studio.consent.facts import day_of
from studio.consent.models import Option, PieceApproval, Request, StandingRules
from studio.credits.models import Confirmation, Dispute
from studio.people.models import Organisation, Person, Seat
from studio.shoots.models import Booking, Shoot
from studio.twins.models import Mandate, Twin
from studio.web.shell import Door


def pieces(person: Person, now: datetime) -> QuerySet[PieceApproval]:
    """Finished pictures that ask for her own yes or no, or for the word of whom the owner named."""
    newer = StandingRules.objects.filter(twin=OuterRef("twin"), version__gt=OuterRef("version"))
    herself = StandingRules.objects.filter(~Exists(newer), twin=OuterRef("twin"), rules__asks_each_piece=True)
    named = Q(version__terms__approval="named", version__terms__approver=str(person.pk)) & ~Exists(herself)
    hers = Q(twin__owner=person) | named
    asked = PieceApproval.objects.filter(hers, answer=PieceApproval.Answer.ASKED)
    return asked.filter(lapses_on__gte=day_of(person, now))


def requests(person: Person, now: datetime) -> QuerySet[Request]:
    """What a house asks her, and what she or her agency answered to a house for which she may sign."""
    signs = Seat.objects.in_force(now).signers().filter(person=person).values("organisation")
    asked = Request.objects.waiting_for("owner").filter(twin__owner=person, lapses_at__gt=now)
    answered = Request.objects.waiting_for("house").filter(house__in=signs, lapses_at__gt=now)
    return asked | answered


def options(person: Person, now: datetime) -> QuerySet[Option]:
    """Her own, or her agency's, once the house has confirmed; a house's, once somebody challenges it."""
    seats = Seat.objects.in_force(now).filter(person=person)
    books = seats.filter(role__in=BOOKERS, organisation__kind=Organisation.Kind.AGENCY).values("organisation")
    hers = Q(twin__owner=person) | Q(mandate__agency__in=books, mandate__ended_at=None)
    challenged = Q(state=Option.State.CHALLENGED, house__in=seats.signers().values("organisation"))
    return Option.objects.filter(Q(hers, state=Option.State.FIRM) | challenged)


def mandates(person: Person) -> QuerySet[Mandate]:
    """What an agency offers her, until she has signed it or declined it."""
    return Mandate.objects.waiting().filter(twin__owner=person)


def confirmations(person: Person) -> QuerySet[Confirmation]:
    return Confirmation.objects.filter(person=person, confirmed_at=None)


def changes(person: Person) -> QuerySet[Note]:
    """Changes asked on looks she has set a slot of, in shoots she is booked on."""
    booked = Booking.objects.in_force().filter(person=person).values("shoot")
    asked = Note.objects.filter(asks_change=True, resolved_at=None, preview__look__shoot__in=booked)
    return asked.filter(preview__look__changes__by=person).exclude(by=person).distinct()


def signings(person: Person) -> QuerySet[Master]:
    """Pictures at full size that nobody has signed off, where she directs the art."""
    directs = Booking.objects.in_force().filter(person=person, craft__in=SIGNS_OFF).values("shoot")
    signed = Verdict.objects.filter(answer=Verdict.Answer.YES, ended_at=None).values("master")
    made = Master.objects.filter(made_at__isnull=False, cleared_at=None, preview__look__shoot__in=directs)
    return made.exclude(id__in=signed)


def disputes(person: Person) -> QuerySet[Dispute]:
    return Dispute.objects.filter(settled_at=None, shoot__in=Shoot.objects.produced_by(person))


def takedowns(person: Person, now: datetime) -> QuerySet[Takedown]:
    """Copies of her house that nobody has acknowledged, or whose last day is near or over."""
    return Takedown.objects.answered_by(person, now).waiting(now.date())


def count(person: Person) -> int:
    """All of it, in one query."""
    waiting: list[QuerySet[Any]] = [
        pieces(person, timezone.now()),
        requests(person, timezone.now()),
        options(person, timezone.now()),
        mandates(person),
        confirmations(person),
        changes(person),
        signings(person),
        disputes(person),
        takedowns(person, timezone.now()),
    ]
    counted = {f"waits_{place}": _counted(rows) for place, rows in enumerate(waiting)}
    numbers = Person.objects.filter(pk=person.pk).annotate(**counted).values_list(*counted).first()
    return sum(numbers or ())


def _counted(rows: QuerySet[Any]) -> Subquery:
    number = Func(F("pk"), function="COUNT", template="%(function)s(DISTINCT %(expressions)s)")
    counted = rows.distinct().order_by().annotate(waits_n=number).values("waits_n")
    return Subquery(counted, output_field=IntegerField())


def doors(request: HttpRequest) -> Sequence[Door]:
    """The bar of pages without tabs of their own: what is hers for a model, what one works on for everybody else."""
    person = cast(Person, request.user)
    home, requests, register = reverse("home:home"), reverse("consent:requests"), reverse("home:register")
    if Twin.objects.of(person).exclude(state=Twin.State.ERASED).exists():
        rooms = [
            (_("Today"), home),
            (_("Requests"), requests),
            (_("My twin"), reverse("twins:mine")),
            (_("My rules"), reverse("consent:my_rules")),
            (_("Register"), register),
        ]
    else:
        seated = Seat.objects.in_force(timezone.now()).of(person).exists()
        asks = [(_("Requests"), requests), (_("Options"), reverse("consent:options"))] if seated else []
        rooms = [
            (_("Home"), home),
            (_("Shoots"), reverse("shoots:list")),
            (_("Boards"), reverse("home:boards")),
            *asks,
            (_("Register"), register),
            (_("Notices"), reverse("people:notices")),
        ]
    return [Door(label, url, _is_here(request.path, url)) for label, url in rooms]


def _is_here(path: str, url: str) -> bool:
    """A room is also where one is on the pages beneath it; home is beneath nothing."""
    return path == url or (url != reverse("home:home") and path.startswith(url.rstrip("/") + "/"))
