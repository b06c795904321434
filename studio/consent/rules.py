"""May this twin's picture be made, shown or let out so? Plain values in, a reasoned decision out."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Protocol

from studio.consent.terms import CLOSED, INTERNAL, WORLD, StandingRules, Terms
from studio.decisions import YES, Decision, no

OFFER, PREVIEW, RENDER, STORE, SHOW = "offer", "preview", "render", "store", "show"
SIGN_OFF, SEAL, DELIVER, DOWNLOAD = "sign-off", "seal", "deliver", "download"
ACTS = (OFFER, PREVIEW, RENDER, STORE, SHOW, SIGN_OFF, SEAL, DELIVER, DOWNLOAD)
PRIVATE_ACTS = frozenset({OFFER, PREVIEW, RENDER, STORE, SHOW})
FINISHING_ACTS = frozenset({SIGN_OFF, SEAL, DELIVER, DOWNLOAD})
APPROVED_ACTS = frozenset({SEAL, DELIVER})

OWNER, AGENCY, CREW, GUEST, PUBLIC, ENGINE = "owner", "agency", "crew", "guest", "public", "engine"
VIEWERS = (OWNER, AGENCY, CREW, GUEST, PUBLIC, ENGINE)
OUTSIDE = frozenset({GUEST, PUBLIC})
LOOKING_ACTS: Mapping[str, tuple[str, ...]] = {AGENCY: (OFFER, SHOW), GUEST: (SHOW,), PUBLIC: (SHOW,)}

Refusals = Iterator[Decision]


@dataclass(frozen=True, slots=True)
class Use:
    """What somebody wants to do. Ids are text. What is not known is empty, and empty is never a yes."""

    act: str
    instant: datetime
    owners_day: date
    viewer: str = CREW
    house: str = ""
    purpose: str = ""
    categories: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    worn: tuple[str, ...] = ()  # categories that are seen in the picture, whatever it advertises
    brands: tuple[str, ...] = ()  # visible in the picture, besides the house's own
    product_lines: tuple[str, ...] = ()  # the house's own, that the pictures are for
    alterations: tuple[str, ...] = ()
    shoot: str = ""
    picture: str = ""  # the preview, master or asset it is about
    made_from: tuple[str, ...] = ()  # what that picture came of: a pause of the preview holds its master too
    pixel_hash: str = ""
    agency: str = ""  # the looker's, where viewer is "agency"
    embargo_until: datetime | None = None

    @property
    def seen(self) -> tuple[str, ...]:
        """Every category in the picture: a licence is asked about what it advertises, nevers about all of it."""
        return (*self.categories, *(each for each in self.worn if each not in self.categories))


@dataclass(frozen=True, slots=True)
class Licence:
    """One licence by its newest version, as it stands today."""

    version: str
    house: str
    terms: Terms
    in_force: bool = True
    pieces: Mapping[str, str] = field(default_factory=dict)  # asset → the owner's month, "2026-05"
    previews: int = 0  # taken of the test previews


@dataclass(frozen=True, slots=True)
class Taken:
    """An exclusivity in force. Whose it is decides, and is never told."""

    house: str
    category: str
    territory: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Piece:
    """A delivered piece. `takedown_on` is its last day after a withdrawal."""

    asset: str
    version: str
    ends_on: date
    in_force: bool = True
    takedown_on: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Her word on one finished file, bound to its pixels and to the version it is made under."""

    version: str
    pixel_hash: str
    answer: str  # asked | yes | no
    lapses_on: date
    is_hers: bool = True  # and not the word of whom she named


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of one twin's consent. What is not stated here is a no."""

    twin: str
    owner: str = ""  # the name shown
    state: str = "captured"
    data_consent: bool = False
    comp_card: bool = False
    cover: bool = False
    switch: str = "closed"
    pauses: tuple[tuple[str, str], ...] = ()  # (reach, about)
    standing: StandingRules = field(default_factory=StandingRules)
    licences: tuple[Licence, ...] = ()
    taken: tuple[Taken, ...] = ()
    pieces: tuple[Piece, ...] = ()
    answers: tuple[Answer, ...] = ()
    agencies: tuple[str, ...] = ()


def may_use(facts: Facts, use: Use) -> Decision:
    """A yes names the licence's version, where one was needed. The owner's own eyes are not a use."""
    if use.viewer == OWNER and use.act in PRIVATE_ACTS:
        return _told(gone(facts, use))
    refusals = [refusal for rule in BEFORE_ANYTHING for refusal in rule(facts, use)]
    answer = _by_part(facts, use)
    if not refusals:
        return answer
    return _told(refusals if answer else [*refusals, _with(answer, ()), *answer.others])


