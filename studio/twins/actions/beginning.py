"""Making a twin. Only the person herself makes hers; nobody can make another's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from studio.decisions import YES, Decision, no
from studio.people.models import Person
from studio.twins.actions.telling import write_down
from studio.twins.models import Twin


@dataclass(frozen=True, slots=True)
class AdultCheck:
    """Who saw which kind of document. Neither its number nor a date of birth is kept."""

    by: str
    document: str


@transaction.atomic
def create_twin(
    name: str,
    *,
    by: Person,
    now: datetime,
    as_of_on: date,
    data_consent: bool,
    adult_check: AdultCheck | None,
    fictional: bool = False,
    height_cm: int | None = None,
    measurements: Mapping[str, int] | None = None,
    shares_reason: bool = False,
    key: str = "",
) -> tuple[Decision, Twin | None]:
    """Whoever makes it owns it. The consent to make and keep it is a signature of its own, apart from every licence."""
    if key and (done := Twin.objects.filter(key=key, owner=by).first()):
        return YES, done
    if not data_consent:
        return no("data-consent-missing"), None
    if adult_check is None or not (adult_check.by and adult_check.document):
        return no("not-adult"), None
    twin = Twin.objects.create(
        owner=by,
        name=name,
        as_of_on=as_of_on,
        fictional=fictional,
        height_cm=height_cm,
        measurements=dict(measurements or {}),
        shares_reason=shares_reason,
        data_consent_at=now,
        adult_checked_at=now,
        adult_checked_by=adult_check.by,
        adult_document=adult_check.document,
        created_at=now,
        key=key or None,
    )
    write_down(twin, "twin-created", by=by, body={"as_of": as_of_on.isoformat(), "fictional": fictional}, now=now)
    return YES, twin
