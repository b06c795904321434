"""A small set of pictures asked for at once: a look in other lights, grades, places or framings, and on everybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from studio.consent import gates
from studio.consent.counting import covered, least_left
from studio.decisions import YES, Decision, no
from studio.imaging.engines import Named
from studio.looks import actions as looks
from studio.looks import trials
from studio.looks.casting import Card, Casting, casting_of
from studio.looks.models import Look, Recipe, Trial
from studio.looks.recipes import values_of
from studio.looks.slots import Placed, TwinSlot
from studio.looks.trials import Offer
from studio.looks.wearing import worn_in
from studio.people.models import Person
from studio.previews import actions, engines, rules
from studio.previews.models import Preview
from studio.shoots.rules import brief_missing, may_cast_from
from studio.shoots.uses import brief_of
from studio.twins.models import Plate, Twin


@transaction.atomic
def request_tries(
    look: Look, wanted: Sequence[Offer], *, by: Person, now: datetime, key: str
) -> tuple[Decision, list[Preview]]:
    """One picture for each, or none at all: what a licence for tests has left is counted first, under the gate."""
    twins = looks.twins_of(look)
    gates.hold(twins, alone=True)
    look = actions.locked(look)
    if done := list(Preview.objects.filter(by=by, key__startswith=f"{key}:")):
        return YES, done
    decision = rules.may_ask_for(len(wanted)) and trials.may_try(look, [offer.kind for offer in wanted], by)
    if not decision:
        return decision, []
    decision, versions = actions.ask_for(look, twins, actions.plates_of(look), now)
    usable, named = engines.named("draft")
    if not (decision := decision and usable):
        return decision, []
    recipes: list[tuple[Offer, Recipe]] = []
    for offer in wanted:
        decision, recipe = actions.frozen(look, named, twins, now, {offer.kind: offer.value})
        if recipe is None:
            return decision, []
        recipes.append((offer, recipe))
    decision = rules.covers(least_left(versions.values()), _to_be_made(look, [recipe for _offer, recipe in recipes]))
    if not decision:
        return decision, []
    return YES, [
        _queued(look, offer, recipe, named, twins, versions, by=by, now=now, key=f"{key}:{offer.code}"[:80])
        for offer, recipe in recipes
    ]


def _to_be_made(look: Look, recipes: Sequence[Recipe]) -> int:
    """A picture that is there already is counted once, when it was asked for."""
    wanted = {recipe.pk for recipe in recipes}
    there = Preview.objects.filter(look=look, recipe__in=wanted).alive_or_made().values_list("recipe", flat=True)
    return len(wanted - set(there))


def _queued(
    look: Look,
    offer: Offer,
    recipe: Recipe,
    named: Named,
    twins: Sequence[Twin],
    versions: Mapping[UUID, UUID | None],
    *,
    by: Person,
    now: datetime,
    key: str,
) -> Preview:
    tried = "" if offer.is_now else offer.kind
    if tried:
        trials.write_down(look, recipe, offer.kind, offer.value, by=by, now=now)
    return actions.queued(look, recipe, named, twins, versions, by=by, now=now, key=key, tried=tried)


# The rack on everyone


@dataclass(frozen=True, slots=True)
class Able:
    """A twin whose owner says yes to a preview of this look, and the pose that is most like the look's own."""

    card: Card
    plate: UUID
    left: int | None  # previews that her licence still covers, where they are counted


@dataclass(frozen=True, slots=True)
class Everybody:
    """Who says yes to a preview of this look. Of the others only how many: the casting says what they share."""

    yes: list[Able] = field(default_factory=list)
    others: int = 0
    missing: Sequence[str] = ()  # what the brief does not say yet


