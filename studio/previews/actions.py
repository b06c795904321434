"""Ask for a preview, cancel it, choose between those that were made."""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from studio.consent import actions as consent
from studio.consent import gates
from studio.consent.asking import ask_to_make
from studio.consent.rules import OFFER, Use, outward
from studio.decisions import YES, Decision, no
from studio.imaging.engines import Named
from studio.jobs import actions as jobs
from studio.live.announcing import announce
from studio.looks import actions as looks
from studio.looks import recipes
from studio.looks.models import Look, Recipe
from studio.looks.recipes import NOTHING_ELSE, NothingToPhotographError
from studio.looks.scenes import poses_offered, recipe_plates, recipe_twins
from studio.looks.slots import SlotValue, TwinSlot
from studio.looks.wearing import worn_in, worn_in_recipe
from studio.people.models import Person
from studio.previews import engines, rules
from studio.previews.models import Checkpoint, Mark, Preview, PreviewTwin
from studio.shoots.uses import Worn, use_of
from studio.twins.models import Twin

RATINGS = range(rules.STARS_MOST + 1)
MARK_BITS = 47


def uses(
    look: Look,
    act: str,
    now: datetime,
    *,
    worn: Worn,
    picture: object = "",
    pixel_hash: str = "",
    made_from: Iterable[object] = (),
) -> Callable[[Twin], Use]:
    """What each twin of a look is asked for; of a picture that is there already, which one and what it came of."""
    origin = [str(each) for each in made_from]
    return lambda twin: use_of(
        look.shoot,
        act,
        now=now,
        twin=twin,
        picture=str(picture),
        pixel_hash=pixel_hash,
        made_from=origin,
        worn=worn,
    )


def worn_by_now(preview: Preview) -> Worn:
    """What was declared when it was asked for, and what has been declared since: a correction hides nothing."""
    later = worn_in_recipe(preview.recipe, preview.look.shoot.house)
    return Worn(
        tuple(dict.fromkeys((*preview.categories, *later.categories))),
        tuple(dict.fromkeys((*preview.brands, *later.brands))),
        tuple(dict.fromkeys((*preview.alterations, *later.alterations))),
    )


@dataclass(frozen=True, slots=True)
class Together:
    """Several twins in one picture, as far as their reasons may be told."""

    shares_reason: bool


def told(decision: Decision, twins: Sequence[Twin], *, act: str = OFFER) -> Decision:
    """What a house and its crew read of a refusal. Whose it was is not told, so all of them must share theirs."""
    return outward(decision, Together(all(twin.shares_reason for twin in twins)), act=act)


@transaction.atomic
def request_preview(
    look: Look, *, by: Person, now: datetime, key: str, engine: str = "draft"
) -> tuple[Decision, Preview | None]:
    """Freeze the look and queue its picture. The same recipe gives the picture there is, with consent asked again."""
    twins = looks.twins_of(look)
    gates.hold(twins, alone=True)  # a withdrawal waits for us, or we for it; and test previews are counted
    look = locked(look)
    if done := Preview.objects.filter(key=key, by=by).first():
        return YES, done
    decision, versions = ask_for(look, twins, plates_of(look), now)
    if not decision:
        return decision, None
    usable, named = engines.named(engine)
    if not usable:
        return usable, None
    decision, recipe = frozen(look, named, twins, now)
    if recipe is None:
        return decision, None
    return YES, queued(look, recipe, named, twins, versions, by=by, now=now, key=key)


def ask_for(
    look: Look, twins: Sequence[Twin], plates: Sequence[str], now: datetime
) -> tuple[Decision, Mapping[UUID, UUID | None]]:
    """Whether a preview of the look may be made of these twins in these poses, as a house reads the answer."""
    decision, versions = ask_to_make(twins, uses(look, "preview", now, worn=worn_in(look)), now)
    return told(decision, twins) and poses_offered(plates), versions


def frozen(
    look: Look, named: Named, twins: Sequence[Twin], now: datetime, instead: Mapping[str, SlotValue] = NOTHING_ELSE
) -> tuple[Decision, Recipe | None]:
    """instead: slots that are otherwise in this one picture than the look says."""
    try:
        recipe = looks.freeze(
            look, engine=named.name, engine_version=named.version, seed=0, now=now, instead=instead
        )
    except NothingToPhotographError:
        return no("nothing-to-photograph"), None
    if recipe_twins(recipe) != list(twins):  # cast anew while we waited: nobody is pictured who was not asked
        return no("stale"), None
    return YES, recipe


@transaction.atomic
def request_on_a_stand_in(look: Look, *, by: Person, now: datetime, key: str) -> tuple[Decision, Preview | None]:
    """The look on the figure it was dressed on, whoever is cast in it by now: nobody is shown, so nobody is asked."""
    look = locked(look)
    if done := Preview.objects.filter(key=key, by=by).first():
        return YES, done
    usable, named = engines.named("draft")
    if not usable:
        return usable, None
    figure = looks.stand_in_of(look)
    if figure is None:
        return no("nothing-to-photograph"), None
    decision, recipe = frozen(look, named, [], now, {"twin": TwinSlot(stand_in=str(figure.pk))})
    if recipe is None:
        return decision, None
    return YES, queued(look, recipe, named, [], {}, by=by, now=now, key=key)


