"""What changes consent. Each verb turns the gate, writes the register and tells the open pages, in one transaction."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from studio.consent import gates, rules
from studio.consent.facts import day_of, facts_of, owners_day
from studio.consent.models import (
    Exclusivity,
    Gate,
    Grant,
    GrantVersion,
    Pause,
    PieceApproval,
    PieceTaken,
    StandingRules,
    TestTaken,
)
from studio.consent.terms import StandingRules as Nevers
from studio.consent.terms import Terms
from studio.consent.wording import WORDING, digest, text_of
from studio.decisions import YES, Decision, no
from studio.jobs import actions as jobs
from studio.live.announcing import announce
from studio.media.models import Blob
from studio.people import actions as people
from studio.people.models import Organisation, Person, Seat
from studio.register import actions as register
from studio.twins.models import Mandate, Twin

UNDO_SECONDS = 10
FRESH_SECONDS = 300
DAYS_TO_ANSWER = 7


def org_chain(house: Organisation | UUID) -> str:
    return f"org:{house.pk if isinstance(house, Organisation) else house}"


def tell_pages(twin: Twin, what: str, **counts: int) -> None:
    """Everybody with a page of hers hears that something changed; only she hears how much."""
    gate = Gate.objects.get(twin=twin)
    announce(twin.gate_name, kind=what, twin=str(twin.pk), state=str(gate.state))
    announce(f"person:{twin.owner_id}", kind=what, twin=str(twin.pk), state=str(gate.state), **counts)


def write_down(
    twin: Twin, kind: str, *, by: Person | None, body: Mapping[str, Any], now: datetime, house: UUID | None = None
) -> None:
    """On her chain, and on the house's where it concerns one: always hers first, so that two never wait crosswise."""
    who = str(by.pk) if by else ""
    register.append(twin.gate_name, kind, subject=twin.gate_name, by=who, body=body, now=now)
    if house:
        register.append(org_chain(house), kind, subject=twin.gate_name, by=who, body=body, now=now)


# The switch


def may_pause(twin: Twin, by: Person, now: datetime) -> Decision:
    """She herself, or an agency whose mandate says so."""
    if twin.owner_id == by.pk:
        return YES
    agencies = Seat.objects.in_force(now).filter(person=by).values("organisation")
    mandates = Mandate.objects.in_force(owners_day(twin, now)).filter(twin=twin, agency__in=agencies)
    return YES if any("pause" in mandate.may for mandate in mandates) else no("not-owner")


@transaction.atomic
def pause(
    twin: Twin, *, by: Person, now: datetime, reach: str = Pause.Reach.EVERYTHING, about: str = "", key: str = ""
) -> tuple[Decision, Pause | None]:
    """Stop at once. The pause says how many jobs were stopped and how many pictures hidden."""
    decision = may_pause(twin, by, now)
    if decision and not _is_a_reach(reach, about):
        decision = no("pause-of-what")
    if not decision:
        return decision, None
    gates.hold([twin], alone=True)
    if there := Pause.objects.filter(twin=twin, reach=reach, about=about, lifted_at=None).first():
        return YES, there
    everything = reach == Pause.Reach.EVERYTHING
    gate = gates.turn(twin, now=now, state=Gate.State.PAUSED if everything else None)
    stopped = jobs.stop(twin.gate_name, now=now, code="owner-paused", also="" if everything else f"{reach}:{about}")
    made = Pause.objects.create(
        twin=twin,
        reach=reach,
        about=about,
        by=by,
        at=now,
        stopped_jobs=stopped,
        hidden_pictures=shown_pictures(twin) if everything else 0,
    )
    write_down(
        twin,
        "paused",
        by=by,
        body={"reach": reach, "about": about, "epoch": gate.epoch, "stopped": stopped, "hidden": made.hidden_pictures},
        now=now,
        house=UUID(about) if reach == Pause.Reach.HOUSE else None,
    )
    tell_pages(twin, "paused" if everything else "changed", stopped=stopped, hidden=made.hidden_pictures)
    return YES, made


def _is_a_reach(reach: str, about: str) -> bool:
    """Everything is about nothing in particular; any other reach names a thing, and a house has a chain by its id."""
    if reach != Pause.Reach.HOUSE:
        return reach in Pause.Reach.values and (reach == Pause.Reach.EVERYTHING) != bool(about)
    try:
        return str(UUID(about)) == about
    except ValueError:
        return False


