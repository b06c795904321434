"""Consent receipts in the shape of ISO/IEC TS 27560: header, processing, parties, events; JSON-LD with the DPV. Pure.

Given to the person whose data it is. It says what she agreed to and how to end it, and is itself no consent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

SCHEMA = "ISO/IEC TS 27560:2023"
OF_A_VOCABULARY = (
    "purpose", "lawful_basis", "pii_type", "processing_operations", "party_role", "event_type", "event_state",
)  # fmt: skip
CONTEXT = {
    "dpv": "https://w3id.org/dpv#",
    "dpv-pd": "https://w3id.org/dpv/pd#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "dct": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dbl": "urn:doublure:receipt:1:",
    "@vocab": "urn:doublure:receipt:1:",  # every field of the standard, by its own name
    **{word: {"@type": "@vocab"} for word in OF_A_VOCABULARY},
}
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Party:
    """role: "dpv:DataSubject", "dpv:DataController", "dpv:Recipient" ... name: "" where only an id is told."""

    id: str
    role: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """state: "dpv:ConsentGiven", "dpv:ConsentWithdrawn", "dpv:ConsentExpired". evidence: how she was signed in."""

    at: str
    state: str
    by: str
    evidence: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Consented:
    """What was agreed to. text: the very words she read, whose hash is signed."""

    record: str
    principal: str
    issued_at: str
    text: str
    text_sha256: str
    language: str
    wording: str
    purposes: Sequence[tuple[str, str]]  # (our code, in words)
    basis: str
    data: Sequence[tuple[str, str]]  # (dpv-pd word, in words)
    special_category: bool
    operations: Sequence[str]
    storage: str
    places: Sequence[str]
    withdrawal: str
    parties: Sequence[Party]
    events: Sequence[Event]


def receipt(of: Consented) -> Json:
    return {
        "@context": CONTEXT,
        "@type": "dpv:ConsentReceipt",
        "@id": f"urn:uuid:{of.record}",
        "header": header(of),
        "processing": processing(of),
        "party": [party(each) for each in of.parties],
        "event": [event(each) for each in of.events],
    }


def header(of: Consented) -> Json:
    return {
        "schema_version": SCHEMA,
        "dct:conformsTo": "dpv-27560",
        "record_id": of.record,
        "receipt_id": f"{of.record}#receipt",
        "pii_principal_id": of.principal,
        "dct:issued": {"@value": of.issued_at, "@type": "xsd:dateTime"},
    }


def processing(of: Consented) -> Json:
    return {
        "privacy_notice": {"text": of.text, "sha256": of.text_sha256, "wording": of.wording},
        "language": of.language,
        "purposes": [
            {
                "@type": "dpv:Purpose",
                "purpose": code,
                "dct:description": {"@value": words, "@language": of.language},
                "lawful_basis": of.basis,
                "pii_information": [_data(each, of) for each in of.data],
                "processing_operations": list(of.operations),
                "storage_conditions": of.storage,
                "processing_locations": list(of.places),
                "withdrawal_method": of.withdrawal,
                "automated_decision_making": False,
            }
            for code, words in of.purposes
        ],
    }


def _data(each: tuple[str, str], of: Consented) -> Json:
    kind, words = each
    return {
        "pii_type": kind,
        "dct:description": {"@value": words, "@language": of.language},
        "special_category": of.special_category,
    }


def party(each: Party) -> Json:
    said: Json = {"party_id": each.id, "party_role": each.role}
    return said | ({"party_name": each.name} if each.name else {})


def event(each: Event) -> Json:
    said: Json = {
        "event_time": {"@value": each.at, "@type": "xsd:dateTime"},
        "event_type": "dpv:ExplicitlyExpressedConsent",
        "event_state": each.state,
        "entity_id": each.by,
    }
    if each.evidence:
        said["dbl:signedIn"] = each.evidence
    return said | ({"validity_duration": {"@value": each.until, "@type": "xsd:date"}} if each.until else {})
