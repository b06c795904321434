"""The diffusion engine: the draft's cloth made photographic by a checkpoint from a local folder.

The draft is the start and its garments are the mask; what lies outside the mask stays the draft's, to the last bit.
torch and diffusers are loaded with the first picture, so that the web process can read checkpoints without them.
"""

import hashlib
import importlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from studio.imaging.engines import Engine, Made, Step
from studio.imaging.scene import Mask, Rgb, Scene

DRAFT_SHARE = 0.2  # of the progress that people see
PAINTING = "painting the cloth"
EDGE_PX = 6  # over which the painted cloth fades in, inwards from the mask's own edge
FREE_LICENCES = ("apache license", "mit license")
ALWAYS_SAID = "fashion photograph, natural fabric, soft folds, fine stitching"

OnStepEnd = Callable[[Any, int, Any, dict[str, Any]], dict[str, Any]]


class BadCheckpoint(Exception):
    """Why a folder cannot be used: no-model-index, unknown-pipeline or no-weights, and values for the sentence."""

    def __init__(self, code: str, values: Mapping[str, str]) -> None:
        super().__init__(f"{code}: {dict(values)}")
        self.code = code
        self.values = dict(values)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """pipeline: the class named by the folder. version: changes with its index or any weight's name or size.

    commercial: False unless its licence plainly allows it; then no picture made with it can be delivered.
    """

    folder: Path
    pipeline: str
    version: str
    licence: str
    commercial: bool


def read_checkpoint(folder: Path) -> Checkpoint:
    """What lies in a folder in diffusers' layout, without loading it. Raises BadCheckpoint."""
    index = folder / "model_index.json"
    try:
        pipeline = str(json.loads(index.read_text())["_class_name"])
    except (OSError, ValueError, LookupError, TypeError) as problem:
        raise BadCheckpoint("no-model-index", {"folder": folder.name}) from problem
    if pipeline not in ADAPTERS:
        raise BadCheckpoint("unknown-pipeline", {"pipeline": pipeline, "known": ", ".join(ADAPTERS)})
    weights = sorted(folder.rglob("*.safetensors"))  # never pickles: loading one runs what is in it
    if not weights:
        raise BadCheckpoint("no-weights", {"folder": folder.name})
    digest = hashlib.sha256(index.read_bytes())
    for weight in weights:
        digest.update(f"{weight.relative_to(folder)}:{weight.stat().st_size}\n".encode())
    licence, commercial = _licence(folder)
    return Checkpoint(folder, pipeline, digest.hexdigest()[:16], licence, commercial)


def _licence(folder: Path) -> tuple[str, bool]:
    try:
        said = json.loads((folder / "licence.json").read_text())
        return str(said["name"]), said.get("commercial") is True
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        pass  # then perhaps there is a plain text
    try:
        text = (folder / "LICENSE").read_text(errors="replace")
    except OSError:
        return "", False
    name = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return name, name.lower().startswith(FREE_LICENCES)


@dataclass(frozen=True, slots=True)
class Painting:
    """What every adapter is given: a picture and a mask of sizes its pipeline takes, words, and how much to change."""

    picture: Image.Image
    mask: Image.Image
    words: str
    steps: int
    strength: float
    generator: Any
    on_step_end: OnStepEnd


@dataclass(frozen=True, slots=True)
class Adapter:
    """loads: the class of diffusers that opens the folder. multiple_of: what both edges must divide by.

    most_px: the longest edge it was trained for; a larger picture is painted at this size.
    """

    loads: str
    multiple_of: int
    most_px: int
    paint: Callable[[Any, Painting], NDArray[np.float32]]


def _paint_sdxl(pipeline: Any, painting: Painting) -> NDArray[np.float32]:
    width, height = painting.picture.size
    made: NDArray[np.float32] = pipeline(
        prompt=painting.words,
        image=painting.picture,
        mask_image=painting.mask,
        width=width,
        height=height,
        strength=painting.strength,
        num_inference_steps=painting.steps,
        guidance_scale=5.0,
        generator=painting.generator,
        callback_on_step_end=painting.on_step_end,
        output_type="np",
    ).images[0]
    return made


SDXL = Adapter("StableDiffusionXLInpaintPipeline", multiple_of=64, most_px=1536, paint=_paint_sdxl)
ADAPTERS: dict[str, Adapter] = {
    "StableDiffusionXLInpaintPipeline": SDXL,
    "StableDiffusionXLPipeline": SDXL,  # the same parts; the inpainting class opens them too
}


