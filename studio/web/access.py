"""Who may reach which route. One row per route in `studio/access.csv`; a route without a row is not served.

The policies say who may knock. Whose thing it is, a view's queryset answers, with 404 for what belongs to others.
"""

import csv
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "access.csv"

ANYBODY = "anybody"
PERSON = "person"
STAFF = "staff"
GUEST = "guest"
CREW = "crew"
HOUSE = "house"
PRODUCER = "producer"
OWNER = "owner"
AGENCY = "agency"

# Which roles a policy lets in. "anybody" needs no sign-in; every other role does.
POLICIES: dict[str, frozenset[str]] = {
    "public": frozenset({ANYBODY}),
    "link": frozenset({ANYBODY, GUEST}),  # a token in the address or the session opens it; the view asks for it
    "signed-in": frozenset({PERSON}),
    "crew": frozenset({CREW, PRODUCER, HOUSE}),
    "house": frozenset({HOUSE, PRODUCER}),
    "producer": frozenset({PRODUCER}),
    "owner": frozenset({OWNER}),
    "owner-or-agency": frozenset({OWNER, AGENCY}),
    "agency": frozenset({AGENCY}),
    "guest": frozenset({ANYBODY, GUEST}),
    "party": frozenset({OWNER, AGENCY, HOUSE, PRODUCER, CREW}),  # anybody the thing concerns; the queryset says whom
    "staff": frozenset({STAFF}),
}


class AccessFileError(ValueError):
    """A row that cannot be obeyed. Raised when the file is read, so that no half of it is in force."""


def read(path: Path) -> dict[str, str]:
    """Each route's policy. Refuses a row with an unknown policy, and a route that stands there twice."""
    rows: dict[str, str] = {}
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            route, policy = (row.get("route") or "").strip(), (row.get("policy") or "").strip()
            if policy not in POLICIES:
                raise AccessFileError(f"{path.name}: {route!r} names the policy {policy!r}, which does not exist.")
            if rows.get(route, policy) != policy:
                raise AccessFileError(f"{path.name}: {route!r} stands there twice, with different policies.")
            rows[route] = policy
    return rows


@cache
def table() -> dict[str, str]:
    return read(FILE)


def policy_of(route: str) -> str | None:
    return table().get(route)
