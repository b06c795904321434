"""A glimpse: the look as a hand on the dressing table would have it, drawn small while the hand moves, kept nowhere.

It is drawn where it is asked for, so that it follows within a blink; what its steps gave stays in memory under the
twins' gates as they stand, as in a worker. Consent is asked before it is drawn and again before it is shown, and the
gates are looked at between the steps: one turn, and there is no picture. A licence that counts its previews has none.
"""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from studio.consent import gates
from studio.consent.asking import ask, ask_to_make
from studio.consent.models import GrantVersion
from studio.consent.terms import Terms
from studio.decisions import YES, Decision, no
from studio.imaging import encoding, marks, watermark
from studio.imaging.engines import DRAFT, Laid, Made
from studio.imaging.metadata import Provenance, xmp_packet
from studio.looks import actions as looks
from studio.looks import recipes
from studio.looks.models import Look
from studio.looks.scenes import LostError, poses_offered, scene_in
from studio.looks.slots import SlotValue
from studio.looks.wearing import worn_with
from studio.people.models import Person
from studio.previews import engines
from studio.previews.actions import MARK_BITS, plates_of, told, uses
from studio.previews.models import Sitting
from studio.previews.rendering import kept_under, words_for
from studio.shoots.uses import Worn
from studio.twins.models import Twin

if TYPE_CHECKING:
    from studio.imaging.stages import Stages, Under

LONG_EDGE_PX = 480
QUALITY = 80
MOST_BYTES = 320 * 1024**2
AT_ONCE = 2  # in one process; more would only slow each other down
WAITS_SECONDS = 4.0
WINDOWS_REMEMBERED = 512
OVERTAKEN = no("glimpse-overtaken")


class Ended(Exception):
    """Nobody is to see it any more: a newer one was asked for, or a gate turned while it was drawn."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.code)
        self.decision = decision


@dataclass(frozen=True, slots=True)
class Glimpse:
    """twins: who is in it. under: the gates it was drawn under, as `kept_under` writes them.

    laid: where each garment lies in it.
    """

    content: bytes
    content_type: str
    twins: tuple[UUID, ...]
    under: str
    laid: Mapping[str, Laid]


@dataclass(slots=True)
class Turns:
    """The newest glimpse that each window asked for; a window counts its own."""

    newest: "OrderedDict[str, int]" = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, window: str, turn: int) -> Callable[[], bool]:
        """Whether this turn has been overtaken, to be asked while it is drawn."""
        with self.lock:
            self.newest[window] = max(turn, self.newest.get(window, 0))
            self.newest.move_to_end(window)
            while len(self.newest) > WINDOWS_REMEMBERED:
                self.newest.popitem(last=False)
        return lambda: self.newest.get(window, turn) > turn


TURNS = Turns()
PLACES = threading.BoundedSemaphore(AT_ONCE)


def glimpse(
    look: Look,
    *,
    by: Person,
    now: datetime,
    instead: Mapping[str, SlotValue] = recipes.NOTHING_ELSE,
    overtaken: Callable[[], bool] = lambda: False,
) -> tuple[Decision, Glimpse | None]:
    """The picture, or why there is none. instead: the slot a hand is on, as it would be."""
    twins = looks.twins_of(look)
    under = kept_under(twins)  # before consent is asked: a turn between them voids both
    worn = worn_with(look, instead)
    decision = may_glimpse(look, twins, worn, now)
    if not decision:
        return decision, None
    if not PLACES.acquire(timeout=WAITS_SECONDS):
        return no("glimpse-busy"), None
    try:
        made, worn_there = drawn(look, twins, under, instead, overtaken)
    except recipes.NothingToPhotographError:
        return no("nothing-to-photograph"), None
    except LostError:
        return no("glimpse-lost"), None
    except Ended as ended:
        return ended.decision, None
    finally:
        PLACES.release()
    shown = ask(twins, uses(look, "show", timezone.now(), worn=worn), timezone.now())[0]
    decision = told(shown, twins) and (YES if kept_under(twins) == under else no("gate-closed"))
    if not decision:
        return decision, None
    return YES, finished(look, twins, by, made, worn_there, under)


def may_glimpse(look: Look, twins: list[Twin], worn: Worn, now: datetime) -> Decision:
    """As a preview may be made, but for licences that count each of them: a glimpse is no test."""
    decision, versions = ask_to_make(twins, uses(look, "preview", now, worn=worn), now)
    decision = told(decision, twins) and poses_offered(plates_of(look))
    return decision and (no("glimpse-counted") if counts_each(versions.values()) else YES)


def counts_each(versions: Collection[UUID | None]) -> bool:
    rows = GrantVersion.objects.filter(id__in=[each for each in versions if each]).values_list("terms", flat=True)
    return any(Terms.from_json(terms).tests_only for terms in rows)


def drawn(
    look: Look,
    twins: list[Twin],
    under: str,
    instead: Mapping[str, SlotValue],
    overtaken: Callable[[], bool],
) -> tuple[Made, list[str]]:
    """With what is worn in it. Between two steps it ends where a newer one was asked for, or a gate has turned."""

    def step(progress: float, words: str) -> None:
        if overtaken():
            raise Ended(OVERTAKEN)
        if twins and kept_under(twins) != under:
            raise Ended(no("gate-closed"))

    values = {**recipes.values_of(look), **instead}
    body = recipes.body(values, engine=DRAFT.name, engine_version=DRAFT.version, seed=0)
    if [each["twin"] for each in body["slots"]["twin"]["figures"] if "twin" in each] != [str(one.id) for one in twins]:
        raise Ended(no("stale"))  # cast anew meanwhile: nobody is pictured who was not asked
    kept = kept_for(under)
    scene = scene_in(body, kept.take)
    engine = engines.load(DRAFT.name, DRAFT.version, kept=kept)
    made = engine.render(scene, long_edge_px=LONG_EDGE_PX, step=step)
    return made, [piece["garment"] for piece in body["slots"]["garments"]["pieces"]]


def kept_for(under: str) -> "Under":
    """What was kept of a twin whose gate has turned is let go with the next glimpse of anybody."""
    return stages().beside(under, gone=turned(stages().names()))


def turned(names: Collection[str]) -> list[str]:
    """Those of `kept_under`'s names that are not so any more."""
    said = {name: dict(_gate(part) for part in name.split()[1:]) for name in names}
    now = gates.epochs({gate for epochs in said.values() for gate in epochs})
    return [name for name, epochs in said.items() if any(now.get(gate, 0) != at for gate, at in epochs.items())]