def _by_part(facts: Facts, use: Use) -> Decision:
    if use.viewer == AGENCY:
        return _told(represented(facts, use))
    pieces = [piece for piece in facts.pieces if use.picture and piece.asset == use.picture]
    if use.act == DOWNLOAD:
        nevers = list(no_standing_never(facts, use))
        return _told(nevers) if nevers else _of_pieces(pieces, _may_be_taken, use)
    if use.viewer == PUBLIC:
        return _of_pieces(pieces, _may_be_seen, use)
    if use.act == SHOW and pieces:
        shown = _of_pieces(pieces, _may_be_shown, use)
        if shown:
            return shown
        if down := [piece.takedown_on for piece in pieces if piece.takedown_on and use.owners_day > piece.takedown_on]:
            return no("takedown-day-passed", on=max(down))
    return _licensed(facts, use)


def _licensed(facts: Facts, use: Use) -> Decision:
    """Licences do not add up: one of the house's must hold the use whole. The nearest tells what it lacks."""
    refusals = [refusal for rule in BEFORE_ANY_LICENCE for refusal in rule(facts, use)]
    of_house = [licence for licence in facts.licences if licence.in_force and use.house and licence.house == use.house]
    lacks: list[list[Decision]] = []
    for licence in of_house:
        lack = [refusal for rule in IN_THE_ORDER_PEOPLE_TELL for refusal in rule(facts, use, licence)]
        if not lack and not refusals:
            return _under(licence.version)
        lacks.append(lack)
    nearest = min(lacks, key=len) if lacks else [no("no-grant", fix="ask-her")]
    return _told([*refusals, *nearest])


def _under(version: str) -> Decision:
    return Decision(allowed=True, values={"version": version})


def _told(refusals: Iterable[Decision]) -> Decision:
    first, *others = [*refusals] or [YES]
    return _with(first, tuple(others)) if others else first


def _with(refusal: Decision, others: tuple[Decision, ...]) -> Decision:
    return Decision(refusal.allowed, refusal.code, refusal.values, others, refusal.fix)


# Before anything: the twin is there, the act is known, the switch is on, and what is internal stays inside.


def gone(facts: Facts, use: Use) -> Refusals:
    """Of a retired twin nothing more is made; her owner may look, and what was delivered runs on its notice."""
    if facts.state == "erased" or (facts.state == "retired" and not _runs_on(facts, use)):
        yield no(f"twin-{facts.state}")


def _runs_on(facts: Facts, use: Use) -> bool:
    was_delivered = any(use.picture and piece.asset == use.picture for piece in facts.pieces)
    return use.act in {SHOW, DOWNLOAD} and (was_delivered or (use.viewer == OWNER and use.act == SHOW))


def known(facts: Facts, use: Use) -> Refusals:
    if use.act not in ACTS or use.viewer not in VIEWERS:
        yield no("unknown-use", act=use.act, viewer=use.viewer)
    elif use.act not in LOOKING_ACTS.get(use.viewer, ACTS):
        yield no("only-looking")


def switched_on(facts: Facts, use: Use) -> Refusals:
    if facts.switch == "paused":
        yield no("owner-paused", owner=facts.owner)
    elif facts.switch != "open":
        yield no("gate-closed")


def not_paused_here(facts: Facts, use: Use) -> Refusals:
    """A pause reaches everything, one house, one shoot or one picture."""
    if facts.pauses and any(_reaches(reach, about, use) for reach, about in facts.pauses):
        yield no("owner-paused", owner=facts.owner)


def _reaches(reach: str, about: str, use: Use) -> bool:
    """A reach that nobody knows is the widest."""
    things = {"house": (use.house,), "shoot": (use.shoot,), "picture": (use.picture, *use.made_from)}
    return about in things[reach] if reach in things and about else reach not in things


def kept_inside(facts: Facts, use: Use) -> Refusals:
    """What is for internal use alone is shown to nobody outside, and goes out through no other channel."""
    if use.purpose == INTERNAL and (use.viewer in OUTSIDE or (use.act == DELIVER and set(use.channels) - {INTERNAL})):
        yield no("internal-only")


BEFORE_ANYTHING = (gone, known, switched_on, not_paused_here, kept_inside)


