import multiprocessing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from studio.imaging.credentials import Authority, Statement, make_authority, read, sign
from studio.imaging.decoding import decode
from studio.imaging.encoding import MIMES, Format, encode
from studio.imaging.fingerprints import iscc_code
from studio.imaging.metadata import Provenance, read_xmp, xmp_packet

PICTURE = np.random.default_rng(4).integers(0, 255, (120, 96, 3), dtype=np.uint8)
SAID = Provenance(
    title="Look 14",
    source_type="compositeWithTrainedAlgorithmicMedia",
    studio_id="urn:uuid:5d9b0c52-0000-4000-8000-000000000001",
    created_at=datetime(2026, 6, 3, 10, tzinfo=UTC),
    creators=("Rosa Lens",),
    credit_line="Rosa Lens / Maison Example",
    contributors=(("Zoë Ōkubo 大久保", "stylist"), ("Set & Sons <studio>", "set designer")),
    ai_system="diffusion",
    ai_version="a1b2",
    web_statement="https://studio.example/v/ABC123",
)
STATEMENT = Statement(
    SAID,
    ingredients=("Digital twin (withheld)", "Wool coat"),
    verify_url="https://studio.example/v/ABC123",
    grant_sha256="9f" * 32,
    iscc=iscc_code(PICTURE),
    watermark="spread spectrum, 48 bits",
)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("studio") / "certificates", studio_name="Maison Example")


def written(format: Format = "JPEG") -> bytes:
    return encode(PICTURE, format=format, quality=90, xmp=xmp_packet(SAID))


def signed(authority: Authority, format: Format = "JPEG") -> bytes:
    return sign(written(format), MIMES[format], statement=STATEMENT, authority=authority)


@pytest.mark.parametrize("format", get_args(Format))
def test_what_we_signed_is_trusted_and_says_what_we_said(authority: Authority, format: Format) -> None:
    found = read(signed(authority, format), MIMES[format], authority=authority)
    assert found is not None
    assert (found.state, found.problems) == ("Trusted", ())
    assert found.source_type == SAID.source_type
    assert found.studio_id == SAID.studio_id
    assert found.ingredients == STATEMENT.ingredients
    assert (found.verify_url, found.grant_sha256, found.iscc) == (
        STATEMENT.verify_url,
        STATEMENT.grant_sha256,
        STATEMENT.iscc,
    )
    assert found.issuer == "Maison Example"


@pytest.mark.parametrize("format", get_args(Format))
def test_notes_and_manifest_name_the_same_people(authority: Authority, format: Format) -> None:
    data = signed(authority, format)
    found = read(data, MIMES[format], authority=authority)
    assert found is not None
    assert found.contributors == read_xmp(data)["contributors"] == SAID.contributors
    assert found.creators == read_xmp(data)["creators"]
    assert found.credit_line == read_xmp(data)["credit_line"]


@pytest.mark.parametrize("format", get_args(Format))
def test_signing_touches_neither_notes_nor_pixels(authority: Authority, format: Format) -> None:
    before, after = written(format), signed(authority, format)
    assert read_xmp(after) == read_xmp(before)
    assert np.array_equal(decode(after).pixels, decode(before).pixels)


def flipped(data: bytes, place: int) -> bytes:
    changed = bytearray(data)
    changed[place] ^= 1
    return bytes(changed)


@pytest.mark.parametrize("format", get_args(Format))
def test_a_flipped_bit_in_the_picture_is_invalid(authority: Authority, format: Format) -> None:
    data = written(format)
    place = signed(authority, format).index(data[-40:]) + 20  # what is last in the file is picture, or its XMP
    found = read(flipped(signed(authority, format), place), MIMES[format], authority=authority)
    assert found is None or found.state == "Invalid"


def test_a_flipped_bit_anywhere_else_is_invalid_or_lies_in_padding(authority: Authority) -> None:
    whole = signed(authority)
    said = read(whole, "image/jpeg", authority=authority)
    for place in range(40, len(whole), len(whole) // 40):
        found = read(flipped(whole, place), "image/jpeg", authority=authority)
        assert found is None or found.state == "Invalid" or found == said


def test_a_picture_saved_anew_has_no_credentials(authority: Authority) -> None:
    again = encode(decode(signed(authority)).pixels, format="JPEG", quality=90)
    assert read(again, "image/jpeg", authority=authority) is None


@pytest.mark.parametrize("data", [b"", b"no picture", bytes(1000)])
def test_what_is_no_picture_has_no_credentials(authority: Authority, data: bytes) -> None:
    assert read(data, "image/jpeg", authority=authority) is None


def test_another_studios_picture_is_whole_but_not_trusted(authority: Authority, tmp_path: Path) -> None:
    other = make_authority(tmp_path / "other", studio_name="Rival")
    found = read(signed(other), "image/jpeg", authority=authority)
    assert found is not None
    assert (found.state, found.issuer) == ("Valid", "Rival")


def test_what_cannot_be_signed_is_said_so(authority: Authority) -> None:
    with pytest.raises(ValueError, match="could not be signed"):
        sign(b"no picture", "image/jpeg", statement=STATEMENT, authority=authority)


def test_a_thumbnail_of_our_own_can_go_in(authority: Authority) -> None:
    small = encode(PICTURE[::4, ::4], format="JPEG", quality=80)
    data = sign(written(), "image/jpeg", statement=STATEMENT, authority=authority, thumbnail=small)
    assert small in data
    found = read(data, "image/jpeg", authority=authority)
    assert found is not None
    assert found.state == "Trusted"


def test_a_plain_statement_can_be_signed_too(authority: Authority) -> None:
    plain = Statement(replace(SAID, ai_system="", contributors=(), creators=()))
    found = read(sign(written(), "image/jpeg", statement=plain, authority=authority), "image/jpeg", authority=authority)
    assert found is not None
    assert (found.state, found.contributors, found.ingredients) == ("Trusted", (), ())


def test_the_certificates_are_made_once(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "certificates"
    assert make_authority(folder, studio_name="One") == make_authority(folder, studio_name="Two")
    assert [path.name for path in folder.parent.iterdir()] == ["certificates"]


def test_only_the_owner_of_the_process_can_read_the_keys(tmp_path: Path) -> None:
    make_authority(tmp_path / "certificates", studio_name="One")
    keys = list((tmp_path / "certificates").glob("*.key"))
    assert len(keys) == 3
    assert {key.stat().st_mode & 0o777 for key in keys} == {0o600}


def test_the_key_is_in_no_traceback(authority: Authority) -> None:
    assert "PRIVATE" not in repr(authority)


def test_a_forked_process_can_sign(authority: Authority) -> None:
    signed(authority)  # so that this process has its own context already
    with multiprocessing.get_context("fork").Pool(1) as pool:
        data = pool.apply(signed, (authority,))
    found = read(data, "image/jpeg", authority=authority)
    assert found is not None
    assert found.state == "Trusted"
