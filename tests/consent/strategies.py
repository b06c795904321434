"""Whatever is asked of whatever is granted: facts and uses for Hypothesis."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from studio.consent import rules
from studio.consent.rules import Answer, Facts, Licence, Piece, Taken, Use
from studio.consent.terms import ALTERATIONS, APPROVALS, CATEGORIES, COMPETING, PURPOSES, WORLD, StandingRules, Terms
from tests.consent.makers import RIVAL, US, facts, licence, use

INSIDE = ("internal", "own-site", "instagram", "tiktok")
CLOTHES = ("outerwear", "knitwear", "denim", "nudity")
PICTURES = ("", "a1", "a2")
INSTANTS = (datetime(2026, 5, 12, 9, tzinfo=UTC), datetime(2026, 9, 1, tzinfo=UTC))


def some(codes: Sequence[str], most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(codes), max_size=most, unique=True).map(tuple)


# Around the edges of the licence that the makers fill in, and anywhere.
edges = st.sampled_from(
    [date(2026, month, day) for month, day in ((4, 30), (5, 1), (5, 7), (5, 8), (5, 12), (6, 30), (7, 1), (8, 31))]
)
days = edges | st.dates(date(2026, 1, 1), date(2026, 12, 31))
windows = st.tuples(days, days).map(sorted)
territories = some(["FR", "DE", "US", WORLD])
brands = some(["Corvane", "Kessel", "KESSEL"], 2)
lines = some(["Atelier", "atelier", "Kids"], 2)

any_terms = st.builds(
    Terms,
    starts_on=days,
    ends_on=days,
    brands=brands,
    product_lines=st.just(()) | lines,
    purposes=some(PURPOSES),
    test_previews=st.integers(0, 2),
    categories=some(CATEGORIES[:5]),
    never_categories=st.just(()) | some(CLOTHES),
    channels=some(INSIDE),
    territories=territories,
    alterations=some(ALTERATIONS),
    competing=st.sampled_from(COMPETING),
    pieces=st.integers(0, 2),
    pieces_a_month=st.none() | st.integers(0, 2),
    approval=st.sampled_from(APPROVALS),
)
any_licence = st.builds(
    Licence,
    version=st.sampled_from(["v1", "v2"]),
    house=st.sampled_from([US, RIVAL, ""]),
    terms=any_terms,
    in_force=st.booleans(),
    pieces=st.dictionaries(st.sampled_from(["a1", "a2", ""]), st.sampled_from(["2026-05", "2026-06"]), max_size=2),
    previews=st.integers(0, 2),
)
any_rules = st.builds(
    StandingRules,
    never_houses=st.sampled_from([(), (US,), (RIVAL,)]),
    never_brands=brands,
    never_purposes=st.just(()) | some(PURPOSES, 1),
    never_categories=st.just(()) | some(CLOTHES, 1),
    never_channels=st.just(()) | some(INSIDE, 1),
    never_territories=st.just(()) | some(["US", "IT", WORLD], 1),
    never_alterations=st.just(()) | some(ALTERATIONS, 1),
    asks_each_piece=st.booleans(),
)
any_taken = st.builds(
    lambda house, category, territory, window: Taken(house, category, territory, *window),
    st.sampled_from([US, RIVAL]),
    st.sampled_from(CLOTHES),
    st.sampled_from(["FR", "US", WORLD]),
    windows,
)
any_piece = st.builds(
    Piece, st.sampled_from(PICTURES), st.sampled_from(["v1", "v2"]), days, st.booleans(), st.none() | days
)
any_answers = st.lists(
    st.builds(
        Answer,
        st.sampled_from(["v1", "v2"]),
        st.sampled_from(["h1", "h2", ""]),
        st.sampled_from(["asked", "yes", "no"]),
        days,
        st.booleans(),
    ),
    max_size=2,
    unique_by=lambda answer: (answer.version, answer.pixel_hash),
).map(tuple)
REACHES = ("house", "shoot", "picture", "everything")
PAUSES = [(reach, about) for reach in REACHES for about in ("", US, "s1", "a1", "p1")]
any_pauses = st.just(()) | st.lists(st.sampled_from(PAUSES), max_size=2).map(tuple)
any_facts = st.builds(
    Facts,
    twin=st.just("t"),
    state=st.sampled_from(["captured", "ready", "retired", "erased"]),
    data_consent=st.booleans(),
    comp_card=st.booleans(),
    cover=st.booleans(),
    switch=st.sampled_from(["open", "paused", "closed"]),
    pauses=any_pauses,
    standing=any_rules,
    licences=st.lists(any_licence, max_size=3).map(tuple),
    taken=st.lists(any_taken, max_size=2).map(tuple),
    pieces=st.lists(any_piece, max_size=2).map(tuple),
    answers=any_answers,
    agencies=st.sampled_from([(), ("perron",), ("",)]),
)
ASKED: dict[str, st.SearchStrategy[Any]] = {
    "instant": st.sampled_from(INSTANTS),
    "owners_day": days,
    "viewer": st.sampled_from([*rules.VIEWERS, "other"]),
    "house": st.sampled_from(["", US, RIVAL]),
    "purpose": st.sampled_from(["", *PURPOSES]),
    "categories": some([*CATEGORIES[:5], *CLOTHES]),
    "worn": st.just(()) | some([*CATEGORIES[:5], *CLOTHES]),
    "channels": some(INSIDE),
    "territories": territories,
    "starts_on": st.none() | days,
    "ends_on": st.none() | days,
    "brands": brands | st.just((" kessel ",)),
    "product_lines": lines,
    "alterations": some(ALTERATIONS),
    "shoot": st.sampled_from(["", "s1"]),
    "picture": st.sampled_from(PICTURES),
    "made_from": some(["p1", "p2", ""]),
    "pixel_hash": st.sampled_from(["", "h1", "h2"]),
    "agency": st.sampled_from(["", "perron"]),
    "embargo_until": st.none() | st.sampled_from(INSTANTS),
}
any_use = st.builds(Use, act=st.sampled_from([*rules.ACTS, "train"]), **ASKED)

# Most random pairs are refused for the first of many reasons. These begin from a yes, and are moved a little.

KNOWN: dict[str, st.SearchStrategy[Any]] = {
    "pauses": any_pauses,
    "standing": any_rules,
    "taken": st.lists(any_taken, max_size=2).map(tuple),
    "pieces": st.lists(any_piece, max_size=2).map(tuple),
    "answers": any_answers,
    "agencies": st.just(("perron",)),
    "switch": st.sampled_from(["open", "paused"]),
    "state": st.sampled_from(["ready", "retired", "erased"]),
}
SAID: dict[str, st.SearchStrategy[Any]] = {
    "purposes": st.sampled_from([("tests",), ("internal",), ("e-commerce", "internal")]),
    "channels": some(INSIDE),
    "territories": territories,
    "categories": some(CLOTHES),
    "never_categories": some(CLOTHES, 1),
    "product_lines": lines,
    "brands": brands,
    "alterations": some(ALTERATIONS),
    "competing": st.sampled_from(COMPETING),
    "approval": st.sampled_from(APPROVALS),
    "pieces": st.integers(0, 2),
    "pieces_a_month": st.integers(0, 2),
    "test_previews": st.integers(0, 3),
    "previews": st.integers(0, 2),
    "pieces_taken": st.dictionaries(st.sampled_from(["a1", "a2"]), st.sampled_from(["2026-05", "2026-06"]), max_size=2),
}


@st.composite
def moved(draw: st.DrawFn, all_of: dict[str, st.SearchStrategy[Any]], most: int = 2) -> dict[str, Any]:
    """One or two of the fields, each drawn anew."""
    names = draw(st.lists(st.sampled_from(sorted(all_of)), max_size=most, unique=True))
    return {name: draw(all_of[name]) for name in names}


near_licences = st.lists(moved(SAID).map(lambda given: licence(**given)), min_size=1, max_size=2)
near_facts = st.builds(lambda licences, known: facts(*licences, **known), near_licences, moved(KNOWN))
near_use = st.builds(lambda act, asked: use(act, **asked), st.sampled_from(rules.ACTS), moved(ASKED))
# Those who look at one picture, of which something was delivered.
out = st.lists(st.builds(Piece, st.just("a1"), st.just("v1"), days, st.booleans(), st.none() | days), max_size=2)
delivered = st.builds(lambda pieces, known: facts(**(known | {"pieces": tuple(pieces)})), out, moved(KNOWN, 1))
looking = st.builds(
    lambda act, viewer, asked: use(act, **({"viewer": viewer, "picture": "a1", "agency": "perron"} | asked)),
    st.sampled_from([rules.SHOW, rules.DOWNLOAD]),
    st.sampled_from(rules.VIEWERS),
    moved(ASKED, 1),
)
cases = (
    st.tuples(near_facts, near_use)
    | st.tuples(delivered, looking)
    | st.tuples(any_facts, any_use)
    | st.tuples(near_facts, any_use)
)
