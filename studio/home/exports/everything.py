"""Everything of hers to take along: papers, plates and pictures, packed by a job, sealed, and gone after a day."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZipFile

from django.db import transaction
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from studio.assets.models import Delivery
from studio.consent import gates
from studio.consent.facts import facts_of
from studio.consent.models import Gate
from studio.decisions import YES, Decision, no
from studio.home.exports import chain, papers
from studio.home.exports.credits import credits_of, held_back, out_pictures
from studio.home.exports.zips import put
from studio.home.models import Parcel, ParcelPart
from studio.home.pictures import with_twins
from studio.home.wall import masters_for
from studio.jobs import actions as jobs
from studio.jobs.models import Job
from studio.media import actions as media
from studio.media.models import Blob
from studio.media.serving import GONE
from studio.people.evidence import proves_fresh
from studio.people.models import Person
from studio.previews.models import Preview
from studio.previews.pictures import may_show
from studio.register import actions as register
from studio.twins.figures import points_of
from studio.twins.models import Twin
from studio.web.templatetags.web import day

KIND = "parcel"
PART_BYTES = 64 * 1024 * 1024  # what a worker holds of it at once, whatever there is of her
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}

File = tuple[str, bytes]


@transaction.atomic
def ask(person: Person, *, now: datetime, evidence: object) -> tuple[Decision, Parcel | None]:
    """One at a time: while one is there it is that one, and one that failed makes room for another."""
    if not proves_fresh(evidence, now):
        return no("fresh-sign-in", fix="sign-in"), None
    if not Twin.objects.of(person).exists():
        return no("nothing-to-take"), None
    there = Parcel.objects.select_for_update(of=("self",)).select_related("job").filter(person=person, gone_at=None)
    for parcel in there:
        if now < parcel.until and still_holds(parcel) and (parcel.made_at or is_under_way(parcel)):
            return YES, parcel
        remove(parcel, now=now)
    made = Parcel.objects.create(person=person, asked_at=now)
    made.job = jobs.add(KIND, made.pk, queue="seal", by=person, now=now, key=f"{KIND}:{made.pk}")
    made.save(update_fields=["job"])
    return YES, made


def is_under_way(parcel: Parcel) -> bool:
    return bool(parcel.job and parcel.job.is_alive)


def still_holds(parcel: Parcel) -> bool:
    """Whether everybody else in its pictures still stands as when it was asked for; if not, it is packed anew."""
    blobs = [part.file for part in parcel.parts.select_related("file")]
    theirs = {name for blob in blobs for name in blob.names if name.startswith(gates.PREFIX)}
    theirs -= set(gates.gate_names(Twin.objects.of(parcel.person)))
    ids = [UUID(name.removeprefix(gates.PREFIX)) for name in theirs]
    turned = Gate.objects.filter(twin__in=ids, changed_at__gt=parcel.asked_at)
    return not turned.exists() and all(blob.erased_at is None for blob in blobs)


def work(job: Job) -> None:
    """The kind "parcel". Sealed under the keys of all it shows, so that whoever erases hers is in no parcel either."""
    parcel = Parcel.objects.select_related("person").get(pk=job.about)
    now = timezone.now()
    twins = list(Twin.objects.of(parcel.person).exclude(state=Twin.State.ERASED).select_related("owner"))
    previews = shown_to(parcel.person, twins, now)
    everybody = [*twins, *others_in(previews, parcel.person)]
    under = [parcel.key_name, *gates.gate_names(everybody)]
    kept: list[Blob] = []
    is_done = False
    try:
        with translation.override(parcel.person.language):
            for content in parts_of(files_of(parcel.person, twins, previews, now, job), PART_BYTES):
                kept.append(_kept(content, under, now))
        is_done = _finish(parcel, kept, job)
    finally:  # she stopped it, or it broke off: nothing of it stays
        for blob in () if is_done else kept:
            media.erase(blob, now=now)


def _kept(content: bytes, under: Sequence[str], now: datetime) -> Blob:
    return media.keep(
        content, content_type="application/octet-stream", width_px=1, height_px=1, under=under, now=now
    )


@transaction.atomic
def _finish(parcel: Parcel, kept: Sequence[Blob], job: Job) -> bool:
    if not jobs.finish(job):
        return False
    ParcelPart.objects.bulk_create(
        ParcelPart(parcel=parcel, number=number, file=blob, sha256=blob.sha256)
        for number, blob in enumerate(kept, start=1)
    )
    Parcel.objects.filter(pk=parcel.pk).update(made_at=timezone.now())
    return True


def parts_of(files: Iterable[File], most: int) -> Iterator[bytes]:
    """ZIPs that each open by themselves, none much larger than `most`: never more than one is in memory."""
    out, archive, size = BytesIO(), None, 0
    for name, content in files:
        if archive is None or (size and size + len(content) > most):
            if archive:
                archive.close()
                yield out.getvalue()
            out, size = BytesIO(), 0
            archive = ZipFile(out, "w")
        put(archive, name, content)
        size += len(content)
    if archive:
        archive.close()
        yield out.getvalue()


def files_of(
    person: Person, twins: list[Twin], previews: list[Preview], now: datetime, job: Job
) -> Iterator[File]:
    """Papers first, so that they lie in the first part."""
    jobs.step(job, 0.02, _("papers"))
    yield "README.txt", readme(twins, now).encode()
    rows = papers.ledger_rows(person, now)
    yield "money/ledger.csv", papers.ledger_csv(rows)
    yield "money/ledger.json", _json(rows)
    yield "money/statement.txt", papers.statement_text(person, now)
    yield "credits.json", _json(credits_of(twins, now))
    for twin in Twin.objects.of(person).select_related("owner"):
        yield from papers_of(twin, _folder(twin), now)
    for place, twin in enumerate(twins):
        for file in own_pictures(twin, _folder(twin)):
            jobs.step(job, 0.1 + 0.2 * place / len(twins), _("base photographs and comp card"))
            yield file
    yield from made_pictures(previews, job)


def _folder(twin: Twin) -> str:
    return f"{slugify(twin.name) or 'twin'}-{str(twin.pk)[-6:]}"


def _json(value: Any) -> bytes:
    return json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True).encode()


def papers_of(twin: Twin, folder: str, now: datetime) -> Iterator[File]:
    yield f"{folder}/twin.json", _json(papers.twin_record(twin))
    yield f"{folder}/receipts/data-consent.jsonld", _json(papers.data_receipt(twin))
    for version in papers.versions_of(twin):
        name = f"licence-{version.grant.number}-v{version.number}"
        yield f"{folder}/licences/{name}.json", _json(papers.licence_record(version))
        yield f"{folder}/licences/{name}.txt", f"{version.text}\n\nSHA-256 {version.sha256}\n".encode()
        yield f"{folder}/licences/{name}.odrl.jsonld", _json(papers.policy_of(version))
        yield f"{folder}/receipts/{name}.jsonld", _json(papers.licence_receipt(version))
    for name, content in chain.files_of(twin.gate_name, now=now).items():
        yield f"{folder}/register/{name}", content


def own_pictures(twin: Twin, folder: str) -> Iterator[File]:
    """Her base photographs, decrypted for her alone, with what was measured on them; and her comp card."""
    for number, plate in enumerate(twin.plates.select_related("picture", "alpha", "parts", "capture"), start=1):
        name = f"{folder}/plates/{plate.capture.captured_on}-{number:02d}-{slugify(plate.pose)}"
        yield from _file(f"{name}.jpg", plate.picture)
        yield from _file(f"{name}-alpha.png", plate.alpha)
        yield from _file(f"{name}-parts.png", plate.parts)
        if not plate.points.erased_at:
            yield f"{name}-points.json", points_of(plate).encode()
    for row in twin.comp_card.select_related("picture"):
        yield from _file(f"{folder}/comp-card/{row.position + 1:02d}.{_ending(row.picture)}", row.picture)


def shown_to(person: Person, twins: list[Twin], now: datetime) -> list[Preview]:
    """Every picture of her that is out of embargo. With somebody else in it only while that somebody says yes."""
    previews = with_twins(out_pictures(twins, now))
    facts = facts_of(others_in(previews, person), now)
    return [each for each in previews if may_show(each, facts, person, now)]


def others_in(previews: Iterable[Preview], person: Person) -> list[Twin]:
    rows = [row for each in previews for row in each.twins.all()]
    return list({row.twin_id: row.twin for row in rows if row.twin.owner_id != person.pk}.values())


def made_pictures(previews: list[Preview], job: Job) -> Iterator[File]:
    """Marked as they are shown; of delivered ones the very files."""
    masters = masters_for(previews)
    for place, preview in enumerate(previews):
        jobs.step(job, 0.3 + 0.65 * place / len(previews), _("pictures"))
        name = f"pictures/{preview.made_at:%Y-%m-%d}-{slugify(str(preview.look))}-{preview.number}"
        yield from _file(f"{name}/preview.{_ending(preview.picture)}", preview.picture)
        master = masters.get(preview.id)
        if master and master.proof:
            yield from _file(f"{name}/proof.{_ending(master.proof)}", master.proof)
        yield from _delivered(preview, name)


def _delivered(preview: Preview, name: str) -> Iterator[File]:
    rows = Delivery.objects.filter(rendition__asset__master__preview=preview).select_related("rendition__file")
    files = {each.rendition_id: each.rendition for each in rows}
    for rendition in files.values():
        aspect = rendition.aspect.replace(":", "x")
        yield from _file(f"{name}/delivered-{aspect}.{_ending(rendition.file)}", rendition.file)


def _ending(blob: Blob | None) -> str:
    return ENDINGS.get(blob.content_type, "bin") if blob else "bin"


def _file(name: str, blob: Blob | None) -> Iterator[File]:
    """What was erased is not there any more, and is left out."""
    if blob is None or blob.erased_at:
        return
    try:
        yield name, media.load(blob)
    except GONE:
        return


def readme(twins: list[Twin], now: datetime) -> str:
    paragraphs = [
        _("Everything that this studio keeps about you and your twin, as it was on %(day)s.") % {"day": day(now)},
        _(
            "twin.json: your twin's record. plates: your base photographs, which nobody but you gets. comp-card: what "
            "houses see of you. licences: each version you signed, in words, as JSON and in ODRL. receipts: what you "
            "consented to. register: everything that was written down, with a program that checks it (check.py). "
            "money: every line, with its arithmetic. pictures: every picture of you, marked as it is shown; of "
            "delivered ones the very files. credits.json: who made them."
        ),
    ]
    for shoot in held_back(twins, now):
        paragraphs.append(
            _("The pictures of %(shoot)s are not here: the shoot is not out yet. Take this again when it is.")
            % {"shoot": shoot.name}
        )
    return "\n\n".join(paragraphs) + "\n"


# Taking and going


@transaction.atomic
def take(part: ParcelPart, *, by: Person, now: datetime) -> bytes:
    """Hers alone. That she took it stands in her register once. Raises FileNotFoundError when it is gone."""
    parcel = part.parcel
    if parcel.person_id != by.pk or parcel.gone_at or parcel.until <= now or not still_holds(parcel):
        raise FileNotFoundError(str(parcel.pk))
    content = media.load(part.file)
    if Parcel.objects.filter(pk=parcel.pk, taken_at=None).update(taken_at=now):
        for twin in Twin.objects.of(by).exclude(state=Twin.State.ERASED):
            body = {"parcel": str(parcel.pk), "files": [row.sha256 for row in parcel.parts.all()]}
            register.append(
                twin.gate_name, "everything-taken", subject=twin.gate_name, by=str(by.pk), body=body, now=now
            )
    return content


@transaction.atomic
def remove(parcel: Parcel, *, now: datetime) -> None:
    """Its bytes and their key, also those of an attempt that broke off. Twice does nothing."""
    if Parcel.objects.filter(pk=parcel.pk, gone_at=None).update(gone_at=now):
        media.erase_under(parcel.key_name, now=now)


def sweep(now: datetime) -> int:
    overdue = list(Parcel.objects.overdue(now))
    for parcel in overdue:
        remove(parcel, now=now)
    return len(overdue)
