"""A licence is signed, replaced, and lapses by itself."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from studio.consent import endings, gates, rules
from studio.consent.actions.holding import end_what_was_sold
from studio.consent.actions.telling import tell_pages, write_down
from studio.consent.facts import facts_of, owners_day
from studio.consent.memos import make_memo
from studio.consent.models import (
    Exclusivity,
    Grant,
    GrantVersion,
)
from studio.consent.terms import Terms
from studio.consent.texts import Texts, texts_of
from studio.consent.wording import digest
from studio.decisions import YES, Decision, no
from studio.people import actions as people
from studio.people.evidence import proves_fresh
from studio.people.models import Organisation, Person
from studio.twins.models import Mandate, Twin


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
    signed_at: datetime | None = None,
    house_signed_at: datetime | None = None,
    house_evidence: Mapping[str, Any] | None = None,
    texts: Texts | None = None,
    memo_language: str = "",
    key: str = "",
) -> tuple[Decision, GrantVersion | None]:
    """Her own yes, to the text she read. A first version makes the licence; a further one replaces what was in force.

    evidence: "method" and "signed_in_at" (ISO 8601): how and when she was last signed in before she signed.
    signed_at: when she did, where she took her time to think before it counts; otherwise `now`.
    texts: what she read, word for word, where it was put to her before; otherwise it is generated here.
    mandate: under which this version was negotiated. Its agency has its share of this version, and of no other.
    """
    if key and (done := GrantVersion.objects.filter(key=key).first()):
        return YES, done
    texts = texts or texts_of(terms, by.language, house=house)
    decision = _may_sign(twin, house, terms, by, house_signed_by, evidence, grant, signed_at or now, now)
    decision = decision and _is_the_text(terms, texts)
    if not decision:
        return decision, None
    gates.hold([twin], alone=True)
    if not (decision := _not_taken_by_others(twin, house, terms)):
        return decision, None
    gates.turn(twin, now=now)
    grant = grant or _new_grant(twin, house, now)
    version = GrantVersion.objects.create(
        grant=grant,
        number=(grant.versions.aggregate(last=Max("number"))["last"] or 0) + 1,
        terms=terms.to_json(),
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        **asdict(texts),
        signed_by=by,
        signed_at=signed_at or now,
        evidence=dict(evidence),
        house_signed_by=house_signed_by,
        house_signed_at=house_signed_at or now,
        house_evidence=dict(house_evidence or {}),
        mandate=_standing(mandate, signed_at or now),
        key=key or None,
    )
    memo = make_memo(version, memo_language or texts.language, now=now)  # before anything can be made under it
    _put_in_force(version, terms, memo.sha256, now)
    return YES, version


def _put_in_force(version: GrantVersion, terms: Terms, memo_sha256: str, now: datetime) -> None:
    """What it keeps for the house alone, its state, its line in the register, and what others held meanwhile."""
    grant, twin = version.grant, version.grant.twin
    _take_exclusivities(version, terms, now)
    Grant.objects.filter(pk=grant.pk).update(state=Grant.State.IN_FORCE, state_at=now)
    house = str(grant.house_id)
    body = {"grant": str(grant.pk), "version": version.number, "sha256": version.sha256, "house": house}
    body["memo"] = memo_sha256
    write_down(twin, "granted", by=version.signed_by, body=body, now=now, house=grant.house_id)
    if terms.exclusivity:
        end_what_was_sold(twin, now)
    tell_pages(twin, "changed")


def _may_sign(
    twin: Twin,
    house: Organisation,
    terms: Terms,
    by: Person,
    house_signed_by: Person,
    evidence: Mapping[str, Any],
    grant: Grant | None,
    signed_at: datetime,
    now: datetime,
) -> Decision:
    if twin.owner_id != by.pk:
        return no("not-owner")
    if not proves_fresh(evidence, signed_at):
        return no("fresh-sign-in", fix="sign-in")
    if grant and (grant.twin_id, grant.house_id) != (twin.pk, house.pk):
        return no("not-yours")
    if grant and grant.state in {Grant.State.WITHDRAWN, Grant.State.DECLINED}:
        return no("grant-ended")
    if lacking := terms.lacking():
        return no("terms-incomplete", missing=", ".join(lacking))
    return people.may_sign(house_signed_by, house, now=now)


def _is_the_text(terms: Terms, texts: Texts) -> Decision:
    """The fingerprint of what was shown is that of what is signed."""
    same = digest(terms, texts.text, texts.language, texts.wording) == texts.sha256
    return YES if same else no("terms-changed")


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


def _new_grant(twin: Twin, house: Organisation, now: datetime) -> Grant:
    last = Grant.objects.filter(twin=twin).aggregate(last=Max("number"))["last"] or 0
    return Grant.objects.create(twin=twin, house=house, number=last + 1, state=Grant.State.IN_FORCE, state_at=now)


def _standing(mandate: Mandate | None, signed_at: datetime) -> Mandate | None:
    """What she signs after a mandate ended is hers alone, with no share for anybody."""
    return None if mandate and mandate.ended_at and mandate.ended_at <= signed_at else mandate


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
            grant.refresh_from_db()
            endings.tell(grant, now)
            tell_pages(grant.twin, "changed")
    return len(lapsed)


def _is_over(grant: Grant, now: datetime) -> bool:
    newest = grant.versions.order_by("-number").first()
    return newest is not None and newest.ends_on < owners_day(grant.twin, now)