class DiffusionEngine:
    """See the protocol in `studio.imaging.engines`. One for each process and checkpoint: the weights stay loaded."""

    name = "diffusion"
    source_type = "compositeWithTrainedAlgorithmicMedia"

    def __init__(
        self, checkpoint_folder: Path, *, steps: int = 30, strength: float = 0.55, draft: Engine | None = None
    ) -> None:
        """steps: of the scheduler; strength x steps of them are walked. strength: 0 keeps the draft, 1 forgets it."""
        if not 0 < strength <= 1 or steps * strength < 1:
            raise ValueError(f"strength must be above 0 and leave a step to walk, got {strength} of {steps} steps")
        if draft is None:
            from studio.imaging.engines.draft import DraftEngine

            draft = DraftEngine()
        self.checkpoint = read_checkpoint(checkpoint_folder)
        self.version = self.checkpoint.version
        self._draft = draft
        self._steps = steps
        self._strength = strength

    def render(self, scene: Scene, *, long_edge_px: int, step: Step) -> Made:
        """The draft, then the cloth painted over. Whatever `step` raises ends it at that step."""
        drafted = self._draft.render(
            scene, long_edge_px=long_edge_px, step=lambda share, name: step(share * DRAFT_SHARE, name)
        )
        step(DRAFT_SHARE, "opening the checkpoint")
        if not drafted.garments.any():
            return drafted
        painted = self._painted(drafted, scene, step)
        return Made(_laid_in(drafted.picture, painted, drafted.garments), drafted.garments, drafted.keep_clear)

    @property
    def _adapter(self) -> Adapter:
        return ADAPTERS[self.checkpoint.pipeline]

    @cached_property
    def _pipeline(self) -> Any:
        torch, diffusers = importlib.import_module("torch"), importlib.import_module("diffusers")
        on_gpu = torch.cuda.is_available()
        pipeline = getattr(diffusers, self._adapter.loads).from_pretrained(
            self.checkpoint.folder,
            local_files_only=True,
            use_safetensors=True,
            dtype=torch.float16 if on_gpu else torch.float32,
            add_watermarker=False,  # every picture gets our own
        )
        pipeline.set_progress_bar_config(disable=True)
        return pipeline.to("cuda" if on_gpu else "cpu")

    def _painted(self, drafted: Made, scene: Scene, step: Step) -> Rgb:
        height, width = drafted.picture.shape[:2]
        size = _working_size(width, height, self._adapter.most_px)
        multiple = self._adapter.multiple_of
        painting = Painting(
            picture=Image.fromarray(_padded(_resized(drafted.picture, size), multiple)),
            mask=Image.fromarray(_padded(_resized(drafted.garments, size), multiple)),
            words=", ".join(part for part in (scene.words.strip(), ALWAYS_SAID) if part),
            steps=self._steps,
            strength=self._strength,
            generator=importlib.import_module("torch").Generator().manual_seed(scene.seed % 2**63),
            on_step_end=partial(_report, step),
        )
        made = self._adapter.paint(self._pipeline, painting)[: size[1], : size[0]]
        return _resized(np.rint(np.clip(made, 0, 1) * 255).astype(np.uint8), (width, height))


def _report(step: Step, pipeline: Any, index: int, timestep: object, tensors: dict[str, Any]) -> dict[str, Any]:
    walked = (index + 1) / max(1, pipeline.num_timesteps)  # fewer than the steps asked for, when strength is below 1
    step(DRAFT_SHARE + (1 - DRAFT_SHARE) * min(1.0, walked), PAINTING)
    return tensors


def _working_size(width: int, height: int, most_px: int) -> tuple[int, int]:
    factor = min(1.0, most_px / max(width, height))
    return max(1, round(width * factor)), max(1, round(height * factor))


def _resized(pixels: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    if (pixels.shape[1], pixels.shape[0]) == size:
        return pixels
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS))


def _padded(pixels: NDArray[np.uint8], multiple: int) -> NDArray[np.uint8]:
    """Grown to the right and below by its own edge, so that no pixel moves, as it would if the picture were scaled."""
    more = [(0, -length % multiple) for length in pixels.shape[:2]]
    return np.pad(pixels, [*more, *[(0, 0)] * (pixels.ndim - 2)], mode="edge")


def _laid_in(drafted: Rgb, painted: Rgb, garments: Mask) -> Rgb:
    """The painted cloth in the draft. The seam fades within the mask; where the mask is 0 nothing changes."""
    inwards = np.minimum(ndimage.distance_transform_edt(np.pad(garments > 0, 1, mode="edge"))[1:-1, 1:-1] / EDGE_PX, 1)
    share = (garments / 255.0 * inwards)[..., None]
    laid: Rgb = np.rint(drafted * (1 - share) + painted * share).astype(np.uint8)
    return laid
