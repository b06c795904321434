"""The credits of a look, drawn afresh each time from who did what; nothing here is stored until the seal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from studio.credits.models import Confirmation, Correction, Dispute, NoneUsed
from studio.credits.rules import Part, drawn, is_confirmed, missing_crafts
from studio.decisions import Decision, no
from studio.looks.models import Look, Recipe, SlotChange, Trial
from studio.looks.scenes import slots_of
from studio.people.models import Craft, Person
from studio.shoots.models import Booking, Shoot
from studio.twins.models import CaptureCredit

NOBODY = Confirmation.NameForm.NONE


@dataclass(frozen=True, slots=True)
class Line:
    """One credit as a page and a file say it. `answer` is why it may not stand yet, or yes."""

    person: Person
    craft: str
    source: str
    name: str  # empty when she does not want to be named
    confirmed: bool  # by herself; silence counts later but stays marked
    answer: Decision

    @property
    def counts_on(self) -> date | None:
        """The day on which silence becomes yes."""
        until = self.answer.values.get("until")
        return date.fromisoformat(until) if until else None

    @property
    def craft_label(self) -> str:
        return str(Craft(self.craft).label)


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps the credits from being finished, and who can settle it."""

    decision: Decision
    who: tuple[Person, ...]
    craft: str = ""


def parts_of(look: Look, recipe: Recipe | None = None) -> list[Part]:
    """With a recipe: those who made this very picture. What is done to the look afterwards is another picture's."""
    changes, plates = look.changes.all(), [row.plate_id for row in look.cast.all()]
    tried = Trial.objects.filter(recipe=recipe)
    if recipe is not None:
        plates = plates_of(recipe)
        if recipe.look_id == look.id:  # the same slots in another look are the same recipe, frozen at that one's time
            changes = changes.filter(at__lte=recipe.frozen_at)
    corrections = list(Correction.objects.filter(Q(look=look) | Q(look=None), shoot=look.shoot_id).order_by("at"))
    return drawn(
        slots=[*by_craft(changes), *by_craft(tried), *authors_of_presets(changes)],
        call_sheet=Booking.objects.filter(booked_for(recipe), shoot=look.shoot_id).values_list("person_id", "craft"),
        capture=CaptureCredit.objects.filter(capture__plates__in=plates)
        .values_list("person_id", "craft")
        .distinct(),
        added=[(row.person_id, row.craft) for row in corrections if row.added],
        removed=[(row.person_id, row.craft) for row in corrections if not row.added],
    )


def by_craft(rows: QuerySet[SlotChange] | QuerySet[Trial]) -> Iterable[tuple[UUID, str]]:
    return rows.order_by().values_list("by_id", "craft").distinct()


def authors_of_presets(changes: QuerySet[SlotChange]) -> Iterable[tuple[UUID, str]]:
    """Whoever applied one is credited for choosing it, and its author for having made it."""
    return changes.filter(preset__isnull=False).order_by().values_list("preset__by_id", "preset__craft").distinct()


def booked_for(recipe: Recipe | None) -> Q:
    """Today's call sheet, and whoever was on it when the picture was made: taking her off does not unmake her work."""
    today = Q(ended_at=None)
    if recipe is None:
        return today
    return today | Q(booked_at__lte=recipe.frozen_at, ended_at__gte=recipe.frozen_at)


def plates_of(recipe: Recipe) -> list[UUID]:
    return [UUID(figure["plate"]) for figure in slots_of(recipe)["twin"]["figures"] if "plate" in figure]


def draw(look: Look, now: datetime, recipe: Recipe | None = None) -> list[Line]:
    """Every line of a look's credits, named as each person wants to be named in this shoot."""
    parts = parts_of(look, recipe)
    people = Person.objects.in_bulk([part.person for part in parts])
    answers = {row.person_id: row for row in Confirmation.objects.filter(shoot=look.shoot_id)}
    return [line(part, people[part.person], answers.get(part.person), now.date()) for part in parts]


def line(part: Part, person: Person, answer: Confirmation | None, today: date) -> Line:
    asked_at, confirmed_at = (answer.asked_at, answer.confirmed_at) if answer else (None, None)
    return Line(
        person=person,
        craft=part.craft,
        source=part.source,
        name=name_of(person, answer),
        confirmed=bool(confirmed_at),
        answer=is_confirmed(asked_at, confirmed_at, today),
    )


def name_of(person: Person, answer: Confirmation | None) -> str:
    if answer and answer.name_form == NOBODY:
        return ""
    return answer.name if answer and answer.name else person.name


def problems(look: Look, now: datetime, recipe: Recipe | None = None) -> list[Problem]:
    """In the order people would settle them: what is disputed, what is missing, what waits for an answer."""
    shoot = look.shoot
    producers = tuple(Person.objects.filter(id__in=producers_of(shoot)))
    settlers = ", ".join(person.name for person in producers)
    found = [
        Problem(no("dispute-open", craft=dispute.get_craft_display(), who=settlers), producers, dispute.craft)
        for dispute in Dispute.objects.filter(Q(look=look) | Q(look=None), shoot=shoot, settled_at=None)
    ]
    lines = draw(look, now, recipe)
    none_used = NoneUsed.objects.filter(shoot=shoot).values_list("craft", flat=True)
    parts = [Part(line.person.id, line.craft, line.source) for line in lines]
    for craft in missing_crafts(parts, none_used):
        booked = tuple(Person.objects.filter(bookings__in=Booking.objects.in_force().filter(shoot=shoot, craft=craft)))
        who = booked or producers
        names = ", ".join(person.name for person in who)
        found.append(Problem(no("craft-missing", craft=Craft(craft).label, who=names), who, craft))
    waiting = {line.person.id: line for line in lines if not line.answer}
    return found + [
        Problem(no("not-confirmed", who=line.person.name, **line.answer.values), (line.person,), line.craft)
        for line in waiting.values()
    ]


def producers_of(shoot: Shoot) -> list[UUID]:
    booked = Booking.objects.in_force().filter(shoot=shoot, craft=Craft.PRODUCTION).values_list("person_id", flat=True)
    return [*booked, shoot.opened_by_id]
