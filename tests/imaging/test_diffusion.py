import os

os.environ["HF_HUB_OFFLINE"] = "1"

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import AutoencoderKL, EulerDiscreteScheduler, StableDiffusionXLInpaintPipeline, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

from studio.imaging.engines import Engine, Made, Step
from studio.imaging.engines.diffusion import PAINTING, BadCheckpoint, DiffusionEngine, read_checkpoint
from studio.imaging.scene import Scene

HEIGHT, WIDTH = 62, 50  # no multiple of anything


class Sketch:
    """A draft of noise with one square of cloth: enough for what comes after it."""

    name, version, source_type = "sketch", "1", "composite"

    def render(self, scene: Scene, *, long_edge_px: int, step: Step) -> Made:
        step(1.0, "sketch")
        picture = np.random.default_rng(7).integers(0, 255, (HEIGHT, WIDTH, 3), dtype=np.uint8)
        garments = np.zeros((HEIGHT, WIDTH), np.uint8)
        garments[15:50, 10:40] = 255
        return Made(picture, garments, garments)


class Bare(Sketch):
    def render(self, scene: Scene, *, long_edge_px: int, step: Step) -> Made:
        made = super().render(scene, long_edge_px=long_edge_px, step=step)
        return Made(made.picture, np.zeros_like(made.garments), made.keep_clear)


