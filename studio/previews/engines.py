"""Which engines there are, and which can work here and now. Loading one is left to the worker that needs it."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from studio.decisions import YES, Decision, no
from studio.imaging.engines import DRAFT, Engine, Named
from studio.previews.models import Checkpoint

if TYPE_CHECKING:
    from studio.imaging.stages import Stages, Under

DIFFUSION = "diffusion"
KEEPS_PLATE_PIXELS = "compositeWithTrainedAlgorithmicMedia"


def named(name: str) -> tuple[Decision, Named]:
    """The engine's name, version and source type, or why it cannot be used."""
    if name == DRAFT.name:
        return YES, DRAFT
    checkpoint = Checkpoint.objects.order_by("-registered_at").first()
    if not checkpoint or not Path(checkpoint.folder).is_dir():
        return no("no-checkpoint"), DRAFT
    return YES, Named(DIFFUSION, checkpoint.version, KEEPS_PLATE_PIXELS)


def source_type(name: str) -> str:
    """True to what the engine does (IPTC digital source type)."""
    return DRAFT.source_type if name == DRAFT.name else KEEPS_PLATE_PIXELS


def load(name: str, version: str, *, under: str = "", kept: "Under | None" = None) -> Engine:
    """The engine itself. Torch is imported here: in a worker, or where a glimpse is asked for.

    under: for whom a worker may keep what the steps gave, so that the next draft of a look makes only what changed;
    it names the twins and how often their gates have turned, and whatever was kept under another name is let go.
    kept: stages of one's own instead; such a draft also says where each piece came to lie.
    """
    from studio.imaging.engines.draft import DraftEngine

    if kept is not None:
        return DraftEngine(kept, says_where=True)
    if name == DRAFT.name:
        return DraftEngine(stages().only(under)) if under else DraftEngine()
    return diffusion(Checkpoint.objects.get(version=version).folder)


@cache
def stages() -> "Stages":
    from studio.imaging.stages import Stages

    return Stages()


@cache
def diffusion(folder: str) -> Engine:
    """A pipeline takes long to load, so a worker keeps it."""
    from studio.imaging.engines.diffusion import DiffusionEngine

    return DiffusionEngine(Path(folder))
