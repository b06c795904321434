"""What is counted against a licence, and her word on each finished piece."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from studio.consent import gates, rules
from studio.consent.actions.telling import tell_pages, write_down
from studio.consent.facts import day_of, facts_of, owners_day
from studio.consent.models import (
    GrantVersion,
    PieceApproval,
    PieceTaken,
    StandingRules,
    TestTaken,
)
from studio.consent.terms import StandingRules as Nevers
from studio.consent.terms import Terms
from studio.decisions import YES, Decision, no
from studio.live.announcing import announce
from studio.people import actions as people
from studio.people.models import Person
from studio.twins.models import Twin

DAYS_TO_ANSWER = 7
UNDO_ANSWER = timedelta(seconds=60)


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
    if rules.named_may_answer(facts.standing, terms):
        return Person.objects.active().filter(pk=terms.approver).first() or twin.owner
    return twin.owner


@transaction.atomic
def answer_piece(
    approval: PieceApproval, *, yes: bool, by: Person, now: datetime, key: str = ""
) -> tuple[Decision, PieceApproval | None]:
    """Her yes, or her no, to one finished file. A no after a yes holds; after the last day there is no yes."""
    twin = approval.twin
    if not may_answer(approval, by):
        return no("not-owner"), None
    answer = PieceApproval.Answer.YES if yes else PieceApproval.Answer.NO
    if yes and owners_day(twin, now) > approval.lapses_on:
        return no("lapsed", on=approval.lapses_on), None
    gates.hold([twin], alone=True)
    approval = PieceApproval.objects.select_related("version__grant__house", "twin", "asked_by").get(pk=approval.pk)
    if not may_answer(approval, by):  # her rule may have come while we waited for the gate
        return no("not-owner"), None
    if by.pk != twin.owner_id and approval.answered_by_id == twin.owner_id:
        return no("already-done"), None  # nobody answers over her own word
    same = Q(answer=answer) & (Q(answered_by=by) if by.pk == twin.owner_id else Q())  # hers takes the place of his
    asked = PieceApproval.objects.filter(pk=approval.pk).exclude(same)
    if not asked.update(answer=answer, answered_at=now, answered_by=by):
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


@transaction.atomic
def undo_answer(approval: PieceApproval, *, by: Person, now: datetime) -> tuple[Decision, PieceApproval | None]:
    """A slip of the thumb while many are answered: within a minute the picture asks again."""
    twin = approval.twin
    if not may_answer(approval, by):
        return no("not-owner"), None
    gates.hold([twin], alone=True)
    answered = PieceApproval.objects.filter(pk=approval.pk, answered_at__gte=now - UNDO_ANSWER)
    if not answered.update(answer=PieceApproval.Answer.ASKED, answered_at=None, answered_by=None):
        return no("too-late-to-undo-an-answer"), None
    gates.turn(twin, now=now)
    body = {"version": str(approval.version_id), "pixels": approval.pixel_hash}
    write_down(twin, "piece-answer-undone", by=by, body=body, now=now, house=approval.version.grant.house_id)
    people.tell(
        approval.asked_by,
        "answer-undone",
        values={"owner": twin.name},
        url="/",
        now=now,
        about=twin.gate_name,
        key=f"piece:{approval.pk}:undone:{now.isoformat()}",
    )
    tell_pages(twin, "changed")
    approval.refresh_from_db()
    return YES, approval


def questions_of(approval: PieceApproval) -> list[tuple[str, tuple[str, ...]]]:
    """What a machine cannot check and she looks for herself: never in these scenes, these poses, beside these."""
    terms, hers = Terms.from_json(approval.version.terms), _nevers_of(approval)
    asked = {
        "scenes": (*terms.never_scenes, *hers.never_scenes),
        "poses": (*terms.never_poses, *hers.never_poses),
        "beside": (*terms.never_beside, *hers.never_beside),
    }
    return [(what, tuple(dict.fromkeys(words))) for what, words in asked.items() if words]


def _nevers_of(approval: PieceApproval) -> Nevers:
    nevers = StandingRules.objects.filter(twin=approval.twin_id).order_by("-version").first()
    return Nevers.from_json(nevers.rules) if nevers else Nevers()


def may_answer(approval: PieceApproval, by: Person) -> bool:
    """The owner always; whom she named, where the version names somebody and no rule of hers asks herself."""
    if approval.twin.owner_id == by.pk:
        return True
    terms = Terms.from_json(approval.version.terms)
    return terms.approver == str(by.pk) and rules.named_may_answer(_nevers_of(approval), terms)