def everybody(look: Look, *, session_key: str, now: datetime) -> Everybody:
    if missing := brief_missing(brief_of(look.shoot)):
        return Everybody(missing=missing)
    casting = casting_of(look, session_key=session_key, now=now)
    twins = [card.twin for card in casting.yes]
    answers = covered(twins, actions.uses(look, "preview", now, worn=worn_in(look)), now)
    wanted, stances = trials.stands_as(look), trials.stances_of(casting.yes)
    yes = []
    for card in casting.yes:
        answer, pose = answers[card.twin.pk], trials.nearest_pose(card, stances, wanted)
        if pose and answer.decision and rules.covers(answer.left, 1):
            yes.append(Able(card, pose.plate, answer.left))
    return Everybody(yes, _how_many(casting) - len(yes))


def _how_many(casting: Casting) -> int:
    return len(casting.yes) + len(casting.away)


def request_on_all(
    look: Look, chosen: Sequence[tuple[Twin, Plate]], *, by: Person, now: datetime, key: str
) -> tuple[Decision, list[tuple[Twin, Decision]]]:
    """One picture each, every twin asked for by herself. Returns those that were left out, with what a house reads."""
    decision = rules.may_ask_for(len(chosen), most=rules.TWINS_AT_ONCE_MOST) and looks.may_cast(look, by)
    if decision := decision and may_cast_from(brief_of(look.shoot)):
        answers = [(twin, request_on(look, twin, plate, by=by, now=now, key=key)[0]) for twin, plate in chosen]
        return YES, [(twin, answer) for twin, answer in answers if not answer]
    return decision, []


@transaction.atomic
def request_on(
    look: Look, twin: Twin, plate: Plate, *, by: Person, now: datetime, key: str
) -> tuple[Decision, Preview | None]:
    """The look on a twin that is not cast in it, under her own gate and whatever her own licence counts."""
    gates.hold([twin], alone=True)
    look, key = actions.locked(look), f"{key}:{twin.pk.hex}"
    if done := Preview.objects.filter(key=key, by=by).first():
        return YES, done
    decision = looks.in_their_own_poses([(twin, plate)])
    if not decision:
        return decision, None
    decision, versions = actions.ask_for(look, [twin], [str(plate.pk)], now)
    usable, named = engines.named("draft")
    if not (decision := decision and usable):
        return decision, None
    value = TwinSlot(twins=(Placed(str(twin.pk), str(plate.pk)),))
    decision, recipe = actions.frozen(look, named, [twin], now, {"twin": value})
    if recipe is None:
        return decision, None
    offer = Offer("twin", "twin", twin.name, value, is_now=values_of(look).get("twin") == value)
    return YES, _queued(look, offer, recipe, named, [twin], versions, by=by, now=now, key=key)


def offered(look: Look, codes: Sequence[str], by: Person) -> tuple[Decision, list[Offer]]:
    """The ticked rows of the table, as they stand now."""
    there = {offer.code: offer for group in trials.groups_for(look, by) for offer in group.offers}
    if set(codes) - set(there):
        return no("not-a-choice"), []
    return YES, [there[code] for code in dict.fromkeys(codes)]


@transaction.atomic
def take_in(preview: Preview, *, base_version: int | None, by: Person, now: datetime) -> Decision:
    """What was tried becomes what the look says, by whoever may set that slot; its picture stays the one there is.

    base_version: of that slot, as the sheet showed it.
    """
    look = preview.look
    trial = look.trials.filter(recipe=preview.recipe_id, kind=preview.tried).first()
    if trial is None or base_version is None:
        return no("nothing-was-tried")
    if trial.kind == "twin":
        decision, _slot = looks.cast(look, _placed(trial), base_version=base_version, by=by, now=now)
    else:
        decision, _slot = looks.set_slot(look, trial.kind, trial.value, base_version=base_version, by=by, now=now)
    if decision:
        actions.taken_in(preview, actions.locked(look))
    return decision


def _placed(trial: Trial) -> list[tuple[Twin, Plate]]:
    placed = [(each["twin"], each["plate"]) for each in trial.value["twins"]]
    twins = Twin.objects.select_related("owner").in_bulk([twin for twin, _plate in placed])
    plates = Plate.objects.in_bulk([plate for _twin, plate in placed])
    return [(twins[UUID(twin)], plates[UUID(plate)]) for twin, plate in placed]
