"""Files and keys of a test lie in a folder of its own."""

from pathlib import Path

import pytest
from pytest_django import Settings

from studio.media import gates
from studio.media.recent import recent


@pytest.fixture(autouse=True)
def folders(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_FOLDER = tmp_path / "files"
    settings.ARRIVING_FOLDER = tmp_path / "arriving"
    settings.KEYS_FOLDER = tmp_path / "keys"
    monkeypatch.delenv("DOUBLURE_WRAPPING_KEY", raising=False)
    monkeypatch.setattr(gates, "_providers", [])
    monkeypatch.setattr(recent, "_kept", type(recent._kept)())
    monkeypatch.setattr(recent, "_bytes", 0)
