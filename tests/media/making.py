"""Pictures, blobs and pages for the tests of media."""

from collections.abc import Collection
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import numpy as np
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from studio.imaging.encoding import encode
from studio.media import actions, gates
from studio.media.models import Blob, Upload
from studio.people.models import Person

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
NIA = "twin:0197-nia"
REN = "twin:0197-ren"


def photograph(width_px: int = 300, height_px: int = 200, *, seed: int = 1) -> bytes:
    """A JPEG with something in it, so that no two are alike."""
    pixels = np.random.default_rng(seed).integers(0, 255, (height_px, width_px, 3), dtype=np.uint8)
    return encode(pixels, format="JPEG", quality=80)


def photograph_with_place() -> bytes:
    """As a phone writes it: turned, and with the place where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "A well known maker"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (59.0, 19.0, 46.0)
    file = BytesIO()
    Image.open(BytesIO(photograph(300, 200))).save(file, "JPEG", exif=exif)
    return file.getvalue()


def kept(data: bytes = b"", *, under: str = "", width_px: int = 300, height_px: int = 200) -> Blob:
    return actions.keep(
        data or photograph(width_px, height_px),
        content_type="image/jpeg",
        width_px=width_px,
        height_px=height_px,
        under=under,
        now=NOW,
    )


def person(email: str = "ida@house.example") -> Person:
    return Person.objects.create_user(email=email, name=email.split("@")[0].title())


def received(data: bytes = b"", *, by: Person, name: str = "shirt.jpg", under: str = "", key: str = "") -> Upload:
    file = SimpleUploadedFile(name, data or photograph())
    return actions.receive(file, by=by, about="board:1", now=NOW, under=under, key=key)


def step(share: float, what: str) -> None:
    """A job that nobody stops."""


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def all_files() -> list[Path]:
    return files_in(settings.MEDIA_FOLDER) + files_in(settings.ARRIVING_FOLDER)


class Gates:
    """The epochs as the app that keeps them would tell them."""

    def __init__(self, **epochs: int) -> None:
        self.epochs = {f"twin:{name}": epoch for name, epoch in epochs.items()}
        self.asked = 0
        gates.provide(self)

    def __call__(self, names: Collection[str]) -> dict[str, int]:
        self.asked += 1
        return {name: epoch for name, epoch in self.epochs.items() if name in names}


def signed_in(email: str = "ida@house.example") -> tuple[Client, Person, str]:
    somebody = person(email)
    client = Client()
    client.force_login(somebody)
    return client, somebody, str(client.session.session_key)
