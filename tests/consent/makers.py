"""Plain facts and uses, that say yes to each other unless a test says otherwise."""

from datetime import UTC, date, datetime
from typing import Any

from studio.consent.rules import Facts, Licence, Use
from studio.consent.terms import Terms

MAY_12 = date(2026, 5, 12)
JUNE_30 = date(2026, 6, 30)
US, RIVAL = "our-house", "their-house"


def licence(**fields: Any) -> Licence:
    of_licence = {
        name: fields.pop(name) for name in ("pieces_taken", "previews", "house", "in_force") if name in fields
    }
    given_terms: dict[str, Any] = {
        "starts_on": date(2026, 5, 1),
        "ends_on": JUNE_30,
        "purposes": ("e-commerce",),
        "categories": ("outerwear", "knitwear"),
        "channels": ("own-site",),
        "territories": ("FR", "DE"),
        "pieces": 3,
        "approval": "none",
    }
    return Licence(
        version=fields.pop("version", "v1"),
        house=of_licence.get("house", US),
        terms=Terms(**(given_terms | fields)),
        in_force=of_licence.get("in_force", True),
        pieces=of_licence.get("pieces_taken", {}),
        previews=of_licence.get("previews", 0),
    )


def facts(*licences: Licence, **fields: Any) -> Facts:
    ready: dict[str, Any] = {"state": "ready", "data_consent": True, "comp_card": True, "cover": True, "switch": "open"}
    return Facts(twin="t", owner="Nia Dembe", licences=licences or (licence(),), **(ready | fields))


def use(act: str = "preview", **fields: Any) -> Use:
    asked: dict[str, Any] = {
        "instant": datetime(2026, 5, 12, 9, tzinfo=UTC),
        "owners_day": MAY_12,
        "house": US,
        "purpose": "e-commerce",
        "categories": ("outerwear",),
        "channels": ("own-site",),
        "territories": ("FR",),
        "starts_on": MAY_12,
        "ends_on": JUNE_30,
    }
    return Use(act=act, **(asked | fields))
