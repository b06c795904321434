"""Who works on a board: those who may be named there, or asked for."""

from datetime import datetime

from django.db.models import Q

from studio.boards.models import Board, BoardEvent, Comment
from studio.people.models import Person, PersonQuerySet, Seat
from studio.shoots.models import Booking


def crew_of(board: Board, viewer: Person | None, now: datetime) -> PersonQuerySet:
    """The call sheet, and of the house whoever has done or said something here, or leads its shoots.

    Somebody of the house is offered all of the house; who is only booked is not shown who else works there.
    """
    shoot = board.shoot
    booked = Booking.objects.in_force().filter(shoot=shoot).values("person")
    seated = Seat.objects.in_force(now).filter(organisation=shoot.house_id)
    acted = BoardEvent.objects.filter(board=board).values("by")
    spoke = Comment.objects.filter(thread__board=board, by__isnull=False).values("by")
    known = Q(person__in=acted) | Q(person__in=spoke) | Q(person=shoot.opened_by_id)
    of_house = viewer is not None and seated.filter(person=viewer).exists()
    shown = seated if of_house else seated.filter(known)
    everybody: PersonQuerySet = Person.objects.active()
    return everybody.filter(Q(id__in=booked) | Q(id__in=shown.values("person"))).order_by("name", "id")