def shown_pictures(twin: Twin) -> int:
    """How many pictures made of her the studio keeps: not her plates, her comp card or mere sizes of another."""
    kept = Blob.objects.readable().sealed_by(twin.gate_name).filter(variant_of=None).values_list("id", flat=True)
    own = set(twin.comp_card.values_list("picture", flat=True))
    for row in twin.plates.values_list("picture", "alpha", "parts"):
        own.update(row)
    return len(set(kept) - own)


@transaction.atomic
def resume(
    twin: Twin,
    *,
    by: Person,
    now: datetime,
    fresh: bool,
    reach: str = Pause.Reach.EVERYTHING,
    about: str = "",
    key: str = "",
) -> tuple[Decision, Gate | None]:
    """Only she switches on again, and only freshly signed in: a phone left lying opens nothing."""
    if twin.owner_id != by.pk:
        return no("not-owner"), None
    if not fresh:
        return no("fresh-sign-in", fix="sign-in"), None
    return YES, _lift(twin, Pause.objects.filter(twin=twin, reach=reach, about=about, lifted_at=None), by=by, now=now)


@transaction.atomic
def undo_pause(pause: Pause, *, by: Person, now: datetime, key: str = "") -> tuple[Decision, Gate | None]:
    """A slip of the thumb is mended without a sign-in, for ten seconds, by whoever pressed."""
    if pause.by_id != by.pk:
        return no("not-owner"), None
    if now - pause.at > timedelta(seconds=UNDO_SECONDS):
        return no("too-late-to-undo"), None
    return YES, _lift(pause.twin, Pause.objects.filter(pk=pause.pk, lifted_at=None), by=by, now=now)


def _lift(twin: Twin, pauses: Any, *, by: Person, now: datetime) -> Gate:
    gates.hold([twin], alone=True)
    lifted = list(pauses)
    if not lifted:
        return Gate.objects.get(twin=twin)
    pauses.update(lifted_at=now)
    everything = any(each.reach == Pause.Reach.EVERYTHING for each in lifted)
    gate = gates.turn(twin, now=now, state=Gate.State.OPEN if everything else None)
    for each in lifted:
        house = UUID(each.about) if each.reach == Pause.Reach.HOUSE else None
        body = {"reach": each.reach, "about": each.about, "epoch": gate.epoch}
        write_down(twin, "resumed", by=by, body=body, now=now, house=house)
    tell_pages(twin, "resumed" if everything else "changed")
    return gate


# Her nevers


@transaction.atomic
def set_standing_rules(
    twin: Twin, rules: Nevers, *, by: Person, now: datetime, key: str = ""
) -> tuple[Decision, StandingRules | None]:
    """A new version of her nevers, in force at once and over every licence."""
    if twin.owner_id != by.pk:
        return no("not-owner"), None
    gates.hold([twin], alone=True)
    last = StandingRules.objects.filter(twin=twin).order_by("-version").first()
    if last and last.rules == rules.to_json():
        return YES, last
    gates.turn(twin, now=now)
    made = StandingRules.objects.create(
        twin=twin, version=(last.version if last else 0) + 1, rules=rules.to_json(), by=by, at=now
    )
    write_down(twin, "standing-rules", by=by, body={"version": made.version, "rules": made.rules}, now=now)
    tell_pages(twin, "changed")
    return YES, made


# Licences


@transaction.atomic
def sign_grant(
    twin: Twin,
    house: Organisation,
    terms: Terms,
    *,
    by: Person,
    house_signed_by: Person,
    now: datetime,
    evidence: Mapping[str, Any],
    grant: Grant | None = None,
    mandate: Mandate | None = None,
    house_signed_at: datetime | None = None,
    key: str = "",
) -> tuple[Decision, GrantVersion | None]:
    """Her own yes, to the text she read. A first version makes the licence; a further one replaces what was in force.

    evidence: "method" and "signed_in_at" (ISO 8601): how and when she was last signed in before she signed.
    """
    if key and (done := GrantVersion.objects.filter(key=key).first()):
        return YES, done
    decision = _may_sign(twin, house, terms, by, house_signed_by, evidence, grant, now)
    if not decision:
        return decision, None
    gates.hold([twin], alone=True)
    if not (decision := _not_taken_by_others(twin, house, terms)):
        return decision, None
    gates.turn(twin, now=now)
    grant = grant or _new_grant(twin, house, mandate, now)
    version = _new_version(grant, terms, by, house_signed_by, house_signed_at or now, now, evidence, key)
    _take_exclusivities(version, terms, now)
    Grant.objects.filter(pk=grant.pk).update(state=Grant.State.IN_FORCE, state_at=now)
    body = {"grant": str(grant.pk), "version": version.number, "sha256": version.sha256, "house": str(house.pk)}
    write_down(twin, "granted", by=by, body=body, now=now, house=house.pk)
    tell_pages(twin, "changed")
    return YES, version