def queued(
    look: Look,
    recipe: Recipe,
    named: Named,
    twins: Sequence[Twin],
    versions: Mapping[UUID, UUID | None],
    *,
    by: Person,
    now: datetime,
    key: str,
    tried: str = "",
    priority: int = 0,
) -> Preview:
    """The picture there is of this recipe, or a new one with its job. tried: the slot that is not as the look says."""
    if same := Preview.objects.filter(look=look, recipe=recipe).alive_or_made().first():
        return same if tried else taken_in(same, look)
    worn = worn_in(look)
    preview = Preview.objects.create(
        key=key,
        categories=list(worn.categories),
        brands=list(worn.brands),
        alterations=list(worn.alterations),
        look=look,
        look_version=look.version,
        tried=tried,
        number=(look.previews.aggregate(last=Max("number"))["last"] or 0) + 1,
        recipe=recipe,
        by=by,
        at=now,
        engine=named.name,
        engine_version=named.version,
        mark=secrets.randbits(MARK_BITS) + 1,
    )
    bind(preview, twins, versions)
    for version in versions.values():
        consent.take_test(version, preview=preview.id, now=now)
    preview.job = jobs.add(
        "preview",
        str(preview.id),
        queue="draft" if named.name == "draft" else "diffusion",
        stops_with=stops_with(look, recipe, twins, preview.id),
        by=by,
        priority=priority,
        now=now,
        key=f"preview:{preview.id}",
    )
    preview.save(update_fields=["job"])
    tell(preview, "asked")
    return preview


def locked(look: Look) -> Look:
    """Until this transaction ends the look stays as it is, and its previews are counted by us alone."""
    Look.objects.select_for_update().get(id=look.id)
    return Look.objects.select_related("shoot__brief", "shoot__house").get(id=look.id)


def taken_in(preview: Preview, look: Look) -> Preview:
    """What was only tried is what the look says by now: it stands among its versions.

    Where the look has changed otherwise too since it was tried, the frame is still another picture than the look's.
    """
    now = recipes.canonical(look, engine=preview.engine, engine_version=preview.engine_version, seed=0)
    if preview.tried and recipes.name_of(now) == preview.recipe_id:
        preview.tried, preview.look_version = "", look.version
        preview.save(update_fields=["tried", "look_version"])
        tell(preview, "made" if preview.made_at else "asked")
    return preview


def stops_with(look: Look, recipe: Recipe, twins: Sequence[Twin], *pictures: object) -> list[str]:
    """Each reach of her switch: everything, one house, one shoot, one picture; and each pose of hers."""
    named = [look.shoot.topic, f"house:{look.shoot.house_id}", *(f"picture:{each}" for each in pictures)]
    return [*gates.gate_names(twins), *named, *(f"plate:{id}" for id in recipe_plates(recipe))]


def plates_of(look: Look) -> list[str]:
    """The poses it stands in; each is its owner's to bar for good."""
    return [str(id) for id in look.cast.order_by("position").values_list("plate_id", flat=True)]


def bind(preview: Preview, twins: Sequence[Twin], versions: Mapping[UUID, UUID | None]) -> None:
    """Name the exact grant version each twin is pictured under."""
    epochs = gates.epochs(gates.gate_names(twins))
    PreviewTwin.objects.bulk_create(
        PreviewTwin(
            preview=preview, twin=twin, version_id=versions[twin.id], epoch=epochs[twin.gate_name], position=place
        )
        for place, twin in enumerate(twins)
    )


def tell(preview: Preview, what: str) -> None:
    """Open pages of the look and of the board hear of it; each asks again for what it may show."""
    for topic in (f"look:{preview.look_id}", f"shoot:{preview.look.shoot_id}"):
        announce(topic, kind="preview", preview=str(preview.id), look=str(preview.look_id), what=what)


@transaction.atomic
def cancel_preview(preview: Preview, *, by: Person, now: datetime) -> Decision:
    """Whoever asked for it, or whoever produces the shoot, may stop it."""
    if not preview.job or not preview.is_alive:
        return no("already-done")
    jobs.cancel(preview.job, by=by, now=now)
    tell(preview, "cancelled")
    return YES


@transaction.atomic
def choose(
    preview: Preview, *, choice: str | None = None, rating: int | None = None, by: Person, now: datetime
) -> Decision:
    """One's own pick, leave or stars for a frame; None keeps what one said. A left frame can be picked again.

    What all marks come to is kept with the frame, for whoever only reads it.
    """
    given: dict[str, object] = {"choice": choice, "rating": rating}
    said = {name: value for name, value in given.items() if value is not None}
    if said.get("choice", rules.NONE) not in Preview.Choice.values or said.get("rating", 0) not in RATINGS:
        return no("not-a-choice")
    Preview.objects.select_for_update().get(id=preview.id)  # two who mark at once are both counted
    Mark.objects.update_or_create(preview=preview, person=by, defaults=said | {"at": now})
    marks = Mark.objects.filter(preview=preview).values_list("choice", "rating")
    all_in_all = rules.settled([rules.Marked(*mark) for mark in marks])
    Preview.objects.filter(id=preview.id).update(
        choice=all_in_all.choice, rating=all_in_all.rating, chosen_by=by
    )
    tell(preview, "chosen")
    return YES


@transaction.atomic
def register_checkpoint(
    folder: str, name: str, *, by: Person | None, now: datetime
) -> tuple[Decision, Checkpoint | None]:
    """Make weights in a local folder usable. Their licence is read from beside them; unknown is non-commercial."""
    from studio.imaging.engines.diffusion import BadCheckpoint, read_checkpoint

    try:
        read = read_checkpoint(Path(folder))
    except BadCheckpoint as problem:
        return no(problem.code, **problem.values), None
    checkpoint, _ = Checkpoint.objects.update_or_create(
        name=name,
        defaults={
            "folder": folder,
            "pipeline": read.pipeline,
            "version": read.version,
            "licence": read.licence,
            "commercial": read.commercial,
            "registered_by": by,
            "registered_at": now,
        },
    )
    return YES, checkpoint
