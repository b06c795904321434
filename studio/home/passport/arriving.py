"""A twin arrives with a passport: checked first, shown to her, and only then made hers here by her own yes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from studio.consent import actions as consent
from studio.consent.terms import StandingRules, Terms, TermsError
from studio.consent.wording import digest as licence_digest
from studio.decisions import YES, Decision, no
from studio.home.models import Arrival, Origin
from studio.home.passport import bundle, plates, vouching
from studio.home.passport.bundle import BadPassport, Bundle, Json
from studio.home.passport.plates import Brought
from studio.media import actions as media
from studio.money import Money
from studio.people import claims
from studio.people.models import Craft, Person
from studio.register import actions as register
from studio.register import signing
from studio.twins import actions as twins
from studio.twins import wording
from studio.twins.models import Capture, CaptureCredit, Twin

CRAFTS = frozenset(Craft.values)
CREW_AT_MOST, CAPTURES_AT_MOST, MARKS_AT_MOST = 40, 60, 100
MOST_MINOR = 10**15


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, in words, and whether it holds."""

    words: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What a passport says, for her to read before she says yes."""

    bundle: Bundle
    record: Json
    licences: Sequence[Json]
    credits: Sequence[Json]
    money: Sequence[Json]
    entries: int
    findings: tuple[Finding, ...]

    @property
    def studio(self) -> str:
        return str(self.bundle.manifest["studio"]["name"])[:120]

    @property
    def address(self) -> str:
        return str(self.bundle.manifest["studio"]["address"])[:300]

    @property
    def fingerprint(self) -> str:
        return signing.fingerprint_of(self.bundle.key)

    @property
    def known_key(self) -> bool:
        return self.bundle.key == signing.signer().public

    @property
    def made_at(self) -> datetime:
        return datetime.fromisoformat(self.bundle.manifest["made_at"])

    @property
    def captures(self) -> list[Json]:
        return list(self.record["captures"])


# Reading


def told(data: bytes) -> Told:
    """Raises BadPassport. Writes nothing."""
    opened = bundle.opened(data)
    try:
        return _told(opened)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BadPassport("passport-damaged", name=bundle.RECORD) from None


def _told(opened: Bundle) -> Told:
    record, consents = opened.read(bundle.RECORD), opened.read(bundle.CONSENTS)
    _check_record(record, opened)
    entries = bundle.entries_of(opened)
    return Told(
        bundle=opened,
        record=record,
        licences=[_licence(each) for each in consents["licences"]],
        credits=[_credit(each) for each in opened.read(bundle.CREDITS)],
        money=[_money(each) for each in opened.read(bundle.LEDGER)],
        entries=len(entries),
        findings=tuple(_findings(opened, consents, entries)),
    )


def _check_record(record: Json, opened: Bundle) -> None:
    """The shapes that are relied on later. Raises what `told` turns into a sentence."""
    if record["id"] != opened.twin or not isinstance(record["name"], str) or not record["name"].strip():
        raise ValueError("the record is another twin's")
    date.fromisoformat(record["as_of"])
    if not all(isinstance(mark["kind"], str) and isinstance(mark["place"], str) for mark in record["barred_marks"]):
        raise ValueError("a barred mark is not one")
    captures = record["captures"]
    if len(captures) > CAPTURES_AT_MOST:
        raise ValueError("too many days of capture")
    for capture in captures:
        date.fromisoformat(capture["on"])
        if capture["licensed_at"] is not None:
            datetime.fromisoformat(capture["licensed_at"])
        if len(capture["crew"]) > CREW_AT_MOST or not all(
            isinstance(each["name"], str) and isinstance(each["id"], str) for each in capture["crew"]
        ):
            raise ValueError("a crew is not one")


def _licence(each: Json) -> Json:
    """What is kept of one as history."""
    return {
        "licence": int(each["licence"]),
        "version": int(each["version"]),
        "house": str(each["house"]["name"])[:120],
        "state": str(each["state"])[:12],
        "signed_at": str(each["signed"]["at"])[:40],
        "text": str(each["text"])[:20_000],
        "language": str(each["language"])[:8],
        "sha256": str(each["sha256"])[:64],
    }


def _credit(each: Json) -> Json:
    lines = [{name: str(line[name])[:120] for name in ("craft", "name")} for line in each["credits"]]
    return {name: str(each[name])[:160] for name in ("code", "title", "shoot", "house")} | {"credits": lines}


def _money(each: Json) -> Json:
    """Raises ValueError where a sum is none that a page could write."""
    words = {name: str(each[name])[:60] for name in ("at", "kind", "currency", "state")}
    sums = {name: Money(int(each[name]), words["currency"]).minor for name in ("minor", "left_minor")}
    if max(map(abs, sums.values())) > MOST_MINOR:
        raise ValueError("a sum beyond all sums")
    return words | sums


def _findings(opened: Bundle, consents: Json, entries: Sequence[Json]) -> Iterator[Finding]:
    yield Finding(_("Every file is as the studio signed it."), holds=True)
    yield Finding(_("The register is whole: each entry follows the one before it, up to the signed end."), holds=True)
    granted = {entry["body"].get("sha256") for entry in entries if entry["kind"] == "granted"}
    for each in consents["licences"]:
        yield _of_licence(each, granted)
    for each in consents["signatures"]:
        holds = each["sha256"] == wording.digest(each["kind"], each["text"], each["language"], each["wording"])
        words = _("The text you signed for your twin agrees with its hash.")
        yield Finding(words if holds else _("A text you signed does not agree with its hash."), holds=holds)
    if _nevers(opened.read(bundle.RECORD)) is None:
        words = _("Your nevers could not be read here. Set them anew before you say yes to anybody.")
        yield Finding(words, holds=False)
    if not opened.read(bundle.DAYS):
        yield Finding(_("No signed day stands over the register: it was taken before the first night."), holds=False)


def _of_licence(each: Json, granted: set[Any]) -> Finding:
    said = {"number": each["licence"], "version": each["version"]}
    if each["sha256"] not in granted:
        words = _("Licence %(number)s, version %(version)s: the register does not tell of it.")
        return Finding(words % said, holds=False)
    if not _is_as_signed(each):
        words = _("Licence %(number)s, version %(version)s: its text could not be checked against its hash here.")
        return Finding(words % said, holds=False)
    return Finding(_("Licence %(number)s, version %(version)s: text, terms and register agree.") % said, holds=True)


def _is_as_signed(each: Json) -> bool:
    try:
        terms = Terms.from_json(each["terms"])
        return licence_digest(terms, each["text"], each["language"], each["wording"]) == str(each["sha256"])
    except (TermsError, TypeError, KeyError):
        return False


# Keeping it until her yes


@transaction.atomic
def arrive(data: bytes, *, by: Person, now: datetime) -> Arrival:
    """What was checked is kept sealed until she says yes, a day at most. One that came before gives way to it."""
    for before in Arrival.objects.of(by).waiting():
        let_go(before, now=now)
    made = Arrival(person=by, at=now)
    made.file = media.keep(
        data, content_type="application/octet-stream", width_px=1, height_px=1, under=made.key_name, now=now
    )
    made.save(force_insert=True)
    return made


@transaction.atomic
def let_go(arrival: Arrival, *, now: datetime) -> None:
    if Arrival.objects.waiting().filter(pk=arrival.pk).update(ended_at=now):
        media.erase_under(arrival.key_name, now=now)


def of(arrival: Arrival) -> Told:
    """Read again, and so checked again."""
    return told(media.load(arrival.file))


# Her yes


def bring(
    arrival: Arrival,
    *,
    passphrase: str,
    data_consent: bool,
    trusts_key: bool,
    by: Person,
    now: datetime,
    evidence: Mapping[str, Any],
) -> tuple[Decision, Twin | None]:
    """Make the twin hers here. All of it is read before a row is written, and all of it is written or nothing.

    Without a passphrase the base photographs stay behind.
    """
    if arrival.person_id != by.pk:
        return no("not-owner"), None
    if arrival.ended_at:
        return no("already-done"), None
    try:
        said = of(arrival)
        if not (said.known_key or trusts_key):
            return no("passport-key-unknown"), None
        brought = _plates_of(said, passphrase)
    except BadPassport as bad:
        return no(bad.code, **bad.values), None
    if not (decision := _may_come(said, by)):
        return decision, None
    with transaction.atomic():
        decision, twin = _created(said, data_consent=data_consent, by=by, now=now, evidence=evidence)
        if twin is None:
            return decision, None
        _carry(said, twin, brought, by=by, now=now)
        let_go(arrival, now=now)
    return YES, twin


def _may_come(said: Told, by: Person) -> Decision:
    """One twin has one owner here, whoever else holds the file."""
    there = Origin.objects.exclude(twin__state=Twin.State.ERASED)
    if there.filter(twin__owner=by, passport_sha256=said.bundle.sha256).exists():
        return no("passport-here-already")
    brought = there.filter(fingerprint=said.fingerprint, twin_there=said.bundle.twin[:40]).exclude(twin__owner=by)
    if brought.exists() or (said.known_key and _is_anothers(said.bundle.twin, by)):
        return no("passport-anothers")
    return YES


def _is_anothers(twin: str, by: Person) -> bool:
    """A twin of this very studio, whose passport somebody else brings back."""
    try:
        return Twin.objects.filter(pk=UUID(twin)).exclude(owner=by).exists()
    except ValueError:
        return False


def _plates_of(said: Told, passphrase: str) -> list[Brought]:
    if not (passphrase and said.bundle.has_plates):
        return []
    content = bundle.opened_plates(said.bundle.files[bundle.PLATES], passphrase, twin=said.bundle.twin)
    return plates.unpacked_plates(content, [str(capture["id"]) for capture in said.captures])


def _created(
    said: Told, *, data_consent: bool, by: Person, now: datetime, evidence: Mapping[str, Any]
) -> tuple[Decision, Twin | None]:
    """As every twin is made: her own signature for it, of age, freshly signed in. No licence is made."""
    record = said.record
    told_sizes = record.get("measurements")
    sizes: Json = told_sizes if isinstance(told_sizes, dict) else {}
    return twins.create_twin(
        record["name"].strip()[:120],
        by=by,
        now=now,
        as_of_on=date.fromisoformat(record["as_of"]),
        data_consent=data_consent,
        evidence=evidence,
        fictional=record.get("fictional") is True,
        height_cm=_within(record.get("height_cm"), twins.HEIGHT_CM),
        measurements={name: size for name, range in twins.SIZES.items() if (size := _within(sizes.get(name), range))},
        shares_reason=record.get("shares_reason") is True,
    )


def _within(size: object, range: tuple[int, int]) -> int | None:
    """As she could have written it here; another number is left out."""
    return size if isinstance(size, int) and range[0] <= size <= range[1] else None


def _carry(said: Told, twin: Twin, brought: Sequence[Brought], *, by: Person, now: datetime) -> None:
    vouching.hold_key(said.fingerprint)
    vouched = said.known_key or vouching.is_trusted(said.fingerprint, of=by)
    captures = {str(each["id"]): _captured(said, each, twin, now if vouched else None) for each in said.captures}
    _carry_nevers(said, twin, by=by, now=now)
    for plate in brought:
        where = captures[plate.capture]
        twins.keep_plate(
            where, plate.figure, pose=plate.pose, view=plate.view, framing=plate.framing, by=by, now=now
        )
    origin = Origin.objects.create(
        twin=twin,
        studio=said.studio,
        address=said.address,
        fingerprint=said.fingerprint,
        known_key=said.known_key,
        twin_there=said.bundle.twin[:40],
        passport_sha256=said.bundle.sha256,
        made_at=said.made_at,
        brought_at=now,
        history={"licences": list(said.licences), "credits": list(said.credits), "money": list(said.money)},
    )
    body = {
        "passport": said.bundle.sha256,
        "key": said.fingerprint,
        "known_key": said.known_key,
        "twin_there": said.bundle.twin[:40],
        "entries_there": said.entries,
        "plates": len(brought),
    }
    register.append(twin.gate_name, "passport-brought", subject=twin.gate_name, by=str(by.pk), body=body, now=now)
    if not vouched:
        vouching.ask_to_vouch(origin, now=now)


def _carry_nevers(said: Told, twin: Twin, *, by: Person, now: datetime) -> None:
    """Her nevers come along and hold at once: they only ever forbid. Houses of the other studio are unknown here."""
    if nevers := _nevers(said.record):
        consent.set_standing_rules(twin, nevers, by=by, now=now)
    for mark in said.record["barred_marks"][:MARKS_AT_MOST]:
        twins.bar_mark(twin, kind=str(mark["kind"]), place=str(mark["place"]), by=by, now=now)


def _nevers(record: Json) -> StandingRules | None:
    try:
        return replace(StandingRules.from_json(record.get("standing_rules") or {}), never_houses=())
    except TermsError:
        return None


def _captured(said: Told, capture: Json, twin: Twin, vouched_at: datetime | None) -> Capture:
    """The day and its crew, so that whoever photographed her there is credited here.

    That he licensed it is believed of this studio's own passport. Of another's it is kept apart (`twins.vouch`).
    """
    licensed_at = datetime.fromisoformat(capture["licensed_at"]) if capture["licensed_at"] else None
    licence: dict[str, datetime | None] = (
        {"licensed_at": licensed_at}
        if said.known_key
        else {"brought_licence_at": licensed_at, "vouched_at": vouched_at if licensed_at else None}
    )
    made = Capture.objects.create(
        twin=twin,
        captured_on=date.fromisoformat(capture["on"]),
        place=str(capture.get("place", ""))[:120],
        **licence,
    )
    for each in capture["crew"]:
        if each["craft"] in CRAFTS:
            CaptureCredit.objects.get_or_create(capture=made, person=_credited(each, said), craft=each["craft"])
    return made


def _credited(each: Json, said: Told) -> Person:
    """Somebody of the other studio: a name to be credited, and no account until he takes it up (`people.claims`)."""
    place = register.salted(said.bundle.key + each["id"])[:32]
    return claims.credited_by_name(place, each["name"].strip()[:120] or _("Not named"))


def sweep(now: datetime) -> int:
    """Passports that nobody said yes to within a day are gone."""
    overdue = list(Arrival.objects.overdue(now))
    for arrival in overdue:
        let_go(arrival, now=now)
    return len(overdue)
