"""Sealing never renders. It crops the master by the recipe, marks, encodes and signs last; then nothing touches it."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import numpy as np
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from studio.approvals.actions import master_uses
from studio.approvals.clearance import missing, reopen
from studio.approvals.models import Master, Verdict
from studio.assets.models import Asset, AssetTwin, Rendition
from studio.assets.rules import code_of, waits_again
from studio.consent import gates
from studio.consent.asking import ask_to_make
from studio.credits.drawing import Line, draw
from studio.credits.rules import credit_line
from studio.decisions import YES, Decision, no
from studio.imaging import credentials, encoding, fingerprints, watermark
from studio.imaging.cropping import crop_to, reduced
from studio.imaging.metadata import Provenance, xmp_packet
from studio.imaging.scene import Rgb
from studio.jobs import actions as jobs
from studio.jobs.models import Job
from studio.live.announcing import announce
from studio.looks.models import Garment
from studio.looks.scenes import crops_of, recipe_twins, slots_of
from studio.media import actions as media
from studio.media.models import Blob
from studio.previews.actions import stops_with, told
from studio.previews.rendering import refuse_unless
from studio.register import actions as register
from studio.twins.models import Twin

QUALITY = 93
THUMBNAIL_PX = 512
PERSON_SHOWN = "{name} (digital twin)"


@transaction.atomic
def start(master: Master, now: datetime) -> Asset:
    """Nothing is missing any more: the asset's row, with its number and code, and the job that seals it."""
    preview = master.preview
    twins = recipe_twins(preview.recipe)
    signed_off = master.verdicts.filter(answer=Verdict.Answer.YES, ended_at=None)
    binding_hash = signed_off.latest("at").binding_hash
    asset, is_new = Asset.objects.get_or_create(
        master=master,
        defaults={
            "public_code": code_of(secrets.randbits(40)),
            "mark": secrets.randbits(47) + 1,
            "binding_hash": binding_hash,
            "recipe_hash": preview.recipe_id,
            "source_type": master.source_type,
            "created_at": now,
        },
    )
    if is_new or not (asset.sealed_at or (asset.job and asset.job.is_alive)):
        asset.binding_hash = binding_hash
        asset.job = jobs.add(
            "seal",
            str(asset.id),
            queue="seal",
            stops_with=stops_with(preview.look, preview.recipe, twins, preview.id, master.id, asset.id),
            now=now,
            key=f"seal:{asset.id}:{now.isoformat()}",
        )
        asset.save(update_fields=["binding_hash", "job"])
    return asset


def ended(job: Job) -> None:
    """A sealing that was stopped or refused goes back to the list of what is missing, and starts anew from there."""
    if waits_again(job.state, job.code):
        reopen(Master.objects.select_related("preview__look__shoot").get(asset__id=job.about))


@dataclass(frozen=True, slots=True)
class Signed:
    """A finished file, before it has a row."""

    aspect: str
    content: bytes
    width_px: int
    height_px: int


def work(job: Job) -> None:
    """The kind "seal"."""
    asset = Asset.objects.select_related("master__preview__look__shoot__house", "master__picture").get(id=job.about)
    master = asset.master
    twins = recipe_twins(master.preview.recipe)
    jobs.step(job, 0.05, _("opening the master"))
    pixels = opened(master.picture)
    if fingerprints.pixel_hash(pixels) != master.pixel_hash:
        jobs.fail(job, "pixels-changed")
        return
    lines = draw(master.preview.look, timezone.now(), master.preview.recipe)
    authority = credentials.make_authority(settings.KEYS_FOLDER / "signing", studio_name=settings.STUDIO_NAME)
    files, crops = [], crops_of(master.preview.recipe)
    for done, aspect in enumerate(crops):
        jobs.step(job, 0.1 + 0.8 * done / len(crops), _("marking and signing %(aspect)s") % {"aspect": aspect})
        files.append(signed(asset, crop_to(pixels, aspect), aspect, lines, twins, authority))
    refuse_unless(store(job, asset, twins, files, lines, fingerprints.fingerprint(pixels).hex()), job)


def opened(blob: Blob | None) -> Rgb:
    if blob is None:
        raise FileNotFoundError("the master has no pixels")
    with Image.open(BytesIO(media.load(blob))) as image:
        return np.asarray(image.convert("RGB"))


def provenance(asset: Asset, lines: list[Line], twins: list[Twin]) -> Provenance:
    """The same facts for XMP and for C2PA. Names as each person wants them; no rate, no e-mail, no text of a grant."""
    preview = asset.master.preview
    look = preview.look
    named = [(line.name, str(line.craft_label)) for line in lines if line.name]
    by_craft: dict[str, list[str]] = {}
    for name, craft in named:
        by_craft.setdefault(craft, []).append(name)
    return Provenance(
        title=f"{look.shoot.name}, {look}",
        source_type=asset.source_type,
        studio_id=f"urn:uuid:{asset.id}",
        created_at=asset.created_at,
        creators=tuple(by_craft.get("Photography", ())) or tuple(name for name, _craft in named[:1]),
        credit_line=credit_line(by_craft),
        contributors=tuple(named),
        persons_shown=tuple(PERSON_SHOWN.format(name=twin.name) for twin in twins),
        ai_system=f"{settings.STUDIO_NAME} {preview.engine} engine",
        ai_version=preview.engine_version,
        usage_terms=f"Digital twin, shown with her consent. Terms and credits: {page_of(asset)}",
        web_statement=page_of(asset),
        release_id=asset.public_code,
        licensor=look.shoot.house.name,
        garments=tuple(garments_of(asset)),
        alt_text=f"{', '.join(twin.name for twin in twins)}, digital twin, in {look.title or look}",
    )