def _gate(part: str) -> tuple[str, int]:
    gate, _, epoch = part.rpartition("@")
    return gate, int(epoch)


@cache
def stages() -> "Stages":
    """Pictures this small are done sooner by one thread than by several that wait for each other."""
    import torch

    from studio.imaging.stages import Stages

    torch.set_num_threads(1)
    return Stages(most_bytes=MOST_BYTES)


def finished(look: Look, twins: list[Twin], by: Person, made: Made, worn: list[str], under: str) -> Glimpse:
    """Marked as every draft is: in its pixels, on a strip beneath them, and in what the file says of itself."""
    sitting, _ = Sitting.objects.get_or_create(
        look=look, by=by, defaults={"mark": secrets.randbits(MARK_BITS) + 1, "at": timezone.now()}
    )
    pixels = watermark.embed(made.picture, sitting.mark, secret=settings.WATERMARK_SECRET.encode())
    marked = marks.mark_preview(pixels, words=words_for(twins), note=str(look))
    said = Provenance(
        title=str(look),
        source_type=DRAFT.source_type,
        ai_system=f"{settings.STUDIO_NAME} {DRAFT.name} engine",
        ai_version=DRAFT.version,
        studio_id=f"urn:uuid:{sitting.id}",
        created_at=timezone.now(),
    )
    content = encoding.encode(marked, format="WEBP", quality=QUALITY, xmp=xmp_packet(said))
    share = made.picture.shape[0] / marked.shape[0]  # the strip is a part of the file
    laid = {name: above(one, share) for name, one in zip(worn, made.laid, strict=False) if one}
    return Glimpse(content, "image/webp", tuple(twin.pk for twin in twins), under, laid)


def above(one: Laid, share: float) -> Laid:
    return replace(one, top=one.top * share, bottom=one.bottom * share)
