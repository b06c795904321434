"""A checkpoint is registered with its licence, and a folder that is none is refused in words."""

import json
import tempfile
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import TestCase

from studio.decisions import YES
from studio.previews import engines
from studio.previews.models import Checkpoint


class CheckpointCommandTests(TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name) / "house-look"
        self.folder.mkdir()

    def save(self) -> None:
        (self.folder / "model_index.json").write_text(json.dumps({"_class_name": "StableDiffusionXLInpaintPipeline"}))
        (self.folder / "unet").mkdir()
        (self.folder / "unet" / "diffusion_pytorch_model.safetensors").write_bytes(b"weights")

    def test_a_folder_without_a_pipeline_is_refused(self) -> None:
        with self.assertRaisesMessage(CommandError, "house-look"):
            call_command("checkpoint", str(self.folder), stdout=StringIO())
        self.assertFalse(Checkpoint.objects.exists())

    def test_a_saved_pipeline_can_be_used_and_is_not_commercial_until_its_licence_says_so(self) -> None:
        self.save()
        said = StringIO()
        call_command("checkpoint", str(self.folder), stdout=said)
        self.assertIn("previews only", said.getvalue())
        decision, named = engines.named(engines.DIFFUSION)
        self.assertEqual((decision, named.name), (YES, "diffusion"))
