"""Her papers, read from the tables: each licence as JSON, in words, in ODRL; receipts; her twin's record; her money."""

import csv
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from studio.consent.facts import day_of
from studio.consent.models import Grant, GrantVersion, StandingRules
from studio.consent.terms import Terms
from studio.consent.words import label, territory
from studio.home.exports import odrl, receipts
from studio.home.exports.receipts import Consented, Event, Party
from studio.ledger.statements import owed_to
from studio.people.models import Person
from studio.twins.models import Signature, Twin
from studio.twins.wording import DATA

STATES = {Grant.State.WITHDRAWN: "dpv:ConsentWithdrawn", Grant.State.LAPSED: "dpv:ConsentExpired"}
OPERATIONS = ("dpv:Collect", "dpv:Store", "dpv:Derive", "dpv:Erase")

Json = dict[str, Any]


def versions_of(twin: Twin) -> list[GrantVersion]:
    rows = GrantVersion.objects.filter(grant__twin=twin).select_related("grant__house", "signed_by", "house_signed_by")
    return list(rows.select_related("mandate__agency").order_by("grant__number", "number"))


def is_newest(version: GrantVersion) -> bool:
    return not GrantVersion.objects.filter(grant=version.grant_id, number__gt=version.number).exists()


# A licence


def policy_of(version: GrantVersion) -> Json:
    grant = version.grant
    signed = odrl.Signed(
        version=str(version.pk),
        number=version.number,
        grant=str(grant.pk),
        twin=str(grant.twin_id),
        owner=str(version.signed_by_id),
        house=str(grant.house_id),
        sha256=version.sha256,
        language=version.language,
        signed_at=version.signed_at.isoformat(),
        house_signed_at=version.house_signed_at.isoformat(),
        in_force=grant.state == Grant.State.IN_FORCE and is_newest(version),
    )
    explained_at = f"{settings.PUBLIC_URL}{reverse('home:odrl_profile')}" if settings.PUBLIC_URL else ""
    return odrl.policy(signed, Terms.from_json(version.terms), explained_at=explained_at)


def licence_record(version: GrantVersion) -> Json:
    """The version exactly as it was signed, with the evidence of both signatures."""
    grant = version.grant
    return {
        "licence": grant.number,
        "id": str(grant.pk),
        "version": version.number,
        "version_id": str(version.pk),
        "house": {"id": str(grant.house_id), "name": grant.house.name},
        "state": str(grant.state),
        "state_at": grant.state_at.isoformat(),
        "terms": version.terms,
        "text": version.text,
        "language": version.language,
        "house_text": version.house_text,
        "house_language": version.house_language,
        "wording": version.wording,
        "sha256": version.sha256,
        "signed": {"by": str(version.signed_by_id), "at": version.signed_at.isoformat(), "how": version.evidence},
        "house_signed": {
            "by": version.house_signed_by.name,
            "at": version.house_signed_at.isoformat(),
            "how": version.house_evidence,
        },
        "represented_by": mandate_of(version),
        "memo": memo_of(version),
    }


def mandate_of(version: GrantVersion) -> Json | None:
    mandate = version.mandate
    if mandate is None:
        return None
    return {"mandate": str(mandate.pk), "agency": mandate.agency.name, "commission_bps": mandate.commission_bps}


def memo_of(version: GrantVersion) -> Json | None:
    memo = getattr(version, "memo", None)
    if memo is None:
        return None
    return {"lines": memo.lines, "language": memo.language, "wording": memo.wording, "sha256": memo.sha256}


def licence_receipt(version: GrantVersion) -> Json:
    terms, grant = Terms.from_json(version.terms), version.grant
    places = [territory(code) for code in terms.territories] or [_("inside the studio")]
    consented = Consented(
        record=str(version.pk),
        principal=str(version.signed_by_id),
        issued_at=version.signed_at.isoformat(),
        text=version.text,
        text_sha256=version.sha256,
        language=version.language,
        wording=version.wording,
        purposes=[(f"dbl:purpose-{code}", label("purpose", code)) for code in terms.purposes],
        basis="eu-gdpr:A9-2-a",
        data=[("dpv-pd:Picture", _("Pictures made with the digital twin"))],
        special_category=False,
        operations=("dpv:Derive", "dpv:Share", "dpv:MakeAvailable"),
        storage=_("While the licence is in force, and for its notice after a withdrawal; then pictures come down."),
        places=places,
        withdrawal=_("On the licence's own page, at any time, in no more steps than signing took."),
        parties=[*_studio_and_owner(grant.twin), Party(str(grant.house_id), "dpv:Recipient", grant.house.name)],
        events=list(_events_of(version)),
    )
    return receipts.receipt(consented)


def _studio_and_owner(twin: Twin) -> list[Party]:
    return [
        Party(str(twin.owner_id), "dpv:DataSubject", twin.owner.name),
        Party(settings.PUBLIC_URL or "studio", "dpv:DataController", settings.STUDIO_NAME),
    ]


def _events_of(version: GrantVersion) -> Iterator[Event]:
    yield Event(
        at=version.signed_at.isoformat(),
        state="dpv:ConsentGiven",
        by=str(version.signed_by_id),
        evidence=f"{version.evidence.get('method', '')} {version.evidence.get('signed_in_at', '')}".strip(),
        until=version.ends_on.isoformat(),
    )
    grant = version.grant
    if grant.state in STATES:
        by = str(grant.twin.owner_id) if grant.state == Grant.State.WITHDRAWN else "studio"
        yield Event(at=grant.state_at.isoformat(), state=STATES[Grant.State(grant.state)], by=by)