def _may_sign(
    twin: Twin,
    house: Organisation,
    terms: Terms,
    by: Person,
    house_signed_by: Person,
    evidence: Mapping[str, Any],
    grant: Grant | None,
    now: datetime,
) -> Decision:
    if twin.owner_id != by.pk:
        return no("not-owner")
    if not _is_fresh(evidence, now):
        return no("fresh-sign-in", fix="sign-in")
    if grant and (grant.twin_id, grant.house_id) != (twin.pk, house.pk):
        return no("not-yours")
    if grant and grant.state in {Grant.State.WITHDRAWN, Grant.State.DECLINED}:
        return no("grant-ended")
    if lacking := terms.lacking():
        return no("terms-incomplete", missing=", ".join(lacking))
    return people.may_sign(house_signed_by, house, now=now)


def _is_fresh(evidence: Mapping[str, Any], now: datetime) -> bool:
    try:
        signed_in_at = datetime.fromisoformat(evidence["signed_in_at"])
        return timedelta(0) <= now - signed_in_at <= timedelta(seconds=FRESH_SECONDS)
    except (KeyError, TypeError, ValueError):
        return False


def _not_taken_by_others(twin: Twin, house: Organisation, terms: Terms) -> Decision:
    """Two houses cannot both have the same category, place and days for themselves."""
    facts = facts_of([twin], _noon(terms.starts_on))[twin.pk]
    for wanted in terms.exclusivity:
        use = rules.Use(
            act=rules.OFFER,
            instant=_noon(wanted.starts_on),
            owners_day=wanted.starts_on,
            house=str(house.pk),
            categories=(wanted.category,),
            territories=(wanted.territory,),
            starts_on=wanted.starts_on,
            ends_on=wanted.ends_on,
        )
        for taken in rules.not_taken_by_others(facts, use):
            return taken
    return YES


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def _new_grant(twin: Twin, house: Organisation, mandate: Mandate | None, now: datetime) -> Grant:
    last = Grant.objects.filter(twin=twin).aggregate(last=Max("number"))["last"] or 0
    return Grant.objects.create(
        twin=twin, house=house, number=last + 1, state=Grant.State.IN_FORCE, state_at=now, mandate=mandate
    )


def _new_version(
    grant: Grant,
    terms: Terms,
    by: Person,
    house_signed_by: Person,
    house_signed_at: datetime,
    now: datetime,
    evidence: Mapping[str, Any],
    key: str,
) -> GrantVersion:
    text = text_of(terms, by.language, house=grant.house.name)
    last = grant.versions.aggregate(last=Max("number"))["last"] or 0
    return GrantVersion.objects.create(
        grant=grant,
        number=last + 1,
        terms=terms.to_json(),
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        text=text,
        language=by.language,
        wording=WORDING,
        sha256=digest(terms, text, by.language),
        signed_by=by,
        signed_at=now,
        evidence=dict(evidence),
        house_signed_by=house_signed_by,
        house_signed_at=house_signed_at,
        key=key or None,
    )


def _take_exclusivities(version: GrantVersion, terms: Terms, now: datetime) -> None:
    """The new version's take the place of the old ones'."""
    Exclusivity.objects.filter(version__grant=version.grant, ended_at=None).update(ended_at=now)
    Exclusivity.objects.bulk_create(
        Exclusivity(
            twin=version.grant.twin,
            version=version,
            category=each.category,
            territory=each.territory,
            starts_on=each.starts_on,
            ends_on=each.ends_on,
        )
        for each in terms.exclusivity
    )


