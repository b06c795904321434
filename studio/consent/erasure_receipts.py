"""What she is given when her twin is erased: plain facts, signed by the studio, which verify without it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studio.consent.models import Grant, PieceTaken
from studio.register import rules, signing
from studio.twins.models import Twin
from studio.web import writing

SIGNED_AS = "receipt"
FORMAT = 1
KEPT = ("agreements", "money", "register", "fingerprints", "credits")


@dataclass(frozen=True, slots=True)
class Gone:
    """In numbers. licences: each with the last day of what was delivered under it."""

    pictures: int
    plates: int
    jobs: int
    licences: tuple[dict[str, Any], ...]
    mandates: int
    requests: int
    options: int

    def to_json(self) -> dict[str, Any]:
        """For the register, where no name stands."""
        plain = asdict(self)
        bare = [{name: each[name] for name in ("grant", "number", "pieces", "down_by")} for each in self.licences]
        return {**plain, "licences": bare}


def licence(grant: Grant) -> dict[str, Any]:
    """What is out under a licence that has just ended, and the last day of the last of it."""
    pieces = list(PieceTaken.objects.filter(version__grant=grant).values_list("takedown_on", "ends_on"))
    days = [min(day for day in both if day) for both in pieces]
    return {
        "grant": str(grant.pk),
        "number": grant.number,
        "house": grant.house.name,
        "pieces": len(pieces),
        "down_by": max(days).isoformat() if days else "",
    }


def record(twin: Twin, gone: Gone, *, seq: int, hash: str, now: datetime) -> dict[str, Any]:
    """seq, hash: of the entry that her chain ends in, by which the receipt is bound to it."""
    fields = {
        "format": FORMAT,
        "studio": settings.STUDIO_NAME,
        "twin": twin.gate_name,
        "name": twin.name,
        "owner": str(twin.owner_id),
        "erased_at": now.astimezone(UTC).isoformat(),
        "gone": {**asdict(gone), "licences": [dict(each) for each in gone.licences]},
        "kept": list(KEPT),
        "kept_years": settings.EVIDENCE_YEARS,
        "chain": {"chain": twin.gate_name, "seq": seq, "hash": hash},
    }
    signer = signing.signer()
    return {**fields, "key": signer.public, "signature": signer.sign(rules.signed_text(SIGNED_AS, fields))}


def is_whole(record: Mapping[str, Any]) -> bool:
    """Whether it is as this studio's key signed it."""
    fields = {name: value for name, value in record.items() if name not in ("key", "signature")}
    signed = signing.is_signed(record["key"], rules.signed_text(SIGNED_AS, fields), record["signature"])
    return signed and record["key"] == signing.signer().public


def text(record: Mapping[str, Any], language: str) -> str:
    """The same in words, for a person to keep."""
    with translation.override(language):
        return "\n\n".join("\n".join(part) for part in (_head(record), _gone(record), _kept(record), _proof(record)))


def _head(record: Mapping[str, Any]) -> list[str]:
    at = parse_datetime(record["erased_at"])
    assert at is not None
    return [
        _("Receipt for an erased digital twin"),
        _("The digital twin of %(name)s was erased from %(studio)s at its owner's own word on %(day)s (UTC).")
        % {"name": record["name"], "studio": record["studio"], "day": f"{writing.day(at)}, {date_format(at, 'H:i')}"},
        _("Its key was destroyed. Nothing that was sealed under it can be read again by anybody."),
    ]


def _gone(record: Mapping[str, Any]) -> list[str]:
    gone = record["gone"]
    lines = [
        _("What went"),
        ngettext("%(n)d picture, with every mask and measure.", "%(n)d pictures, with every mask and measure.",
                 gone["pictures"]) % {"n": gone["pictures"]},
    ]  # fmt: skip
    for each in gone["licences"]:
        lines.append(_licence_words(each))
    lines.append(
        _("Ended: %(mandates)d mandates, %(requests)d requests, %(options)d options, %(jobs)d jobs.")
        % {name: gone[name] for name in ("mandates", "requests", "options", "jobs")}
    )
    return lines


def _licence_words(each: Mapping[str, Any]) -> str:
    if not each["pieces"]:
        return _("Licence %(number)d to %(house)s has ended. Nothing was delivered under it.") % dict(each)
    words = _("Licence %(number)d to %(house)s has ended. %(pieces)d delivered pictures come down by %(down_by)s.")
    return words % dict(each)


def kept_words() -> list[tuple[str, str]]:
    """What stays, and why: the same on the page before and on the receipt after."""
    words = {
        "agreements": (
            _("The texts you and the houses signed"),
            _("They prove what was allowed. What was done while they were in force stays lawful."),
        ),
        "money": (_("Every line of money"), _("You are owed it or were paid it, and tax law asks for it.")),
        "register": (
            _("The register's entries, which hold numbers and no names"),
            _("Each entry proves the one after it; without them nobody could check yours."),
        ),
        "fingerprints": (
            _("The hash and the fingerprint of each delivered picture"),
            _("With them anybody can still ask whether a picture of you was allowed. No picture can be made of them."),
        ),
        "credits": (_("The names of who worked on each picture"), _("Their credit is theirs.")),
    }
    return [words[code] for code in KEPT]


def _kept(record: Mapping[str, Any]) -> list[str]:
    years = _("These are kept for %(years)d years after they ended, and then go as well.") % {
        "years": record["kept_years"]
    }
    return [_("What stays, and why"), *(f"{what}. {why}" for what, why in kept_words()), years]


def _proof(record: Mapping[str, Any]) -> list[str]:
    return [
        _("How to check this"),
        _("Run check.py, which lies beside this text, with Python 3. It needs nothing of this studio."),
        _("Key: %(key)s") % {"key": signing.fingerprint_of(record["key"])},
        _("Signature: %(signature)s") % {"signature": record["signature"]},
    ]