# Who needs no licence of a house to look: the agency that represents her, and the public once it is out.


def represented(facts: Facts, use: Use) -> Refusals:
    """Its roster, and what is made of her; of what is not out yet only the people on the call sheet see anything."""
    if not use.agency or use.agency not in facts.agencies:
        yield no("no-mandate")
    yield from _out_already(use)


def _out_already(use: Use) -> Refusals:
    if use.embargo_until is not None and use.instant < use.embargo_until:
        yield no("embargo", until=use.embargo_until.date())


def _of_pieces(pieces: Iterable[Piece], may: "PieceRule", use: Use) -> Decision:
    """Yes under the first delivery that holds; otherwise the last one's reason, or that it never went out."""
    refusal = no("not-delivered")
    for piece in pieces:
        refusals = list(may(piece, use))
        if not refusals:
            return _under(piece.version)
        refusal = _told(refusals)
    return refusal


class PieceRule(Protocol):
    def __call__(self, piece: Piece, use: Use, /) -> Refusals: ...


def _may_be_shown(piece: Piece, use: Use) -> Refusals:
    """Under notice it stays up to its takedown day, that day included."""
    if piece.takedown_on is not None and use.owners_day > piece.takedown_on:
        yield no("takedown-day-passed", on=piece.takedown_on)
    if piece.takedown_on is None and not piece.in_force:
        yield no("no-grant", fix="ask-her")
    if use.owners_day > piece.ends_on:
        yield no("delivery-ended", on=piece.ends_on)


def _may_be_seen(piece: Piece, use: Use) -> Refusals:
    yield from _may_be_shown(piece, use)
    yield from _out_already(use)


def _may_be_taken(piece: Piece, use: Use) -> Refusals:
    """Notice keeps what is out there; it hands nothing out anew."""
    if piece.takedown_on is not None or not piece.in_force:
        yield no("no-grant", fix="ask-her")
    yield from _may_be_shown(piece, use)


# Before any licence: what is hers alone, and what must be known of the use.


def ready(facts: Facts, use: Use) -> Refusals:
    missing = [name for name, there in (("comp-card", facts.comp_card), ("cover", facts.cover)) if not there]
    if not facts.data_consent or facts.state != "ready" or missing:
        yield no("not-ready", missing=", ".join(missing))


def brief_complete(facts: Facts, use: Use) -> Refusals:
    """Days that end before they begin are no days."""
    days = use.starts_on is not None and use.ends_on is not None and use.starts_on <= use.ends_on
    if use.house and use.purpose and days and use.channels and use.territories and use.categories:
        return
    asked = {
        "house": use.house,
        "purpose": use.purpose,
        "days": days,
        "channels": use.channels,
        "territories": use.territories,
        "categories": use.categories,
    }
    missing = [name for name, given in asked.items() if not given]
    yield no("brief-incomplete", fix="fill-brief", missing=", ".join(missing))


def nothing_closed(facts: Facts, use: Use) -> Refusals:
    if closed := _both(use.seen, CLOSED):
        yield no("category-closed", category=closed)


def no_standing_never(facts: Facts, use: Use) -> Refusals:
    """Her nevers, whatever a licence says."""
    rules = facts.standing
    if use.house and use.house in rules.never_houses:
        yield no("house-never")
    if never := _both((use.purpose,), rules.never_purposes):
        yield no("purpose-never", purpose=never)
    if never := _both(use.seen, rules.never_categories):
        yield no("category-never", category=never)
    if never := _both(use.channels, rules.never_channels):
        yield no("channel-never", channel=never)
    if never := _overlap(use.territories, rules.never_territories):
        yield no("territory-never", territory=never)
    if rules.never_brands and (never := _both(_folded(use.brands), _folded(rules.never_brands))):
        yield no("brand-never", brand=never)
    if never := _both(use.alterations, rules.never_alterations):
        yield no("alteration-never", alteration=never)


def not_taken_by_others(facts: Facts, use: Use) -> Refusals:
    """Told by category, place and last day; never by whom."""
    for taken in facts.taken:
        if (
            taken.house != use.house
            and taken.category in use.seen
            and _overlap(use.territories, (taken.territory,))
            and _days_meet(use, taken)
        ):
            yield no(
                "taken-exclusively",
                fix="ask-after",
                category=taken.category,
                territory=_place(taken.territory),
                until=taken.ends_on,
            )