@transaction.atomic
def withdraw(grant: Grant, *, by: Person, now: datetime, key: str = "") -> tuple[Decision, Grant | None]:
    """Nothing more is made or delivered under this licence; what was delivered comes down after the notice agreed."""
    twin = grant.twin
    if twin.owner_id != by.pk:
        return no("not-owner"), None
    gates.hold([twin], alone=True)
    ended = Grant.objects.filter(pk=grant.pk, state=Grant.State.IN_FORCE)
    if not ended.update(state=Grant.State.WITHDRAWN, state_at=now):
        return no("already-done"), None
    gates.turn(twin, now=now)
    Exclusivity.objects.filter(version__grant=grant, ended_at=None).update(ended_at=now)
    pieces = _set_takedowns(grant, now)
    stopped = jobs.stop(twin.gate_name, now=now, code="job-stopped", also=f"house:{grant.house_id}")
    body = {"grant": str(grant.pk), "pieces": pieces, "stopped": stopped}
    write_down(twin, "withdrawn", by=by, body=body, now=now, house=grant.house_id)
    _tell_signers(grant, "grant-withdrawn", now)
    tell_pages(twin, "changed", stopped=stopped)
    grant.refresh_from_db()
    return YES, grant


def takedown_day(piece: PieceTaken, today: date) -> date:
    """Its last day to be seen: the notice of the version it was delivered under, counted from today."""
    return today + timedelta(days=Terms.from_json(piece.version.terms).notice_days)


def _set_takedowns(grant: Grant, now: datetime) -> int:
    today = owners_day(grant.twin, now)
    pieces = list(PieceTaken.objects.filter(version__grant=grant, takedown_on=None).select_related("version"))
    for piece in pieces:
        PieceTaken.objects.filter(pk=piece.pk).update(takedown_on=takedown_day(piece, today))
    return len(pieces)


def _tell_signers(grant: Grant, code: str, now: datetime) -> None:
    values = {"twin": grant.twin.name, "number": grant.number}
    for seat in Seat.objects.in_force(now).signers().filter(organisation=grant.house).select_related("person"):
        key = f"{code}:{grant.pk}:{seat.pk}"
        people.tell(seat.person, code, values=values, url="/", now=now, about=f"grant:{grant.pk}", key=key)


@transaction.atomic
def lapse_due(now: datetime) -> int:
    """Licences whose last day is over where she lives. They refuse from that midnight on; this writes it down."""
    due = Grant.objects.filter(state=Grant.State.IN_FORCE).select_related("twin__owner").order_by("twin_id", "number")
    lapsed = [grant for grant in due.annotate(last=Max("versions__ends_on")) if _is_over(grant, now)]
    for grant in lapsed:
        gates.hold([grant.twin], alone=True)
        if Grant.objects.filter(pk=grant.pk, state=Grant.State.IN_FORCE).update(
            state=Grant.State.LAPSED, state_at=now
        ):
            gates.turn(grant.twin, now=now)
            write_down(
                grant.twin, "lapsed", by=None, body={"grant": str(grant.pk)}, now=now, house=grant.house_id
            )
            tell_pages(grant.twin, "changed")
    return len(lapsed)


def _is_over(grant: Grant, now: datetime) -> bool:
    newest = grant.versions.order_by("-number").first()
    return newest is not None and newest.ends_on < owners_day(grant.twin, now)


# Pieces


@transaction.atomic
def take_piece(
    twin: Twin,
    version: GrantVersion | UUID,
    *,
    asset: object,
    delivery: object,
    now: datetime,
    ends_on: date | None = None,
    by: Person | None = None,
) -> PieceTaken:
    """Count a delivered piece against its version. The deliverer holds the gate alone and has asked."""
    version = version if isinstance(version, GrantVersion) else GrantVersion.objects.get(pk=version)
    piece, is_new = PieceTaken.objects.get_or_create(
        twin=twin,
        delivery=str(delivery),
        defaults={
            "version": version,
            "asset": str(asset),
            "at": now,
            "ends_on": min(ends_on or version.ends_on, version.ends_on),
        },
    )
    if is_new:
        body = {"version": str(version.pk), "asset": str(asset), "delivery": str(delivery)}
        write_down(twin, "piece-taken", by=by, body=body, now=now, house=version.grant.house_id)
    return piece


