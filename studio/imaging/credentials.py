"""Content Credentials (C2PA): what leaves the studio is signed by it. All calls of the c2pa library are in this module.

The certificates are our own: our reader trusts them, other people's show "unknown issuer", and so no page of ours
may call them "verified". Nothing private goes into a manifest, for it is public as soon as the picture is.
"""

import base64
import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import c2pa
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from studio.imaging.metadata import SOURCE_TYPES, Provenance, contributors_of, json_ld

State = Literal["Trusted", "Valid", "Invalid"]

CLAIM_SIGNING = ObjectIdentifier("1.3.6.1.4.1.62558.2.1")
TRUSTED_USES = (CLAIM_SIGNING.dotted_string, "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36", "1.3.6.1.5.5.7.3.8")
TRAINING_AND_MINING = ("cawg.ai_inference", "cawg.ai_training", "cawg.ai_generative_training", "cawg.data_mining")
STUDIO_LABEL = "org.doublure.picture"
GENERATOR = "Doublure"
ROOT_DAYS, ISSUING_DAYS, SIGNER_DAYS = 20 * 365, 10 * 365, 5 * 365

NO_MANIFEST = (c2pa.C2paError.ManifestNotFound, c2pa.C2paError.NotSupported, c2pa.C2paError.Other, c2pa.C2paError.Io)

Key = ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class Authority:
    """root_pem: what our reader trusts. chain_pem: signer, then issuer. key_pem: the signer's own key.

    time_stamp_url: an RFC 3161 service; without one a signature ends with the signer's certificate.
    """

    root_pem: bytes
    chain_pem: bytes
    key_pem: bytes
    time_stamp_url: str = ""

    def __repr__(self) -> str:  # never the key, not even in a traceback
        return "Authority(...)"