def page_of(asset: Asset) -> str:
    return f"{settings.PUBLIC_URL}{reverse('assets:public', args=[asset.public_code])}"


def garments_of(asset: Asset) -> list[str]:
    """What is worn in this picture, from the skin outwards, whatever the look wears by now."""
    worn = [piece["garment"] for piece in slots_of(asset.master.preview.recipe)["garments"]["pieces"]]
    titles = {str(garment.id): garment.title for garment in Garment.objects.filter(id__in=worn)}
    return [titles[id] for id in worn if id in titles]


def names_of(lines: list[Line]) -> list[tuple[str, str]]:
    return [(line.craft, line.name) for line in lines]


def signed(
    asset: Asset, crop: Rgb, aspect: str, lines: list[Line], twins: list[Twin], authority: credentials.Authority
) -> Signed:
    """Watermark, then encode with ICC and XMP, then C2PA. A byte changed after that breaks the signature."""
    facts = provenance(asset, lines, twins)
    pixels = watermark.embed(crop, asset.mark, secret=settings.WATERMARK_SECRET.encode())
    file = encoding.encode(pixels, format="JPEG", quality=QUALITY, xmp=xmp_packet(facts))
    statement = credentials.Statement(
        provenance=facts,
        ingredients=tuple(f"Digital twin of {twin.name} (withheld)" for twin in twins) + facts.garments,
        verify_url=facts.web_statement,
        grant_sha256=grants_hash(asset),
        iscc=fingerprints.iscc_code(pixels),
        watermark="studio spread-spectrum, 48 bit",
    )
    thumbnail = encoding.encode(reduced(pixels, THUMBNAIL_PX), format="JPEG", quality=80)
    content = credentials.sign(file, "image/jpeg", statement=statement, authority=authority, thumbnail=thumbnail)
    return Signed(aspect, content, crop.shape[1], crop.shape[0])


def grants_hash(asset: Asset) -> str:
    """One hash over the hashes of the signed texts, so that the file points at what was agreed without saying it."""
    versions = asset.master.preview.twins.select_related("version").order_by("position")
    hashes = [row.version.sha256 for row in versions if row.version]
    return hashlib.sha256("".join(hashes).encode()).hexdigest()


@transaction.atomic
def store(
    job: Job, asset: Asset, twins: list[Twin], files: list[Signed], lines: list[Line], fingerprint: str
) -> Decision:
    """Under the gates: consent asked a last time, the list looked at a last time, and only while the token is ours."""
    now = timezone.now()
    gates.hold(twins)
    look = asset.master.preview.look
    decision, versions = ask_to_make(twins, master_uses(asset.master, "seal", now), now)
    decision = told(decision, twins, act="seal")
    if decision and (left := missing(asset.master, now)):
        decision = left[0].decision
    if decision and names_of(draw(look, now, asset.master.preview.recipe)) != names_of(lines):
        decision = no("credits-changed")
    if not decision or not jobs.finish(job):
        return decision
    for file in files:
        blob = media.keep(
            file.content,
            content_type="image/jpeg",
            width_px=file.width_px,
            height_px=file.height_px,
            under=gates.gate_names(twins),
            now=now,
        )
        Rendition.objects.create(
            asset=asset,
            aspect=file.aspect,
            format="JPEG",
            file=blob,
            sha256=hashlib.sha256(file.content).hexdigest(),
            width_px=file.width_px,
            height_px=file.height_px,
        )
    AssetTwin.objects.bulk_create(
        AssetTwin(asset=asset, twin=twin, version_id=version) for twin in twins if (version := versions[twin.id])
    )
    asset.credits = [
        {"person": str(line.person.id), "name": line.name, "craft": line.craft, "confirmed": line.confirmed}
        for line in lines
    ]
    asset.fingerprint = fingerprint
    asset.sealed_at = now
    asset.save(update_fields=["credits", "fingerprint", "sealed_at"])
    for twin in twins:
        register.append(
            twin.gate_name,
            "sealed",
            subject=f"asset:{asset.id}",
            body={"files": [hashlib.sha256(file.content).hexdigest() for file in files], "binding": asset.binding_hash},
            now=now,
        )
    announce(look.topic, kind="sealed", asset=str(asset.id))
    announce(f"shoot:{look.shoot_id}", kind="sealed", asset=str(asset.id))
    return YES