def take_test(version: GrantVersion | UUID | None, *, preview: object, now: datetime) -> TestTaken | None:
    """Count a preview against a version that covers so many tests; other versions count none."""
    if version is None:
        return None
    version = version if isinstance(version, GrantVersion) else GrantVersion.objects.get(pk=version)
    if not Terms.from_json(version.terms).tests_only:
        return None
    return TestTaken.objects.get_or_create(version=version, preview=str(preview), defaults={"at": now})[0]


@transaction.atomic
def ask_piece(
    twin: Twin,
    version: GrantVersion | UUID | None,
    *,
    about: object,
    pixel_hash: str,
    by: Person,
    now: datetime,
    brands: Iterable[str] = (),
) -> PieceApproval | None:
    """Ask her (or whom she named) for her word on exactly these pixels, where the licence says that each piece asks."""
    if version is None:
        return None
    version = version if isinstance(version, GrantVersion) else GrantVersion.objects.get(pk=version)
    approver = approver_of(twin, version, tuple(brands), now)
    if approver is None:
        return None
    asked, is_new = PieceApproval.objects.get_or_create(
        version=version,
        pixel_hash=pixel_hash,
        defaults={
            "twin": twin,
            "about": str(about),
            "asked_by": by,
            "asked_at": now,
            "lapses_on": day_of(approver, now) + timedelta(days=DAYS_TO_ANSWER),
        },
    )
    if is_new:
        body = {"version": str(version.pk), "pixels": pixel_hash, "about": str(about)}
        write_down(twin, "piece-asked", by=by, body=body, now=now, house=version.grant.house_id)
        values = {"house": version.grant.house.name, "until": asked.lapses_on}
        people.tell(
            approver, "piece-asks-you", values=values, url="/", now=now, about=twin.gate_name, key=f"piece:{asked.pk}"
        )
        announce(f"person:{approver.pk}", kind="piece", piece=str(asked.pk))
    return asked


def approver_of(twin: Twin, version: GrantVersion, brands: tuple[str, ...], now: datetime) -> Person | None:
    """Who is asked about a finished piece, or None where nobody is."""
    facts = facts_of([twin], now)[twin.pk]
    terms = Terms.from_json(version.terms)
    use = rules.Use(act=rules.SEAL, instant=now, owners_day=owners_day(twin, now), brands=brands)
    licence = rules.Licence(version=str(version.pk), house=str(version.grant.house_id), terms=terms)
    if not rules.asks_her(facts, use, licence):
        return None
    if terms.approval == "named":
        return Person.objects.active().filter(pk=terms.approver).first() or twin.owner
    return twin.owner


@transaction.atomic
def answer_piece(
    approval: PieceApproval,
    yes: bool,  # noqa: FBT001 - reads as "answer this piece yes"
    *,
    by: Person,
    now: datetime,
    key: str = "",
) -> tuple[Decision, PieceApproval | None]:
    """Her yes, or her no, to one finished file. A no after a yes holds; after the last day there is no yes."""
    twin = approval.twin
    if not may_answer(approval, by):
        return no("not-owner"), None
    answer = PieceApproval.Answer.YES if yes else PieceApproval.Answer.NO
    if yes and owners_day(twin, now) > approval.lapses_on:
        return no("lapsed", on=approval.lapses_on), None
    gates.hold([twin], alone=True)
    if not PieceApproval.objects.filter(pk=approval.pk).exclude(answer=answer).update(answer=answer, answered_at=now):
        approval.refresh_from_db()
        return YES, approval
    gates.turn(twin, now=now)
    body = {"version": str(approval.version_id), "pixels": approval.pixel_hash, "answer": str(answer)}
    write_down(twin, "piece-answered", by=by, body=body, now=now, house=approval.version.grant.house_id)
    people.tell(
        approval.asked_by,
        "piece-approved" if yes else "piece-declined",
        values={"owner": str(by)},
        url="/",
        now=now,
        about=twin.gate_name,
        key=f"piece:{approval.pk}:{answer}:{now.isoformat()}",
    )
    tell_pages(twin, "changed")
    approval.refresh_from_db()
    return YES, approval


def may_answer(approval: PieceApproval, by: Person) -> bool:
    """The owner always; whom she named, where the version names somebody."""
    terms = Terms.from_json(approval.version.terms)
    is_named = terms.approval == "named" and terms.approver == str(by.pk)
    return approval.twin.owner_id == by.pk or is_named
