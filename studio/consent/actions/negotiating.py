"""A house asks, both sides offer until one side says no or she says yes, and her yes makes the licence and its memo."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from studio.consent import bargaining, gates
from studio.consent.actions.granting import sign_grant
from studio.consent.actions.telling import tell_pages, write_down
from studio.consent.agencies import acts_for
from studio.consent.answering import may_be_answered
from studio.consent.facts import facts_of, owners_day
from studio.consent.models import Grant, GrantVersion, Message, Offer, Option, Request, Side, Standstill
from studio.consent.put_texts import texts_of_offer
from studio.consent.quoting import quote
from studio.consent.representing import NEGOTIATE
from studio.consent.rules import outward
from studio.consent.sides import bookers_of, lapses_on, mandate_for, side_of, signers_of
from studio.consent.terms import Terms
from studio.consent.texts import Texts, texts_of
from studio.decisions import YES, Decision, no
from studio.live.announcing import announce
from studio.media.models import Blob
from studio.people import actions as people
from studio.people.evidence import proves_fresh
from studio.people.models import Organisation, Person
from studio.twins.models import Mandate, Twin

Answer = tuple[Decision, Request | None]
MOVED = (
    "state", "state_at", "version", "yes_offer", "yes_at", "yes_evidence", "yes_texts", "memo_language", "waived_at",
    "thinks_until", "lapses_at",
)  # fmt: skip


@transaction.atomic
def ask(
    twin: Twin,
    house: Organisation,
    terms: Terms,
    *,
    by: Person,
    now: datetime,
    evidence: Mapping[str, Any],
    kind: str = Request.Kind.LICENCE,
    about: str = "",
    shoot: str = "",
    title: str = "",
    picture: Blob | None = None,
    grant: Grant | None = None,
    option: Option | None = None,
    answer_by: date | None = None,
    note: str = "",
    key: str = "",
) -> Answer:
    """The house's first offer, signed by a seat that may sign and may spend that much. Silence is no on a stated day.

    picture: of the look on the stand-in, or of the board as it stands, so that she sees what is meant before anybody
    sees her in it. Its hash goes into the register.
    """
    if key and (done := Request.objects.filter(key=key).first()):
        return YES, done
    gates.hold([twin], alone=True)  # before anything is asked: what another house buys meanwhile refuses this
    today = owners_day(twin, now)
    answer_by = answer_by or today + timedelta(days=bargaining.DAYS_TO_ANSWER)
    mandate = mandate_for(twin, terms.territories, today)
    terms = _under(mandate, terms)
    decision = _fits(twin, house, terms, kind, grant) and bargaining.may_lapse_on(answer_by, today)
    decision = decision and house_may_offer(twin, house, terms, mandate, by=by, now=now, evidence=evidence)
    decision = decision and _not_asked_already(twin, house, kind, about, grant)
    if not decision:
        return decision, None
    request = Request.objects.create(
        kind=kind,
        twin=twin,
        house=house,
        grant=grant,
        option=option,
        mandate=mandate,
        about=about,
        shoot=shoot,
        title=title,
        picture=picture,
        state_at=now,
        asked_by=by,
        asked_at=now,
        lapses_at=_end_of(answer_by, twin),
        key=key or None,
    )
    offer = _put(request, terms, Side.HOUSE, by=by, now=now, evidence=evidence, note=note)
    _announce_asked(request, offer, by, now)
    return YES, request


def _not_asked_already(twin: Twin, house: Organisation, kind: str, about: str, grant: Grant | None) -> Decision:
    waiting = Request.objects.open().filter(twin=twin, house=house, kind=kind, about=about, grant=grant)
    return no("asked-already") if waiting.exists() else YES


def _announce_asked(request: Request, offer: Offer, by: Person, now: datetime) -> None:
    """Into the register, and to her and whoever books for her."""
    twin, house, picture = request.twin, request.house, request.picture
    body = {"request": str(request.pk), "kind": str(request.kind), "offer": offer.sha256, "house": str(house.pk)}
    if picture is not None:
        body["picture"] = picture.sha256  # so that what lay before her can be proved
    write_down(twin, "asked", by=by, body=body, now=now, house=house.pk)
    told = [twin.owner, *bookers_of(request.mandate, now)]
    _tell(request, "asks-you", told, now=now, key=f"asked:{request.pk}")


def _fits(twin: Twin, house: Organisation, terms: Terms, kind: str, grant: Grant | None) -> Decision:
    if not house.is_house or kind not in Request.Kind.values:
        return no("not-a-choice")
    if lacking := terms.lacking():
        return no("terms-incomplete", missing=", ".join(lacking))
    if (kind == Request.Kind.TESTS) != terms.tests_only or (kind == Request.Kind.CHANGE) != (grant is not None):
        return no("not-a-choice")
    if grant and (grant.twin_id, grant.house_id) != (twin.pk, house.pk):
        return no("not-yours")
    if grant and grant.state in {Grant.State.WITHDRAWN, Grant.State.DECLINED}:
        return no("grant-ended")
    return YES


def house_may_offer(
    twin: Twin,
    house: Organisation,
    terms: Terms,
    mandate: Mandate | None,
    *,
    by: Person,
    now: datetime,
    evidence: Mapping[str, Any] | None,
) -> Decision:
    """Asked before a house's terms are sent, and shown before anybody presses. evidence: None before the press.

    Each question to her rules counts for whoever asks it: a day's number of them is answered, and no more.
    """
    if not (decision := may_be_answered(twin, house, terms, by=by, now=now)):
        return decision
    facts, today = facts_of([twin], now)[twin.pk], owners_day(twin, now)
    full = bargaining.may_be_asked(facts, terms, house=str(house.pk), instant=now, owners_day=today)
    if not full:
        return outward(full, twin)
    try:
        reckoned = quote(terms, mandate.commission_bps if mandate else 0, on=today)
    except ValueError:
        return no("terms-incomplete", missing="pay")
    decision = people.may_sign(
        by, house, now=now, amount_minor=reckoned["most_cost_minor"], currency=reckoned["currency"]
    )
    if decision and evidence is not None and not proves_fresh(evidence, now):
        return no("fresh-sign-in", fix="sign-in")
    return decision


@transaction.atomic
def counter(
    request: Request,
    terms: Terms,
    *,
    by: Person,
    now: datetime,
    evidence: Mapping[str, Any],
    note: str = "",
    key: str = "",
) -> tuple[Decision, Offer | None]:
    """Other terms, by the house, by her, or for her by an agency whose mandate says so. Each is a row of its own.

    Where the house puts the very terms that she offered it agrees to them, and they wait for her yes.
    """
    if key and (done := Offer.objects.filter(key=key).first()):
        return YES, done
    gates.hold([request.twin], alone=True)
    request = _locked(request)
    side, twin = side_of(request, by, now), request.twin
    mandate = mandate_for(twin, terms.territories, owners_day(twin, now))
    terms = _under(mandate, terms)
    decision = bargaining.may_offer(side, _is_open(request, now))
    decision = decision and _fits(twin, request.house, terms, request.kind, request.grant)
    if decision and side == Side.HOUSE:
        decision = house_may_offer(twin, request.house, terms, mandate, by=by, now=now, evidence=evidence)
    if decision and side == Side.AGENCY:
        decision = acts_for(twin, by, NEGOTIATE, terms.territories, now)
    if not decision:
        return decision, None
    request.mandate = mandate
    offer = _put(request, terms, side, by=by, now=now, evidence=evidence, note=note, key=key)
    request.turn = "owner" if side == Side.HOUSE else "house"
    soonest = owners_day(twin, now) + timedelta(days=bargaining.DAYS_AFTER_AN_OFFER)
    request.lapses_at = max(request.lapses_at, _end_of(soonest, twin))
    request.save(update_fields=["mandate", "turn", "lapses_at"])
    body = {"request": str(request.pk), "number": offer.number, "side": str(side), "offer": offer.sha256}
    write_down(twin, "offered", by=by, body=body, now=now, house=request.house_id)
    _tell(request, "offers-other-terms", _others(request, by, now), now=now, by=by, key=f"offer:{offer.pk}")
    return YES, offer


def _under(mandate: Mandate | None, terms: Terms) -> Terms:
    """Nobody but the agency of a mandate takes a commission, and it takes what the mandate says."""
    share = mandate.commission_bps if mandate and not terms.tests_only else 0
    return replace(terms, pay=replace(terms.pay, commission_bps=share))


def _put(
    request: Request,
    terms: Terms,
    side: str,
    *,
    by: Person,
    now: datetime,
    evidence: Mapping[str, Any],
    note: str = "",
    key: str = "",
) -> Offer:
    texts = texts_of(
        terms, request.twin.owner.language, house=request.house, house_language=request.asked_by.language
    )
    last = request.offers.order_by("-number").first()
    return Offer.objects.create(
        request=request,
        number=(last.number if last else 0) + 1,
        side=side,
        by=by,
        at=now,
        terms=terms.to_json(),
        note=note.strip(),
        text=texts.text,
        language=texts.language,
        house_text=texts.house_text,
        house_language=texts.house_language,
        wording=texts.wording,
        sha256=texts.sha256,
        quote=quote(terms, terms.pay.commission_bps, on=owners_day(request.twin, now)),
        evidence=dict(evidence),
        key=key or None,
    )


@transaction.atomic
def say(request: Request, words: str, *, by: Person, now: datetime) -> tuple[Decision, Message | None]:
    """A question or an answer. It changes nothing of the terms."""
    side = side_of(request, by, now)
    decision = bargaining.worded(words) if side else no("not-yours")
    if not decision:
        return decision, None
    message = Message.objects.create(request=request, side=side, by=by, at=now, words=words.strip())
    _tell(request, "writes-in-a-request", _others(request, by, now), now=now, by=by, key=f"said:{message.pk}")
    return YES, message


@transaction.atomic
def agree(
    request: Request,
    offer: Offer,
    *,
    by: Person,
    now: datetime,
    evidence: Mapping[str, Any],
    waives: bool,
    language: str = "",
    memo_language: str = "",
    key: str = "",
) -> tuple[Decision, GrantVersion | None]:
    """Her own yes, to the newest words of the house. It counts after 48 hours, or at once where she waives them.

    Tests leave the board at no time and are not paid, so for them there is nothing to wait for.
    language: in which she reads the terms as she signs; that text is kept. Without one it is the text as it was put.
    """
    gates.hold([request.twin], alone=True)
    request = _locked(request)
    if request.yes_offer_id == offer.pk and request.twin.owner_id == by.pk:
        return YES, request.version
    decision = _may_agree(request, offer, by, evidence, now)
    if not decision:
        return decision, None
    request.yes_offer, request.yes_at = offer, now
    texts = texts_of_offer(offer, language)
    shown = {"sha256": texts.sha256, "language": texts.language, "wording": texts.wording}
    request.yes_evidence = {**evidence, "offer": str(offer.pk), **shown}
    request.yes_texts = asdict(texts)
    request.memo_language = memo_language or texts.language
    if waives or request.kind == Request.Kind.TESTS:
        request.waived_at = now if waives else None
        return _put_in_force(request, now)
    request.thinks_until = now + bargaining.THINKING
    _move(request, Request.State.THINKING, now)
    until = request.thinks_until.isoformat()
    body = {"request": str(request.pk), "offer": offer.sha256, "text": texts.sha256, "until": until}
    write_down(request.twin, "agreed-to-think", by=by, body=body, now=now, house=request.house_id)
    _tell(request, "yes-counts-on", _others(request, by, now), now=now, key=f"yes:{request.pk}:{now.isoformat()}")
    return YES, None


def _may_agree(request: Request, offer: Offer, by: Person, evidence: Mapping[str, Any], now: datetime) -> Decision:
    newest = request.offers.order_by("-number").first()
    decision = bargaining.may_agree(
        hers=request.twin.owner_id == by.pk,
        fresh=proves_fresh(evidence, now),
        newest=newest == offer,
        by_side=offer.side,
        state=_is_open(request, now),
    )
    return decision and _mandate_holds(request, now)


def _is_open(request: Request, now: datetime) -> Decision:
    return bargaining.is_open(request.state, over=now >= request.lapses_at, lapses_on=lapses_on(request))


def _mandate_holds(request: Request, now: datetime) -> Decision:
    """What was offered under a mandate that has ended since waits for her: she offers it anew, without the agency."""
    mandate, today = request.mandate, owners_day(request.twin, now)
    if mandate is None or (mandate.ended_at is None and mandate.starts_on <= today <= mandate.ends_on):
        return YES
    return no("mandate-over", agency=mandate.agency.name)


def _put_in_force(request: Request, now: datetime) -> tuple[Decision, GrantVersion | None]:
    """The licence with both texts, the memo, and what both sides read of it, in one transaction."""
    if request.twin.state in {Twin.State.RETIRED, Twin.State.ERASED}:
        return no(f"twin-{request.twin.state}"), None
    offer = request.yes_offer
    assert offer is not None and request.yes_at is not None
    decision, version = sign_grant(
        request.twin,
        request.house,
        Terms.from_json(offer.terms),
        by=request.twin.owner,
        house_signed_by=offer.by,
        now=now,
        evidence=request.yes_evidence,
        grant=request.grant,
        mandate=request.mandate,
        signed_at=request.yes_at,
        house_signed_at=offer.at,
        house_evidence=offer.evidence,
        texts=Texts(**request.yes_texts) if request.yes_texts else texts_of_offer(offer),
        memo_language=request.memo_language,
        key=f"request:{request.pk}",
    )
    if not decision or version is None:
        return decision, None
    request.version, request.thinks_until = version, None
    _move(request, Request.State.AGREED, now)
    everybody = [request.twin.owner, *signers_of(request, now), *bookers_of(request.mandate, now)]
    _tell(request, "request-agreed", everybody, now=now, key=f"agreed:{request.pk}")
    return YES, version


@transaction.atomic
def think_again(request: Request, *, by: Person, now: datetime) -> Answer:
    """Within the 48 hours her yes is hers to take back; the request is open again, for another day at the least."""
    gates.hold([request.twin], alone=True)
    request = _locked(request)
    if request.twin.owner_id != by.pk:
        return no("not-owner"), None
    if request.state != Request.State.THINKING or request.thinks_until is None or request.thinks_until <= now:
        return no("request-over"), None
    request.thinks_until = request.yes_offer = request.yes_at = None
    request.yes_evidence, request.yes_texts = {}, {}
    tomorrow = owners_day(request.twin, now) + timedelta(days=1)
    request.lapses_at = max(request.lapses_at, _end_of(tomorrow, request.twin))
    _move(request, Request.State.OPEN, now)
    write_down(
        request.twin, "yes-taken-back", by=by, body={"request": str(request.pk)}, now=now, house=request.house_id
    )
    _tell(request, "yes-taken-back", _others(request, by, now), now=now, key=f"again:{request.pk}:{now.isoformat()}")
    return YES, request


@transaction.atomic
def decline(request: Request, *, by: Person, now: datetime) -> Answer:
    """Her no. It needs no reason and no fresh sign-in; while she thinks a yes over it ends that yes, too."""
    if request.twin.owner_id != by.pk:
        return no("not-owner"), None
    return _end(request, Request.State.DECLINED, "request-declined", by=by, now=now)


@transaction.atomic
def take_back(request: Request, *, by: Person, now: datetime) -> Answer:
    """The house asks no more. Once she has said yes it is bound, and only she lets go."""
    if not (decision := people.may_sign(by, request.house, now=now)):
        return decision, None
    return _end(request, Request.State.TAKEN_BACK, "request-taken-back", by=by, now=now)


def _end(request: Request, state: str, code: str, *, by: Person | None, now: datetime) -> Answer:
    gates.hold([request.twin], alone=True)
    request = _locked(request)
    if request.state == state:
        return YES, request
    bound = request.state == Request.State.THINKING and state == Request.State.TAKEN_BACK
    if bound or request.state not in {Request.State.OPEN, Request.State.THINKING}:
        return no("request-over"), None
    request.thinks_until = None
    _move(request, state, now)
    body = {"request": str(request.pk), "state": str(state)}
    write_down(request.twin, "request-ended", by=by, body=body, now=now, house=request.house_id)
    told = _others(request, by, now) if by else [request.twin.owner, *signers_of(request, now)]
    _tell(request, code, told, now=now, key=f"{code}:{request.pk}")
    return YES, request


def settle_due(now: datetime) -> int:
    """Silence lapses to no on the stated day, and a yes counts once its 48 hours are over. How many were settled."""
    settled = 0
    for request in Request.objects.overdue(now).order_by("lapses_at"):
        settled += _lapse(request, now)
    for request in Request.objects.thought_over(now).order_by("thinks_until"):
        settled += _end_thinking(request, now)
    return settled


@transaction.atomic
def _lapse(request: Request, now: datetime) -> bool:
    gates.hold([request.twin], alone=True)
    request = _locked(request)
    if request.state != Request.State.OPEN or request.lapses_at > now:
        return False
    return bool(_end(request, Request.State.LAPSED, "request-lapsed", by=None, now=now)[0])


@transaction.atomic
def _end_thinking(request: Request, now: datetime) -> bool:
    """What cannot come into force any more lapses, and both sides read so: it was sold to another house meanwhile."""
    gates.hold([request.twin], alone=True)
    request = _locked(request)
    if request.state != Request.State.THINKING or request.thinks_until is None or request.thinks_until > now:
        return False
    if Standstill.objects.filter(owner=request.twin.owner, ended_at=None).exists():
        return False  # she may be dead: it waits until she herself switches on again
    decision = _mandate_holds(request, now)
    if decision:
        decision, _version = _put_in_force(request, now)
    if not decision:
        _end(request, Request.State.LAPSED, "yes-came-to-nothing", by=None, now=now)
    return True


def _locked(request: Request) -> Request:
    """As it stands now, for us alone; the gate is held before, so that two never wait crosswise."""
    rows = Request.objects.select_for_update(of=("self",))
    related = ("twin__owner", "house", "asked_by", "mandate__agency", "grant", "version", "yes_offer")
    return rows.select_related(*related).get(pk=request.pk)


def _move(request: Request, state: str, now: datetime) -> None:
    request.state, request.state_at = state, now
    request.save(update_fields=MOVED)
    tell_pages(request.twin, "changed")


def _others(request: Request, by: Person, now: datetime) -> list[Person]:
    """Everybody it concerns but whoever acted; what the house does its own people know."""
    house = [] if side_of(request, by, now) == Side.HOUSE else signers_of(request, now)
    everybody = [request.twin.owner, *house, *bookers_of(request.mandate, now)]
    return [person for person in everybody if person.pk != by.pk]


def _tell(
    request: Request, code: str, people_told: Iterable[Person], *, now: datetime, key: str, by: Person | None = None
) -> None:
    values = {
        "house": request.house.name,
        "owner": request.twin.name,
        "title": request.title,
        "who": _named(by, request.twin) if by else "",
        "on": lapses_on(request),
    }
    for person in dict.fromkeys(people_told):
        people.tell(
            person,
            code,
            values=values,
            url=f"/consent/requests/{request.pk}",
            now=now,
            about=f"request:{request.pk}",
            key=f"{key}:{person.pk}",
        )
        announce(f"person:{person.pk}", kind="request", request=str(request.pk))


def _named(person: Person, twin: Twin) -> str:
    """Her account's name is nobody's to read: she is called as her twin is shown."""
    return twin.name if person.pk == twin.owner_id else person.name


def _end_of(day: date, twin: Twin) -> datetime:
    """The last instant of a day where she lives."""
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=people.zone_of(twin.owner))