# The twin


def data_receipt(twin: Twin) -> Json:
    """For making and keeping the twin at all: a record of its own, apart from every licence."""
    signature = Signature.objects.filter(twin=twin, kind=DATA).order_by("signed_at").last()
    text = signature.text if signature else ""
    events = [Event(at=twin.data_consent_at.isoformat(), state="dpv:ConsentGiven", by=str(twin.owner_id))]
    if signature:
        end = getattr(signature, "end", None)
        events = [Event(signature.signed_at.isoformat(), "dpv:ConsentGiven", str(signature.by_id), _how(signature))]
        events += [Event(end.at.isoformat(), "dpv:ConsentWithdrawn", str(end.by_id))] if end else []
    consented = Consented(
        record=str(signature.pk if signature else twin.pk),
        principal=str(twin.owner_id),
        issued_at=twin.data_consent_at.isoformat(),
        text=text,
        text_sha256=signature.sha256 if signature else "",
        language=signature.language if signature else twin.owner.language,
        wording=signature.wording if signature else "",
        purposes=[("dbl:purpose-keep-twin", _("To make and keep the digital twin"))],
        basis="eu-gdpr:A9-2-a",
        data=[
            ("dpv-pd:Picture", _("Base photographs, sealed under a key of their own")),
            ("dpv-pd:FacialRecognitionCharacteristics", _("Landmarks measured on body and face")),
            ("dpv-pd:PhysicalCharacteristic", _("Measurements the model gave")),
        ],
        special_category=True,
        operations=OPERATIONS,
        storage=_("Until the model erases the twin: then its key is destroyed, and no copy can be read again."),
        places=[_("this studio's own storage")],
        withdrawal=_("On the model's own page, at any time."),
        parties=_studio_and_owner(twin),
        events=events,
    )
    return receipts.receipt(consented)


def _how(signature: Signature) -> str:
    return f"{signature.evidence.get('method', '')} {signature.evidence.get('signed_in_at', '')}".strip()


def twin_record(twin: Twin) -> Json:
    """What is known of her, without a pixel."""
    nevers = StandingRules.objects.filter(twin=twin).order_by("version").last()
    return {
        "id": str(twin.pk),
        "name": twin.name,
        "state": str(twin.state),
        "as_of": twin.as_of_on.isoformat(),
        "height_cm": twin.height_cm,
        "measurements": twin.measurements,
        "fictional": twin.fictional,
        "shares_reason": twin.shares_reason,
        "created_at": twin.created_at.isoformat(),
        "adult": {
            "checked_at": twin.adult_checked_at.isoformat(),
            "checked_by": twin.adult_checked_by,
            "document": twin.adult_document,
        },
        "standing_rules": nevers.rules if nevers else {},
        "barred_marks": [{"kind": each.kind, "place": each.place} for each in twin.barred_marks.in_force()],
        "captures": [capture_record(capture) for capture in twin.captures.order_by("captured_on", "id")],
    }


def capture_record(capture: Any) -> Json:
    crew = capture.crew.select_related("person").order_by("craft", "person__name")
    return {
        "id": str(capture.pk),
        "on": capture.captured_on.isoformat(),
        "place": capture.place,
        "licensed_at": capture.licensed_at.isoformat() if capture.licensed_at else None,
        "crew": [{"id": str(each.person_id), "name": each.person.name, "craft": each.craft} for each in crew],
    }


# Money


def ledger_rows(person: Person, now: datetime) -> list[Json]:
    """Every line of her statement, with the arithmetic it was reckoned by. Amounts in minor units."""
    return [
        {
            "at": line.at.isoformat(),
            "kind": line.kind,
            "about": line.about,
            "twin": line.twin,
            "minor": line.amount.minor,
            "currency": line.amount.currency,
            "left_minor": line.left.minor,
            "pay_on": line.pay_on.isoformat() if line.pay_on else None,
            "state": line.state,
            "rule": line.rule,
            "arithmetic": [dict(step) for step in line.arithmetic],
        }
        for line in owed_to(person, today=day_of(person, now)).lines
    ]


def ledger_csv(rows: list[Json]) -> bytes:
    """For a spreadsheet. A cell that would be run as a formula is written as text."""
    names = ["at", "kind", "twin", "minor", "currency", "left_minor", "pay_on", "state", "rule", "arithmetic"]
    out = StringIO()
    writer = csv.DictWriter(out, names, extrasaction="ignore")
    writer.writeheader()
    for row in rows:
        steps = "; ".join(f"{step.get('code', '')} {step.get('arithmetic', '')}" for step in row["arithmetic"])
        writer.writerow({name: _cell(value) for name, value in {**row, "arithmetic": steps}.items()})
    return out.getvalue().encode()


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@" and value else value


def statement_text(person: Person, now: datetime) -> bytes:
    """The same as a page: each line, and under it how it was reckoned; the sum is what the lines add up to."""
    statement = owed_to(person, today=day_of(person, now))
    lines = [_("What you are owed by %(studio)s's houses, on %(day)s") % {
        "studio": settings.STUDIO_NAME, "day": day_of(person, now).isoformat()
    }, ""]
    for each in statement.lines:
        lines.append(f"{each.at:%Y-%m-%d}  {each.kind}  {each.twin}  {each.amount.plain()} {each.amount.currency}")
        lines += [f"            {step.get('arithmetic', '')}  ({step.get('code', '')})" for step in each.arithmetic]
    lines += ["", *(f"{total.plain()} {total.currency}" for total in statement.totals.values())]
    return "\n".join(lines).encode() + b"\n"
