"""Which engines there are, and which can work here and now. Loading one is left to the worker that needs it."""

from functools import cache
from pathlib import Path

from studio.decisions import YES, Decision, no
from studio.imaging.engines import DRAFT, Engine, Named
from studio.previews.models import Checkpoint

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


def load(name: str, version: str) -> Engine:
    """The engine itself. Torch is imported here, in a worker, and never by a page."""
    from studio.imaging.engines.draft import DraftEngine

    if name == DRAFT.name:
        return DraftEngine()
    return diffusion(Checkpoint.objects.get(version=version).folder)


@cache
def diffusion(folder: str) -> Engine:
    """A pipeline takes long to load, so a worker keeps it."""
    from studio.imaging.engines.diffusion import DiffusionEngine

    return DiffusionEngine(Path(folder))