BEFORE_ANY_LICENCE = (ready, brief_complete, nothing_closed, no_standing_never, not_taken_by_others)


# One small rule per term of a licence, in the order people tell them.


def within_days(facts: Facts, use: Use, licence: Licence) -> Refusals:
    """The last day counts; the day is the owner's own. The days asked for must lie within, too; tests go nowhere."""
    first, last = licence.terms.starts_on, licence.terms.last_day
    asked = () if licence.terms.tests_only else (use.starts_on or use.owners_day, use.ends_on or use.owners_day)
    if not all(first <= day <= last for day in (use.owners_day, *asked)):
        yield no("out-of-days", fix="extend-days", starts=first, ends=last)


def for_the_purpose(facts: Facts, use: Use, licence: Licence) -> Refusals:
    """Tests are for any purpose, since they never leave the board."""
    if not licence.terms.tests_only and use.purpose not in licence.terms.purposes:
        yield no("purpose-not-granted", fix="ask-her", purpose=use.purpose)


def only_tests(facts: Facts, use: Use, licence: Licence) -> Refusals:
    """A test never leaves the board: nobody signs it off, and no guest sees it."""
    if not licence.terms.tests_only:
        return
    if use.act in FINISHING_ACTS or use.viewer in OUTSIDE:
        yield no("tests-only", fix="ask-her")
    if use.act == PREVIEW and licence.previews >= licence.terms.test_previews:
        yield no("tests-used-up", fix="ask-her", most=licence.terms.test_previews)


def in_categories(facts: Facts, use: Use, licence: Licence) -> Refusals:
    """Every category that is advertised must be allowed, and none that is seen be excluded."""
    allowed, never = licence.terms.categories, licence.terms.never_categories
    if beyond := [each for each in use.seen if each in never or (each in use.categories and each not in allowed)]:
        yield no("category-not-granted", fix="ask-her", category=", ".join(beyond))


def in_product_lines(facts: Facts, use: Use, licence: Licence) -> Refusals:
    """A licence that names lines covers these alone, so the use must name its own; one that names none covers all."""
    if not licence.terms.product_lines:
        return
    lines = set(_folded(licence.terms.product_lines))
    beyond = [line for line in use.product_lines if line.casefold().strip() not in lines]
    if beyond or not use.product_lines:
        yield no("product-line-not-granted", fix="ask-her", line=", ".join(beyond))


def in_channels(facts: Facts, use: Use, licence: Licence) -> Refusals:
    if not licence.terms.tests_only and (beyond := _beyond(use.channels, licence.terms.channels)):
        yield no("channel-not-granted", fix="ask-her", channel=beyond)


def in_territories(facts: Facts, use: Use, licence: Licence) -> Refusals:
    """The world covers every country; no list of countries covers the world."""
    if licence.terms.tests_only or WORLD in licence.terms.territories:
        return
    if beyond := [code for code in use.territories if code not in licence.terms.territories]:
        yield no("territory-not-granted", fix="ask-her", territory=", ".join(map(_place, beyond)))


def beside_brands(facts: Facts, use: Use, licence: Licence) -> Refusals:
    """Where she wants to be asked, the piece's own approval is the question."""
    if licence.terms.competing == "never" and (others := _foreign_brands(use, licence)):
        yield no("brand-not-allowed", fix="ask-her", brand=", ".join(others))


def within_alterations(facts: Facts, use: Use, licence: Licence) -> Refusals:
    if beyond := _beyond(use.alterations, licence.terms.alterations):
        yield no("alterations-not-granted", fix="ask-her", alteration=beyond)


def within_pieces(facts: Facts, use: Use, licence: Licence) -> Refusals:
    """The same piece in a second channel is still one piece."""
    if use.act != DELIVER or use.picture in licence.pieces:
        return
    if len(licence.pieces) >= licence.terms.pieces:
        yield no("pieces-used-up", fix="ask-her", most=licence.terms.pieces)
    this_month = sum(taken_in == month_of(use.owners_day) for taken_in in licence.pieces.values())
    if licence.terms.pieces_a_month is not None and this_month >= licence.terms.pieces_a_month:
        yield no("month-used-up", fix="ask-her", most=licence.terms.pieces_a_month)


def month_of(day: date) -> str:
    """ "2026-05"."""
    return day.isoformat()[:7]