@dataclass(frozen=True, slots=True)
class Statement:
    """What the signed manifest says. Names and roles come from the same `provenance` as the XMP.

    ingredients: titles of what went in ("Digital twin (withheld)"), never their bytes, for those carry thumbnails.
    grant_sha256: of the grant version, whose text stays here. watermark: how it is marked, not the number itself.
    """

    provenance: Provenance
    ingredients: tuple[str, ...] = ()
    verify_url: str = ""
    grant_sha256: str = ""
    iscc: str = ""
    watermark: str = ""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a file's manifest says, and whether to believe it.

    state: "Trusted" = whole, signed under our root; "Valid" = whole, signed by others; "Invalid" = changed or broken.
    problems: the codes of what failed, also those that do not break the file, such as an unknown signer.
    """

    state: State
    title: str = ""
    source_type: str = ""
    studio_id: str = ""
    creators: tuple[str, ...] = ()
    contributors: tuple[tuple[str, str], ...] = ()
    credit_line: str = ""
    ingredients: tuple[str, ...] = ()
    generator: str = ""
    issuer: str = ""
    verify_url: str = ""
    grant_sha256: str = ""
    iscc: str = ""
    problems: tuple[str, ...] = ()


def make_authority(folder: Path, *, studio_name: str, time_stamp_url: str = "") -> Authority:
    """The studio's certificates, made on the first call and read on every other.

    They appear all at once or not at all; of two processes that make them, the second takes the first one's.
    The root's key is only needed for a new issuer: an operator may move `root.key` to a safe place.
    """
    if not (folder / "signer.key").exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))  # mode 0700
        try:
            _write_certificates(made, studio_name)
            made.rename(folder)  # fails when another process has put its own there
        except OSError:
            if not (folder / "signer.key").exists():
                raise
        finally:
            shutil.rmtree(made, ignore_errors=True)
    names = ("root.pem", "signer.pem", "signer.key")
    root, chain, key = ((folder / name).read_bytes() for name in names)
    return Authority(root, chain, key, time_stamp_url)


def sign(data: bytes, mime: str, *, statement: Statement, authority: Authority, thumbnail: bytes = b"") -> bytes:
    """The same file with a signed manifest in it. Sign last: whoever changes a byte afterwards breaks it.

    thumbnail: a small JPEG of the picture itself, or none. Raises ValueError when the file cannot be signed.
    """
    manifest = _manifest(statement, mime)
    if thumbnail:
        manifest["thumbnail"] = {"format": "image/jpeg", "identifier": "thumbnail.jpg"}
    signed = BytesIO()
    try:
        builder = c2pa.Builder(manifest, _context(os.getpid(), authority))
        if thumbnail:
            builder.add_resource("thumbnail.jpg", BytesIO(thumbnail))
        builder.sign(_signer(os.getpid(), authority), mime, BytesIO(data), signed)
    except c2pa.C2paError as problem:
        raise ValueError(f"the file could not be signed: {problem}") from problem
    return signed.getvalue()


def read(data: bytes, mime: str, *, authority: Authority) -> Credentials | None:
    """What the manifest of a file says, or None when it has none or is no file of that kind."""
    try:
        reader = c2pa.Reader.try_create(mime, BytesIO(data), context=_context(os.getpid(), authority))
        if reader is None:
            return None
        with reader:
            state, store = reader.get_validation_state(), json.loads(reader.json())
    except NO_MANIFEST:
        return None
    except c2pa.C2paError as problem:  # a claim that does not even parse is an exception, not a state
        return Credentials(state="Invalid", problems=(type(problem).__name__,))
    try:
        return _credentials(state, store)
    except (AttributeError, LookupError, TypeError):  # other people's manifests may hold any shape
        return Credentials(state=_state(state), problems=("unreadable",))


@lru_cache(maxsize=4)
def _context(pid: int, authority: Authority) -> Any:
    """One for each process: a context made before a fork is dead in the child."""
    return c2pa.Context.from_dict(
        {
            "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_after_sign": True},
            "trust": {"user_anchors": authority.root_pem.decode(), "trust_config": "\n".join(TRUSTED_USES)},
            "builder": {"thumbnail": {"enabled": False}},
        }
    )


@lru_cache(maxsize=4)
def _signer(pid: int, authority: Authority) -> Any:
    stamp = authority.time_stamp_url.encode() or None
    return c2pa.Signer.from_info(
        c2pa.C2paSignerInfo(alg=b"es256", sign_cert=authority.chain_pem, private_key=authority.key_pem, ta_url=stamp)
    )


def _manifest(statement: Statement, mime: str) -> dict[str, Any]:
    provenance = statement.provenance
    assertions: list[dict[str, Any]] = [
        {"label": "c2pa.actions.v2", "data": {"actions": [_created(statement)], "allActionsIncluded": True}},
        {
            "label": "cawg.training-mining",
            "data": {"entries": {entry: {"use": "notAllowed"} for entry in TRAINING_AND_MINING}},
        },
        {"label": "cawg.metadata", "kind": "Json", "data": json_ld(provenance)},
    ]
    if statement.iscc:
        value = base64.b64encode(statement.iscc.encode()).decode()
        blocks = [{"scope": {}, "value": value}]
        assertions.append({"label": "c2pa.soft-binding", "data": {"alg": "io.iscc.v0", "blocks": blocks}})
    own = {
        "verify": statement.verify_url,
        "grant_sha256": statement.grant_sha256,
        "watermark": statement.watermark,
    }
    if said := {name: value for name, value in own.items() if value}:
        assertions.append({"label": STUDIO_LABEL, "kind": "Json", "data": said})
    return {
        "claim_generator_info": [{"name": GENERATOR}],
        "format": mime,
        "title": provenance.title,
        "instance_id": provenance.studio_id,
        "ingredients": [_ingredient(name, title) for name, title in _named(statement.ingredients)],
        "assertions": assertions,
    }


def _created(statement: Statement) -> dict[str, Any]:
    provenance = statement.provenance
    action: dict[str, Any] = {
        "action": "c2pa.created",
        "digitalSourceType": SOURCE_TYPES + provenance.source_type,
        "when": provenance.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    if provenance.ai_system:
        action["softwareAgent"] = {"name": provenance.ai_system, "version": provenance.ai_version or "unknown"}
    if statement.ingredients:
        action["parameters"] = {"ingredientIds": [name for name, _ in _named(statement.ingredients)]}
    return action


def _named(titles: Sequence[str]) -> list[tuple[str, str]]:
    return [(f"ingredient-{number}", title) for number, title in enumerate(titles, start=1)]


def _ingredient(name: str, title: str) -> dict[str, str]:
    return {
        "title": title,
        "format": "application/octet-stream",
        "relationship": "inputTo",
        "label": name,
        "instance_id": name,
    }


def _credentials(state: str | None, store: Mapping[str, Any]) -> Credentials:
    manifest = store.get("manifests", {}).get(store.get("active_manifest"), {})
    said = {a.get("label", ""): a.get("data", {}) for a in manifest.get("assertions", [])}
    metadata, own = said.get("cawg.metadata", {}), said.get(STUDIO_LABEL, {})
    failures = store.get("validation_results", {}).get("activeManifest", {}).get("failure", [])
    return Credentials(
        state=_state(state),
        title=str(manifest.get("title") or ""),
        source_type=_source_type(said.get("c2pa.actions.v2") or said.get("c2pa.actions") or {}),
        studio_id=str(metadata.get("Iptc4xmpExt:DigImageGUID") or ""),
        creators=_names(metadata.get("dc:creator")),
        contributors=contributors_of(metadata),
        credit_line=str(metadata.get("photoshop:Credit") or ""),
        ingredients=tuple(str(one.get("title") or "") for one in manifest.get("ingredients", [])),
        generator=next((str(one.get("name")) for one in manifest.get("claim_generator_info") or ()), ""),
        issuer=str((manifest.get("signature_info") or {}).get("issuer") or ""),
        verify_url=str(own.get("verify") or ""),
        grant_sha256=str(own.get("grant_sha256") or ""),
        iscc=_iscc(said.get("c2pa.soft-binding", {})),
        problems=tuple(str(failure.get("code")) for failure in failures),
    )


def _state(told: str | None) -> State:
    return "Trusted" if told == "Trusted" else "Valid" if told == "Valid" else "Invalid"


def _names(found: object) -> tuple[str, ...]:
    return tuple(str(name) for name in found) if isinstance(found, list) else (str(found),) if found else ()


def _source_type(actions: Mapping[str, Any]) -> str:
    types = (action.get("digitalSourceType") for action in actions.get("actions", []))
    return next((str(address).rpartition("/")[2] for address in types if address), "")


def _iscc(binding: Mapping[str, Any]) -> str:
    if binding.get("alg") != "io.iscc.v0":
        return ""
    try:
        return base64.b64decode(binding["blocks"][0]["value"]).decode()
    except (LookupError, TypeError, ValueError):
        return ""


def _write_certificates(folder: Path, studio_name: str) -> None:
    """Root, issuer, signer: the fewest links that let a signer be replaced without a new root."""
    now = datetime.now(UTC)
    root_key, issuing_key = ec.generate_private_key(ec.SECP384R1()), ec.generate_private_key(ec.SECP384R1())
    signer_key = ec.generate_private_key(ec.SECP256R1())
    root_name, issuing_name, signer_name = (_subject(studio_name, part) for part in ("Root", "Issuing", "Signing"))
    root = _authority(root_name, root_key, root_name, root_key, now, days=ROOT_DAYS, below=1)
    issuing = _authority(issuing_name, issuing_key, root_name, root_key, now, days=ISSUING_DAYS, below=0)
    signer = _leaf(signer_name, signer_key, issuing_name, issuing_key, now)
    for name, key in (("root", root_key), ("issuing", issuing_key), ("signer", signer_key)):
        _write_key(folder / f"{name}.key", key)
    (folder / "root.pem").write_bytes(_pem(root))
    (folder / "issuing.pem").write_bytes(_pem(issuing))
    (folder / "signer.pem").write_bytes(_pem(signer) + _pem(issuing))


def _subject(studio_name: str, part: str) -> x509.Name:
    organisation = studio_name[:64] or GENERATOR
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, f"Content Credentials {part}"),
        ]
    )


def _authority(
    subject: x509.Name, key: Key, issuer: x509.Name, issuer_key: Key, now: datetime, *, days: int, below: int
) -> x509.Certificate:
    usage = _usage(signs_certificates=True)
    builder = _begun(subject, key, issuer, issuer_key, now, days)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=below), critical=True)
    return builder.add_extension(usage, critical=True).sign(issuer_key, hashes.SHA384())


def _leaf(subject: x509.Name, key: Key, issuer: x509.Name, issuer_key: Key, now: datetime) -> x509.Certificate:
    """What c2pa asks of a signer: no CA, digitalSignature alone, and an extended use beside claim signing."""
    uses = x509.ExtendedKeyUsage([CLAIM_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION])
    builder = _begun(subject, key, issuer, issuer_key, now, SIGNER_DAYS)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(signs_certificates=False), critical=True)
    return builder.add_extension(uses, critical=False).sign(issuer_key, hashes.SHA256())


def _begun(
    subject: x509.Name, key: Key, issuer: x509.Name, issuer_key: Key, now: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))  # clocks differ
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _write_key(path: Path, key: Key) -> None:
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
