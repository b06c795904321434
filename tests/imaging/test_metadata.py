import shutil
import subprocess
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.imaging.encoding import Format, encode
from studio.imaging.metadata import (
    MOST_PACKET_BYTES,
    Provenance,
    contributors_of,
    json_ld,
    read_xmp,
    xmp_packet,
)

PEOPLE = (
    ("Zoë Ōkubo 大久保", "stylist"),
    ("Set & Sons <studio>", "set designer"),
    ("Ama Example", "model (digital twin)"),
)
SAID = Provenance(
    title="Look 14",
    source_type="composite",
    studio_id="urn:uuid:5d9b0c52-0000-4000-8000-000000000001",
    created_at=datetime(2026, 6, 3, 10, tzinfo=UTC),
    creators=("Rosa Lens", "Zoë Ōkubo 大久保"),
    credit_line="Rosa Lens / Maison Example",
    contributors=PEOPLE,
    persons_shown=("Ama Example",),
    ai_system="draft",
    ai_version="1",
    usage_terms="E-commerce, EU, until 30 June 2027",
    web_statement="https://studio.example/v/ABC123",
    release_id="ABC123",
    licensor="North Models",
    garments=("Wool coat", "Satin skirt"),
    alt_text="A woman in a long grey coat.",
)
EMPTY = np.zeros((16, 16, 3), np.uint8)


@pytest.mark.parametrize("format", get_args(Format))
def test_what_is_written_is_read_back_from_the_file(format: Format) -> None:
    facts = read_xmp(encode(EMPTY, format=format, quality=80, xmp=xmp_packet(SAID)))
    assert facts["source_type"] == "composite"
    assert facts["studio_id"] == SAID.studio_id
    assert facts["contributors"] == PEOPLE
    assert facts["creators"] == SAID.creators
    assert facts["credit_line"] == SAID.credit_line


def test_training_is_prohibited_in_every_packet() -> None:
    assert b"vocab/DMI-PROHIBITED<" in xmp_packet(SAID)


def test_without_a_release_none_is_claimed() -> None:
    assert b"ModelRelease" not in xmp_packet(replace(SAID, release_id=""))


def test_the_json_for_the_manifest_says_the_same_people() -> None:
    assert contributors_of(json_ld(SAID)) == PEOPLE == read_xmp(xmp_packet(SAID))["contributors"]


@given(st.lists(st.tuples(st.text(min_size=1, max_size=60), st.text(min_size=1, max_size=30)), min_size=1, max_size=5))
def test_any_name_gives_a_packet_that_parses_and_keeps_everybody(people: list[tuple[str, str]]) -> None:
    packet = xmp_packet(replace(SAID, contributors=tuple(people)))
    assert len(read_xmp(packet)["contributors"]) == len(people)


def test_long_texts_are_shortened_but_nobody_is_left_out() -> None:
    crew = tuple((f"Person {number} with a long name", "stylist") for number in range(150))
    many = replace(SAID, contributors=crew, usage_terms="x" * 90_000, garments=("coat " * 40,) * 200)
    packet = xmp_packet(many)
    assert len(packet) <= MOST_PACKET_BYTES
    assert read_xmp(packet)["contributors"] == crew


def test_a_crew_that_does_not_fit_is_an_error_rather_than_a_cut() -> None:
    with pytest.raises(ValueError, match="must fit"):
        xmp_packet(replace(SAID, contributors=(("Somebody", "stylist"),) * 1000))


@pytest.mark.parametrize("change", [{"source_type": "photograph"}, {"studio_id": "14"}])
def test_it_refuses_vocabulary_of_its_own(change: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=next(iter(change))):
        replace(SAID, **change)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"nothing here",
        b"<x:xmpmeta never closed",
        b"<x:xmpmeta></x:xmpmeta>",
        b'<x:xmpmeta xmlns:x="a"><!ENTITY lol "lol"></x:xmpmeta>',
    ],
)
def test_a_picture_without_readable_notes_says_nothing(data: bytes) -> None:
    assert read_xmp(data) == {}


def test_properties_written_as_attributes_are_read_too() -> None:
    data = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><r xmlns:p="http://ns.adobe.com/photoshop/1.0/" p:Credit="Rosa"/>'
        b"</x:xmpmeta>"
    )
    assert read_xmp(data)["credit_line"] == "Rosa"


def test_the_packet_is_one_rdf_description() -> None:
    body = xmp_packet(SAID).partition(b"?>\n")[2].partition(b"\n<?xpacket")[0]
    assert len(ET.fromstring(body)[0]) == 1


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
def test_exiftool_reads_what_we_wrote(tmp_path: Path) -> None:
    file = tmp_path / "picture.jpg"
    file.write_bytes(encode(EMPTY, format="JPEG", quality=80, xmp=xmp_packet(SAID)))
    told = subprocess.run(["exiftool", "-G1", "-struct", str(file)], capture_output=True, text=True, check=True).stdout
    assert "Zoë Ōkubo 大久保" in told
    assert "Digital Source Type" in told
