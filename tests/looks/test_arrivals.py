"""Every kind of picture that is not what it should be, at each place where pictures come in."""

import struct
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse
from PIL import Image

from studio.decisions import no
from studio.imaging.encoding import srgb_profile
from studio.jobs import work
from studio.jobs.models import Job
from studio.looks.models import Backdrop, Garment
from studio.media.models import Blob, Upload
from studio.shoots.models import Shoot
from studio.twins.actions.plates import measure
from studio.web.sentences import SENTENCES, sentence, way_on
from tests import crew
from tests.crew import NOW

HOUSE = Path(settings.BASE_DIR) / "studio/operations/demo_house"


def file(image: Image.Image, format: str = "PNG", **choices: object) -> bytes:
    out = BytesIO()
    image.save(out, format, **choices)
    return out.getvalue()


@cache
def person() -> Image.Image:
    return Image.open(HOUSE / "twins/nia_a.jpg").convert("RGB").resize((512, 768))


@cache
def packshot() -> Image.Image:
    piece = Image.open(HOUSE / "garments/knit_rust.png").convert("RGBA").resize((512, 640))
    sheet = Image.new("RGB", piece.size, (236, 236, 238))
    sheet.paste(piece, mask=piece.getchannel("A"))
    return sheet


@cache
def scenery() -> Image.Image:
    return Image.open(HOUSE / "backdrops/concrete.jpg").convert("RGB").resize((512, 512))


def crowd() -> Image.Image:
    sheet = Image.new("RGB", (1400, 768), (220, 220, 220))
    for place, name in enumerate(("nia_a", "marta_a", "ren_a")):
        sheet.paste(Image.open(HOUSE / f"twins/{name}.jpg").convert("RGB").resize((512, 768)), (place * 444, 0))
    return sheet


def vast() -> bytes:
    """200 million pixels, in a kilobyte."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", 20_000, 10_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")


def deep(image: Image.Image) -> bytes:
    """16 bits a channel, as a plain TIFF."""
    pixels = (np.asarray(image).astype("<u2") * 257).tobytes()
    width, height = image.size
    tags = [
        (256, 4, 1, width), (257, 4, 1, height), (258, 3, 3, 8 + 2 + 10 * 12 + 4), (259, 3, 1, 1), (262, 3, 1, 2),
        (273, 4, 1, 8 + 2 + 10 * 12 + 4 + 6), (277, 3, 1, 3), (278, 4, 1, height), (279, 4, 1, len(pixels)),
        (284, 3, 1, 1),
    ]  # fmt: skip
    entries = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    head = b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + struct.pack("<I", 0)
    return head + struct.pack("<3H", 16, 16, 16) + pixels


def black(_image: Image.Image) -> bytes:
    return file(Image.new("RGB", (512, 640)), "JPEG")


INPUTS: dict[str, Callable[[Image.Image], bytes]] = {
    "black": black,
    "one-pixel": lambda _image: file(Image.new("RGB", (1, 1), "red")),
    "vast": lambda _image: vast(),
    "cmyk": lambda image: file(image.convert("CMYK"), "JPEG", quality=92),
    "sixteen-bit": deep,
    "animated": lambda image: file(image, save_all=True, append_images=[image.rotate(3)]),
    "truncated": lambda image: file(image, "JPEG")[:9000],
    "crowd": lambda _image: file(crowd(), "JPEG"),
    "person": lambda _image: file(person(), "JPEG"),
}
# What answers it; "" where it is taken.
ANSWERS = {
    "plate": {
        "black": "nobody-found", "one-pixel": "too-small", "vast": "too-many-pixels", "cmyk": "", "sixteen-bit": "",
        "animated": "animated", "truncated": "damaged", "crowd": "several-people", "person": "",
    },
    "garment": {
        "black": "no-garment", "one-pixel": "too-small", "vast": "too-many-pixels", "cmyk": "", "sixteen-bit": "",
        "animated": "animated", "truncated": "damaged", "crowd": "person-in-garment", "person": "person-in-garment",
    },
    "backdrop": {
        "black": "", "one-pixel": "too-small", "vast": "too-many-pixels", "cmyk": "", "sixteen-bit": "",
        "animated": "animated", "truncated": "damaged", "crowd": "face-in-backdrop", "person": "face-in-backdrop",
    },
}  # fmt: skip


class ArrivalTests(TestCase):
    def setUp(self) -> None:
        self.shoot: Shoot = crew.shoot()
        self.signed = crew.signed_in(self.client, crew.booked(self.shoot, "styling", "set-design"))

    def work(self) -> None:
        job = Job.objects.claim("draft", NOW.replace(year=2100))
        assert job is not None
        work.do(job)

    def answer_to(self, kind: str, data: bytes) -> str:
        if kind == "plate":
            return measure(data)[0].code.removeprefix("ok")
        address = reverse("looks:bring" if kind == "garment" else "looks:bring-backdrop", args=[self.shoot.id])
        self.signed.post(address, {"picture": SimpleUploadedFile("wall.png", data), "whose": "house", "may": "yes"})
        self.work()
        if kind == "garment":
            return Garment.objects.latest("at", "id").code
        return Upload.objects.latest("created_at", "id").code

    def test_each_is_taken_or_answered_by_a_sentence_with_a_way_on(self) -> None:
        shown = {"plate": person, "garment": packshot, "backdrop": scenery}
        for kind, answers in ANSWERS.items():
            for name, code in answers.items():
                with self.subTest(f"{name} as {kind}"):
                    self.assertEqual(self.answer_to(kind, INPUTS[name](shown[kind]())), code)
                    if code:
                        self.assertTrue(code in SENTENCES and sentence(no(code)) and way_on(no(code)))

    def test_nothing_of_what_was_refused_is_kept(self) -> None:
        for kind in ("garment", "backdrop"):
            for name in ("person", "truncated", "one-pixel"):
                with self.subTest(f"{name} as {kind}"):
                    self.answer_to(kind, INPUTS[name](packshot()))
                    self.assertEqual((Blob.objects.count(), Backdrop.objects.count()), (0, 0))

    def test_a_wide_gamut_keeps_its_look(self) -> None:
        """Told with its profile, the same numbers mean other colours; they are read as meant."""
        exchanged = srgb_profile().replace("sRGB".encode("utf-16-be"), "xRGB".encode("utf-16-be"))
        exchanged = exchanged.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
        self.answer_to("backdrop", file(Image.new("RGB", (80, 80), (200, 30, 30)), icc_profile=exchanged))
        backdrop = Backdrop.objects.get()
        self.assertGreater(backdrop.picture.size_bytes, 0)
        self.assertLess(backdrop.warmth, 0)


class BackdropTests(TestCase):
    def test_a_place_is_kept_for_the_house_with_whose_it_is(self) -> None:
        shoot = crew.shoot()
        client = crew.signed_in(self.client, crew.booked(shoot, "set-design"))
        picture = SimpleUploadedFile("grey-wall.jpg", file(scenery(), "JPEG"))
        address = reverse("looks:bring-backdrop", args=[shoot.id])
        client.post(address, {"picture": picture, "whose": "mine", "may": "yes"})
        job = Job.objects.claim("draft", NOW.replace(year=2100))
        assert job is not None
        work.do(job)
        made = Backdrop.objects.get()
        self.assertEqual((made.name, made.whose, made.may, made.house), ("Grey wall", "mine", "yes", shoot.house))
        self.assertContains(client.get(reverse("looks:index", args=[shoot.id])), "Grey wall")
        self.assertFalse(Backdrop.objects.open_to(crew.house()).exists())
