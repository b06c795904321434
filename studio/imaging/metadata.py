"""What a picture says of itself: who made it, by what means, under which terms. IPTC 2025.1 and PLUS, as XMP.

One list of properties is written twice: as XMP into the file, and as JSON-LD into the signed manifest.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypedDict

SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
PLUS_TERMS = "http://ns.useplus.org/ldf/vocab/"
KNOWN_SOURCE_TYPES = frozenset(
    {"composite", "compositeWithTrainedAlgorithmicMedia", "trainedAlgorithmicMedia", "compositeSynthetic"}
)
NAMESPACES = {
    "x": "adobe:ns:meta/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
}
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
MOST_PACKET_BYTES = 60_000
MOST_CHARACTERS = 2_000
FEW_CHARACTERS = 200

for _prefix, _address in NAMESPACES.items():
    ET.register_namespace(_prefix, _address)


@dataclass(frozen=True, slots=True)
class Provenance:
    """What may be said in public about a picture. Stage names only; no e-mail, no rate, no text of a grant.

    source_type: the last part of an IPTC digital source type, as an engine states it.
    studio_id: "urn:uuid:..." of the picture. release_id: the public verification id, never the grant itself.
    contributors: (name, role) in the order in which they are credited; nobody is ever cut from it.
    """

    title: str
    source_type: str
    studio_id: str
    created_at: datetime
    creators: tuple[str, ...] = ()
    credit_line: str = ""
    contributors: tuple[tuple[str, str], ...] = ()
    persons_shown: tuple[str, ...] = ()
    ai_system: str = ""
    ai_version: str = ""
    usage_terms: str = ""
    web_statement: str = ""
    release_id: str = ""
    licensor: str = ""
    garments: tuple[str, ...] = ()
    alt_text: str = ""

    def __post_init__(self) -> None:
        if self.source_type not in KNOWN_SOURCE_TYPES:
            raise ValueError(f"source_type must be one of {sorted(KNOWN_SOURCE_TYPES)}, got {self.source_type!r}")
        if not self.studio_id.startswith("urn:uuid:"):
            raise ValueError(f"studio_id must be a urn:uuid, got {self.studio_id!r}")


class XmpFacts(TypedDict, total=False):
    source_type: str
    studio_id: str
    contributors: tuple[tuple[str, str], ...]
    creators: tuple[str, ...]
    persons_shown: tuple[str, ...]
    credit_line: str
    title: str
    web_statement: str
    usage_terms: str


class Words(str):
    """Text that may have translations: an rdf:Alt with one "x-default"."""


class Ordered(list["Value"]):
    """An rdf:Seq. A plain list is an rdf:Bag."""


Value = str | Mapping[str, "Value"] | list["Value"]


def properties(p: Provenance) -> dict[str, Value]:
    """The properties that are not empty, by their XMP names."""
    said: dict[str, Value] = {
        "dc:title": Words(p.title),
        "dc:creator": Ordered(p.creators),
        "photoshop:Credit": p.credit_line,
        "Iptc4xmpExt:Contributor": [
            {"Iptc4xmpExt:Name": Words(name), "Iptc4xmpExt:Role": [role]} for name, role in p.contributors
        ],
        "Iptc4xmpExt:PersonInImage": list(p.persons_shown),
        "Iptc4xmpExt:DigitalSourceType": SOURCE_TYPES + p.source_type,
        "Iptc4xmpExt:DigImageGUID": p.studio_id,
        "Iptc4xmpExt:AISystemUsed": p.ai_system,
        "Iptc4xmpExt:AISystemVersionUsed": p.ai_version,
        "Iptc4xmpExt:ArtworkOrObject": [{"Iptc4xmpExt:AOTitle": Words(garment)} for garment in p.garments],
        "Iptc4xmpCore:AltTextAccessibility": Words(p.alt_text),
        "plus:ModelReleaseStatus": PLUS_TERMS + "MR-LMR" if p.release_id else "",
        "plus:ModelReleaseID": [p.release_id] if p.release_id else [],
        "plus:DataMining": PLUS_TERMS + "DMI-PROHIBITED",
        "plus:Licensor": Ordered([{"plus:LicensorName": p.licensor, "plus:LicensorURL": p.web_statement}])
        if p.licensor
        else [],
        "xmpRights:Marked": "True",
        "xmpRights:UsageTerms": Words(p.usage_terms),
        "xmpRights:WebStatement": p.web_statement,
        "xmp:CreateDate": p.created_at.isoformat(timespec="seconds"),
        "xmp:CreatorTool": "Doublure",
    }
    return {name: value for name, value in said.items() if value}


def xmp_packet(p: Provenance) -> bytes:
    """The packet to embed. Long texts are shortened until it fits into one segment of a JPEG; names never are.

    Raises ValueError when even so it does not fit.
    """
    for characters, garments in ((MOST_CHARACTERS, p.garments), (FEW_CHARACTERS, ())):
        packet = _packet(properties(replace(_shortened(p, characters), garments=garments)))
        if len(packet) <= MOST_PACKET_BYTES:
            return packet
    raise ValueError(f"provenance must fit into {MOST_PACKET_BYTES} bytes, got {len(packet)}")


def json_ld(p: Provenance) -> dict[str, object]:
    """The same properties for the `cawg.metadata` assertion."""
    said = properties(p)
    used = {name.partition(":")[0] for name in said} | {"xmp", "Iptc4xmpExt"}
    context = {prefix: address for prefix, address in NAMESPACES.items() if prefix in used}
    return {"@context": context, **{name: _plain(value) for name, value in said.items()}}


def contributors_of(json_properties: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """(name, role) pairs read back from what `json_ld` wrote."""
    found = json_properties.get("Iptc4xmpExt:Contributor")
    people = found if isinstance(found, list) else [found]
    return tuple(
        (_text(person.get("Iptc4xmpExt:Name")), _text(person.get("Iptc4xmpExt:Role")))
        for person in people
        if isinstance(person, dict)
    )


def read_xmp(data: bytes) -> XmpFacts:
    """What a picture's XMP says, as far as we read it; empty when it has none, or none that can be trusted to parse.

    Looks for the packet in the bytes themselves: our writers, and nearly all others, leave it uncompressed.
    """
    start = data.find(b"<x:xmpmeta")
    end = data.find(b"</x:xmpmeta>", start)
    if start < 0 or end < 0 or end - start > 4 * MOST_PACKET_BYTES:
        return {}
    packet = data[start : end + len(b"</x:xmpmeta>")]
    if b"<!" in packet:  # no entities from strangers
        return {}
    try:
        root = ET.fromstring(packet)
    except ET.ParseError:
        return {}
    return _facts(root)


def _facts(root: ET.Element) -> XmpFacts:
    people = root.findall(f".//{_name('Iptc4xmpExt:Contributor')}/*/{_name('rdf:li')}")
    facts: XmpFacts = {
        "source_type": _first(root, "Iptc4xmpExt:DigitalSourceType").rpartition("/")[2],
        "studio_id": _first(root, "Iptc4xmpExt:DigImageGUID"),
        "contributors": tuple((_first(li, "Iptc4xmpExt:Name"), _first(li, "Iptc4xmpExt:Role")) for li in people),
        "creators": _all(root, "dc:creator"),
        "persons_shown": _all(root, "Iptc4xmpExt:PersonInImage"),
        "credit_line": _first(root, "photoshop:Credit"),
        "title": _first(root, "dc:title"),
        "web_statement": _first(root, "xmpRights:WebStatement"),
        "usage_terms": _first(root, "xmpRights:UsageTerms"),
    }
    return facts


def _all(root: ET.Element, name: str) -> tuple[str, ...]:
    """The texts of a property, whether it is written as an element, as a list or as an attribute."""
    for element in root.iter(_name(name)):
        items = [li.text or "" for li in element.iter(_name("rdf:li"))]
        return tuple(items) if items else ((element.text or "").strip(),)
    return tuple(text for element in root.iter() if (text := element.get(_name(name))) is not None)


def _first(root: ET.Element, name: str) -> str:
    return next(iter(_all(root, name)), "")


def _shortened(p: Provenance, characters: int) -> Provenance:
    return replace(
        p,
        title=p.title[:characters],
        credit_line=p.credit_line[:characters],
        usage_terms=p.usage_terms[:characters],
        alt_text=p.alt_text[:characters],
    )


def _packet(said: Mapping[str, Value]) -> bytes:
    root = ET.Element(_name("x:xmpmeta"))
    rdf = ET.SubElement(root, _name("rdf:RDF"))
    description = ET.SubElement(rdf, _name("rdf:Description"), {_name("rdf:about"): ""})
    for name, value in said.items():
        _write(ET.SubElement(description, _name(name)), value)
    body: bytes = ET.tostring(root, encoding="utf-8")
    return b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n' + body + b'\n<?xpacket end="r"?>'


def _write(element: ET.Element, value: Value) -> None:
    if isinstance(value, Words):
        li = ET.SubElement(ET.SubElement(element, _name("rdf:Alt")), _name("rdf:li"), {LANGUAGE: "x-default"})
        li.text = _clean(value)
    elif isinstance(value, str):
        element.text = _clean(value)
    elif isinstance(value, list):
        many = ET.SubElement(element, _name("rdf:Seq" if isinstance(value, Ordered) else "rdf:Bag"))
        for item in value:
            _write(ET.SubElement(many, _name("rdf:li")), item)
    else:
        element.set(_name("rdf:parseType"), "Resource")
        for name, part in _filled(value.items()):
            _write(ET.SubElement(element, _name(name)), part)


def _filled(parts: Iterable[tuple[str, Value]]) -> Iterable[tuple[str, Value]]:
    return ((name, part) for name, part in parts if part)


def _plain(value: Value) -> object:
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return {name: _plain(part) for name, part in _filled(value.items())}


def _text(value: object) -> str:
    if isinstance(value, list):
        return str(value[0]) if value else ""
    return str(value or "")


def _clean(text: str) -> str:
    """XML 1.0 has no place for control characters, lone surrogates and the two non-characters."""
    return re.sub(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


def _name(prefixed: str) -> str:
    prefix, _, local = prefixed.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"