def approved(facts: Facts, use: Use, licence: Licence) -> Refusals:
    """Her yes binds exactly these pixels under exactly this version. Silence is no."""
    if use.act not in APPROVED_ACTS or not asks_her(facts, use, licence):
        return
    answer = next((a for a in facts.answers if (a.version, a.pixel_hash) == (licence.version, use.pixel_hash)), None)
    if answer is None or not use.pixel_hash:
        yield no("approval-missing", fix="ask-her", owner=facts.owner)
    elif answer.answer == "no":
        yield no("piece-refused", owner=facts.owner)
    elif answer.answer == "yes" and not answer.is_hers and not named_may_answer(facts.standing, licence.terms):
        yield no("approval-missing", fix="ask-her", owner=facts.owner)
    elif answer.answer != "yes":
        lapsed = use.owners_day > answer.lapses_on
        yield no("lapsed", on=answer.lapses_on) if lapsed else no("approval-missing", fix="ask-her", owner=facts.owner)


def asks_her(facts: Facts, use: Use, licence: Licence) -> bool:
    """Whether a finished piece needs her own word (or that of whom she named) under this licence."""
    terms = licence.terms
    asked_for_brands = terms.competing == "ask" and bool(_foreign_brands(use, licence))
    return terms.approval != "none" or facts.standing.asks_each_piece or asked_for_brands


def named_may_answer(standing: StandingRules, terms: Terms) -> bool:
    """Whether the word of whom she named counts. Her own rule, that each piece asks her, stands above every licence."""
    return terms.approval == "named" and not standing.asks_each_piece


IN_THE_ORDER_PEOPLE_TELL = (
    within_days,
    for_the_purpose,
    only_tests,
    in_categories,
    in_product_lines,
    in_channels,
    in_territories,
    beside_brands,
    within_alterations,
    within_pieces,
    approved,
)


def _both(asked: Iterable[str], listed: Collection[str]) -> str:
    return ", ".join([each for each in asked if each and each in listed]) if listed else ""


def _beyond(asked: Iterable[str], granted: Collection[str]) -> str:
    return ", ".join([each for each in asked if each not in granted])


def _overlap(asked: Collection[str], listed: Collection[str]) -> str:
    """The world meets every country, on either side."""
    if not asked or not listed:
        return ""
    if WORLD in asked:
        return ", ".join(map(_place, listed))
    return ", ".join(asked) if WORLD in listed else _both(asked, listed)


def _place(code: str) -> str:
    return "world" if code == WORLD else code


def _days_meet(use: Use, taken: Taken) -> bool:
    first, last = use.starts_on or use.owners_day, use.ends_on or use.owners_day
    return first <= taken.ends_on and taken.starts_on <= last


def _folded(words: Iterable[str]) -> list[str]:
    return [word.casefold().strip() for word in words]


def _foreign_brands(use: Use, licence: Licence) -> list[str]:
    if not use.brands:
        return []
    own = set(_folded(licence.terms.brands))
    return [brand for brand in use.brands if brand.casefold().strip() not in own]


# What a house reads.


class Sharing(Protocol):
    @property
    def shares_reason(self) -> bool: ...


TOLD_TO_ANY_HOUSE = frozenset(
    {
        "brief-incomplete",
        "category-closed",
        "internal-only",
        "memo-missing",
        "only-looking",
        "owner-paused",
        "taken-exclusively",
        "unknown-use",
    }
)
TOLD_OF_ITS_OWN_LICENCE = frozenset(
    {
        "out-of-days",
        "purpose-not-granted",
        "tests-only",
        "tests-used-up",
        "category-not-granted",
        "product-line-not-granted",
        "channel-not-granted",
        "territory-not-granted",
        "brand-not-allowed",
        "alterations-not-granted",
        "pieces-used-up",
        "month-used-up",
        "approval-missing",
        "lapsed",
        "piece-refused",
        "takedown-day-passed",
        "delivery-ended",
        "not-delivered",
        "embargo",
    }
)


def outward(decision: Decision, twin: Sharing, *, act: str = OFFER) -> Decision:
    """What a house and its crew read. The whole refusal is the owner's alone.

    When pictures of her are finished and delivered the house reads its own signed licence; before that, only what
    anybody may know, or what she chose to share.
    """
    if decision:
        return decision
    if decision.code in TOLD_TO_ANY_HOUSE or (act in FINISHING_ACTS and decision.code in TOLD_OF_ITS_OWN_LICENCE):
        return replace(decision, others=())
    if twin.shares_reason:
        return replace(no("not-available", shared=decision.code), others=(replace(decision, others=()),))
    return no("not-available")
