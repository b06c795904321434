"""She takes her twin along: the record, every consent, the money, the credits and the register, signed in one file."""

from datetime import datetime

import rfc8785
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from studio.consent.models import Gate
from studio.decisions import YES, Decision, no
from studio.home.exports import chain, papers
from studio.home.exports.credits import credits_of
from studio.home.exports.zips import zipped
from studio.home.passport import bundle, plates
from studio.people.evidence import proves_fresh
from studio.people.models import Person
from studio.register import actions as register
from studio.register import signing
from studio.twins.models import Signature, Twin

Files = dict[str, bytes]
TOO_HEAVY = no("passport-too-heavy", most=f"{bundle.MOST_BYTES // 1024**2} MB")


@transaction.atomic
def take_passport(
    twin: Twin, *, with_plates: bool, passphrase: str, by: Person, now: datetime, evidence: object
) -> tuple[Decision, bytes]:
    """Her own, and freshly signed in. With her base photographs only under a passphrase of hers."""
    decision = _may_take(twin, with_plates=with_plates, passphrase=passphrase, by=by, now=now, evidence=evidence)
    if not decision:
        return decision, b""
    Gate.objects.select_for_update().get(twin=twin)
    body = {"plates": with_plates, "key": signing.signer().fingerprint}
    register.append(twin.gate_name, "passport-taken", subject=twin.gate_name, by=str(by.pk), body=body, now=now)
    files = papers_of(twin, now=now)
    if with_plates:
        files[bundle.PLATES] = bundle.sealed_plates(plates.packed(twin), passphrase, twin=str(twin.pk))
    content = _signed(twin, files, now)
    if len(content) > bundle.MOST_BYTES:
        transaction.set_rollback(True)
        return TOO_HEAVY, b""
    return YES, content


def _may_take(
    twin: Twin, *, with_plates: bool, passphrase: str, by: Person, now: datetime, evidence: object
) -> Decision:
    if twin.owner_id != by.pk:
        return no("not-owner")
    if twin.state == Twin.State.ERASED:
        return no("twin-erased")
    if not proves_fresh(evidence, now):
        return no("fresh-sign-in", fix="sign-in")
    if with_plates and len(passphrase) < bundle.PASSPHRASE_LETTERS:
        return no("passphrase-short", least=bundle.PASSPHRASE_LETTERS)
    return TOO_HEAVY if with_plates and plates.weight_of(twin) > bundle.MOST_BYTES else YES


def papers_of(twin: Twin, *, now: datetime) -> Files:
    versions = papers.versions_of(twin)
    signatures = Signature.objects.filter(twin=twin).order_by("signed_at", "id")
    consents = {
        "data": papers.data_receipt(twin),
        "signatures": [
            {
                "kind": each.kind,
                "text": each.text,
                "language": each.language,
                "wording": each.wording,
                "sha256": each.sha256,
                "signed_at": each.signed_at.isoformat(),
                "how": each.evidence,
            }
            for each in signatures
        ],
        "licences": [papers.licence_record(version) for version in versions],
        "receipts": [papers.licence_receipt(version) for version in versions],
        "odrl": [papers.policy_of(version) for version in versions],
    }
    return {
        bundle.RECORD: rfc8785.dumps(papers.twin_record(twin)),
        bundle.CONSENTS: rfc8785.dumps(consents),
        bundle.LEDGER: rfc8785.dumps(papers.ledger_rows(twin.owner, now)),
        bundle.CREDITS: rfc8785.dumps(credits_of([twin], now)),
        "README.txt": readme().encode(),
        **{f"register/{name}": content for name, content in chain.files_of(twin.gate_name, now=now).items()},
    }


def _signed(twin: Twin, files: Files, now: datetime) -> bytes:
    signer = signing.signer()
    studio = {"name": settings.STUDIO_NAME, "address": settings.PUBLIC_URL, "key": signer.public}
    manifest = bundle.manifest_of(files, twin=str(twin.pk), studio=studio, made_at=now.isoformat())
    return zipped(bundle.signed(files, manifest, signer.sign))


def readme() -> str:
    paragraphs = [
        _("A twin passport of %(studio)s."),
        _(
            "Bring it to another studio that runs Doublure: its page “Bring your twin” reads it, checks every "
            "signature and hash before anything is kept, and shows you what it says. Licences are carried as history: "
            "nothing of them is in force there before you sign there."
        ),
        _(
            "The studio's key has this fingerprint; compare it there before you say yes:\n\n    %(fingerprint)s"
        ),
        _(
            "If plates.sealed lies beside this file, it holds your base photographs. Only your passphrase opens it; "
            "nobody can give you another."
        ),
    ]
    said = {"studio": settings.STUDIO_NAME, "fingerprint": signing.signer().fingerprint}
    return "\n\n".join(paragraph % said for paragraph in paragraphs) + "\n"