class Stopped(Exception):
    pass


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole SDXL inpainting checkpoint with tiny random weights, as a trained one lies on a disk."""
    folder = tmp_path_factory.mktemp("checkpoints") / "tiny"
    torch.set_num_threads(1)  # on a busy machine threads wait for one another far longer than this takes
    torch.manual_seed(0)
    tokenizer = byte_tokenizer()
    text = text_config(len(tokenizer))
    StableDiffusionXLInpaintPipeline(
        vae=tiny_vae(),
        text_encoder=CLIPTextModel(text),
        text_encoder_2=CLIPTextModelWithProjection(text),
        tokenizer=tokenizer,
        tokenizer_2=tokenizer,
        unet=tiny_unet(),
        scheduler=EulerDiscreteScheduler(),
        image_encoder=None,
        feature_extractor=None,
        add_watermarker=False,
    ).save_pretrained(folder)
    return folder


def byte_tokenizer() -> CLIPTokenizer:
    letters = [chr(code) for code in (*range(33, 127), *range(161, 173), *range(174, 256))]
    letters += [chr(256 + number) for number in range(256 - len(letters))]
    pieces = [*letters, *(f"{letter}</w>" for letter in letters), "<|startoftext|>", "<|endoftext|>"]
    return CLIPTokenizer(vocab={piece: i for i, piece in enumerate(pieces)}, merges=[], model_max_length=77)


def text_config(words: int) -> CLIPTextConfig:
    return CLIPTextConfig(
        vocab_size=words,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=3,
        num_attention_heads=4,
        projection_dim=32,
        bos_token_id=words - 2,
        eos_token_id=words - 1,
        pad_token_id=words - 1,
    )


def tiny_vae() -> AutoencoderKL:
    return AutoencoderKL(
        block_out_channels=(16, 32),
        down_block_types=("DownEncoderBlock2D",) * 2,
        up_block_types=("UpDecoderBlock2D",) * 2,
        latent_channels=4,
        norm_num_groups=8,
        sample_size=64,
    )


def tiny_unet() -> UNet2DConditionModel:
    return UNet2DConditionModel(
        sample_size=16,
        layers_per_block=1,
        block_out_channels=(32, 64),
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=(2, 4),
        use_linear_projection=True,
        addition_embed_type="text_time",
        addition_time_embed_dim=8,
        projection_class_embeddings_input_dim=8 * 6 + 32,
        cross_attention_dim=64,
        norm_num_groups=8,
    )


@pytest.fixture(scope="module")
def engine(checkpoint: Path) -> DiffusionEngine:
    return DiffusionEngine(checkpoint, steps=6, strength=0.7, draft=Sketch())


def unheard(share: float, name: str) -> None:
    pass


def made_by(engine: Engine, seed: int = 1) -> Made:
    return engine.render(Scene(figures=(), words="red wool", seed=seed), long_edge_px=HEIGHT, step=unheard)


def test_it_paints_within_the_garments(engine: DiffusionEngine) -> None:
    drafted, made = made_by(Sketch()), made_by(engine)
    middle = np.s_[25:40, 20:30]
    assert np.abs(drafted.picture[middle].astype(int) - made.picture[middle]).mean() > 10


def test_it_leaves_everything_else_as_the_draft_had_it(engine: DiffusionEngine) -> None:
    drafted, made = made_by(Sketch()), made_by(engine)
    outside = drafted.garments == 0
    assert np.array_equal(drafted.picture[outside], made.picture[outside])


def test_it_keeps_size_and_masks_of_the_draft(engine: DiffusionEngine) -> None:
    made = made_by(engine)
    assert made.picture.shape == (HEIGHT, WIDTH, 3)
    assert np.array_equal(made.garments, made_by(Sketch()).garments)


def test_the_same_seed_gives_the_same_picture_and_another_seed_another(engine: DiffusionEngine) -> None:
    first = made_by(engine, seed=1).picture
    assert np.array_equal(first, made_by(engine, seed=1).picture)
    assert not np.array_equal(first, made_by(engine, seed=2).picture)


def test_it_reports_each_step_up_to_the_end(engine: DiffusionEngine) -> None:
    heard: list[tuple[float, str]] = []
    engine.render(Scene(figures=()), long_edge_px=HEIGHT, step=lambda share, name: heard.append((share, name)))
    shares = [share for share, _ in heard]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)
    assert [name for _, name in heard].count(PAINTING) == 4


@pytest.mark.parametrize("k", [1, 2, 4])
def test_it_stops_at_the_step_at_which_it_is_told(engine: DiffusionEngine, k: int) -> None:
    heard: list[str] = []

    def stop_at_k(share: float, name: str) -> None:
        heard.append(name)
        if heard.count(PAINTING) == k:
            raise Stopped

    with pytest.raises(Stopped):
        engine.render(Scene(figures=()), long_edge_px=HEIGHT, step=stop_at_k)
    assert heard.count(PAINTING) == k


def test_it_works_again_after_it_was_stopped(engine: DiffusionEngine) -> None:
    before = made_by(engine).picture

    def refuse(share: float, name: str) -> None:
        if name == PAINTING:
            raise Stopped

    with pytest.raises(Stopped):
        engine.render(Scene(figures=()), long_edge_px=HEIGHT, step=refuse)
    assert np.array_equal(before, made_by(engine).picture)


def test_a_picture_without_garments_stays_the_draft(checkpoint: Path) -> None:
    bare = DiffusionEngine(checkpoint, draft=Bare())
    assert np.array_equal(made_by(bare).picture, made_by(Bare()).picture)


def test_it_says_what_it_does_to_a_picture(engine: DiffusionEngine) -> None:
    assert (engine.name, engine.source_type) == ("diffusion", "compositeWithTrainedAlgorithmicMedia")


def test_an_ordinary_sdxl_checkpoint_is_opened_by_the_same_adapter(checkpoint: Path, tmp_path: Path) -> None:
    folder = copied(checkpoint, tmp_path)
    index = json.loads((folder / "model_index.json").read_text())
    (folder / "model_index.json").write_text(json.dumps({**index, "_class_name": "StableDiffusionXLPipeline"}))
    made = made_by(DiffusionEngine(folder, steps=2, strength=0.5, draft=Sketch()))
    assert made.picture.shape == (HEIGHT, WIDTH, 3)


def test_its_version_changes_with_a_weight(checkpoint: Path, tmp_path: Path) -> None:
    folder = copied(checkpoint, tmp_path)
    before = read_checkpoint(folder).version
    (folder / "unet" / "extra.safetensors").write_bytes(b"1")
    assert read_checkpoint(folder).version != before


def test_a_checkpoint_without_a_licence_is_not_commercial(checkpoint: Path) -> None:
    assert not read_checkpoint(checkpoint).commercial


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("licence.json", '{"name": "CreativeML Open RAIL++-M", "commercial": true}'),
        ("LICENSE", "\n   Apache License\n   Version 2.0"),
    ],
)
def test_a_plain_permission_makes_it_commercial(checkpoint: Path, tmp_path: Path, name: str, text: str) -> None:
    folder = copied(checkpoint, tmp_path)
    (folder / name).write_text(text)
    assert read_checkpoint(folder).commercial


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("licence.json", '{"name": "Research only", "commercial": false}'),
        ("licence.json", '{"name": "Said in words", "commercial": "yes"}'),
        ("licence.json", "[]"),
        ("licence.json", "not JSON"),
        ("LICENSE", "Non-commercial licence"),
    ],
)
def test_anything_else_does_not(checkpoint: Path, tmp_path: Path, name: str, text: str) -> None:
    folder = copied(checkpoint, tmp_path)
    (folder / name).write_text(text)
    assert not read_checkpoint(folder).commercial


def test_it_refuses_a_folder_without_an_index(tmp_path: Path) -> None:
    with pytest.raises(BadCheckpoint, match="no-model-index"):
        read_checkpoint(tmp_path)


def test_it_refuses_a_pipeline_it_has_no_adapter_for(tmp_path: Path) -> None:
    (tmp_path / "model_index.json").write_text('{"_class_name": "SomethingElse"}')
    with pytest.raises(BadCheckpoint, match="unknown-pipeline"):
        read_checkpoint(tmp_path)


def test_it_refuses_pickled_weights(tmp_path: Path) -> None:
    (tmp_path / "model_index.json").write_text('{"_class_name": "StableDiffusionXLInpaintPipeline"}')
    (tmp_path / "model.bin").write_bytes(b"pickle")
    with pytest.raises(BadCheckpoint, match="no-weights"):
        read_checkpoint(tmp_path)


def test_it_refuses_a_strength_that_leaves_no_step(checkpoint: Path) -> None:
    with pytest.raises(ValueError, match="strength"):
        DiffusionEngine(checkpoint, steps=4, strength=0.1, draft=Sketch())


def copied(checkpoint: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(checkpoint, tmp_path / "copy"))
