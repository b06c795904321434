"""Every row that the rule must know of, in one query for however many twins: nothing kept beside them can go stale.

Written by hand, since one statement over seven tables is asked each time a picture is shown. Each row is (kind, twin,
values as a JSON array), so that SQLite and PostgreSQL answer alike: instants, days and ids come as text.
To offer many twins to one house asks for less: that house's own licences, and nothing of what was delivered.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection

Rows = dict[str, dict[str, list[list[Any]]]]  # kind → twin → values

# From the few that are asked about to their rows, by index: CROSS JOIN keeps SQLite to that order, and a query for a
# value keeps PostgreSQL from reading the whole of a wide table to join it.
PARTS = {
    "twin": """
SELECT 'twin', {id}, {values}(
    t.name, t.state, t.data_consent_at, t.cover_chosen_at, p.time_zone,
    EXISTS (SELECT 1 FROM twins_compcardpicture c WHERE c.twin_id = t.id),
    (SELECT g.state FROM consent_gate g WHERE g.twin_id = t.id),
    (SELECT CAST(s.rules AS text) FROM consent_standingrules s WHERE s.twin_id = t.id ORDER BY s.version DESC LIMIT 1)
)
FROM asked CROSS JOIN twins_twin t CROSS JOIN people_person p
WHERE t.id = asked.id AND p.id = t.owner_id
""",
    "pause": """
SELECT 'pause', {id}, {values}(x.reach, x.about)
FROM asked CROSS JOIN consent_pause x
WHERE x.twin_id = asked.id AND x.lifted_at IS NULL
""",
    "licence": """
SELECT 'licence', {id}, {values}(
    g.number, g.id, g.house_id,
    {nested}((SELECT {values}(
        v.id, CAST(v.terms AS text), (SELECT COUNT(*) FROM consent_testtaken t WHERE t.version_id = v.id)
    ) FROM consent_grantversion v WHERE v.grant_id = g.id ORDER BY v.number DESC LIMIT 1))
)
FROM asked CROSS JOIN consent_grant g
WHERE g.twin_id = asked.id AND g.state = 'in-force'
""",
    "taken": """
SELECT 'taken', {id}, {values}(
    (SELECT g.house_id FROM consent_grantversion v, consent_grant g WHERE v.id = x.version_id AND g.id = v.grant_id),
    x.category, x.territory, x.starts_on, x.ends_on
)
FROM asked CROSS JOIN consent_exclusivity x
WHERE x.twin_id = asked.id AND x.ended_at IS NULL AND x.ends_on >= %(since)s
""",
    "piece": """
SELECT 'piece', {id}, {values}(
    x.at, x.asset, x.version_id, x.ends_on, x.takedown_on,
    {nested}((SELECT {values}(g.id, g.state)
        FROM consent_grantversion v, consent_grant g WHERE v.id = x.version_id AND g.id = v.grant_id))
)
FROM asked CROSS JOIN consent_piecetaken x
WHERE x.twin_id = asked.id
""",
    "answer": """
SELECT 'answer', {id}, {values}(x.version_id, x.pixel_hash, x.answer, x.lapses_on, x.answered_by_id = t.owner_id)
FROM asked CROSS JOIN consent_pieceapproval x
JOIN twins_twin t ON t.id = x.twin_id
WHERE x.twin_id = asked.id
""",
    "mandate": """
SELECT 'mandate', {id}, {values}(x.agency_id, x.starts_on, x.ends_on)
FROM asked CROSS JOIN twins_mandate x
WHERE x.twin_id = asked.id AND x.signed_at IS NOT NULL AND x.ended_at IS NULL
""",
    "signature": """
SELECT 'signature', {id}, {values}(x.kind)
FROM asked CROSS JOIN twins_signature x
WHERE x.twin_id = asked.id AND x.kind LIKE 'alteration:%%'
    AND NOT EXISTS (SELECT 1 FROM twins_signatureend e WHERE e.signature_id = x.id)
""",
}
TO_OFFER = ("twin", "pause", "taken", "signature")
LICENCE_TO_OFFER = """
SELECT 'licence', {id}, {values}(
    g.number, g.id, g.house_id,
    {nested}((SELECT {values}(
        v.id, CAST(v.terms AS text), 0
    ) FROM consent_grantversion v WHERE v.grant_id = g.id ORDER BY v.number DESC LIMIT 1))
)
FROM asked CROSS JOIN consent_grant g
WHERE g.twin_id = asked.id AND g.state = 'in-force' AND g.house_id = %(house)s
"""
DIALECTS = {
    "sqlite": {
        "asked": "SELECT value FROM json_each(%(ids)s)",
        "id": "asked.id",
        "values": "json_array",
        "nested": "json",
    },
    "postgresql": {
        "asked": "SELECT unnest(%(ids)s::uuid[])",
        "id": "CAST(asked.id AS text)",
        "values": "json_build_array",
        "nested": "",
    },
}


@cache
def _query(vendor: str, *, to_offer: bool) -> str:
    parts = [*(PARTS[kind] for kind in TO_OFFER), LICENCE_TO_OFFER] if to_offer else list(PARTS.values())
    return f"WITH asked (id) AS ({{asked}}){'UNION ALL'.join(parts)}".format(**DIALECTS[vendor])


def rows_of(ids: Iterable[UUID], now: datetime) -> Rows:
    """What is over since yesterday in every time zone is left out where it cannot matter any more."""
    return _read(ids, now, None)


def rows_to_offer(ids: Iterable[UUID], house: UUID, now: datetime) -> Rows:
    """Only what an offer to this house is decided by."""
    return _read(ids, now, house)


def _read(ids: Iterable[UUID], now: datetime, house: UUID | None) -> Rows:
    is_sqlite = connection.vendor == "sqlite"
    asked: dict[str, Any] = {
        "ids": json.dumps([each.hex for each in ids]) if is_sqlite else list(ids),
        "since": str(now.date() - timedelta(days=1)),
        "house": house.hex if house and is_sqlite else house,
    }
    found: Rows = defaultdict(lambda: defaultdict(list))
    with connection.cursor() as cursor:
        cursor.execute(_query(connection.vendor, to_offer=house is not None), asked)
        rows = cursor.fetchall()
    values = [row[2] for row in rows]
    if is_sqlite:
        values = json.loads(f"[{','.join(values)}]")  # in one go: half the time of reading hundreds one by one
    for (kind, twin, _text), row in zip(rows, values, strict=True):
        found[kind][id_text(twin)].append(row)
    return found


def id_text(stored: str) -> str:
    """SQLite keeps an id as 32 letters; everywhere else it is written with its dashes."""
    if len(stored) != 32:
        return stored
    return f"{stored[:8]}-{stored[8:12]}-{stored[12:16]}-{stored[16:20]}-{stored[20:]}"


def day(text: str) -> date:
    return date.fromisoformat(text)


def instant(text: str) -> datetime:
    """Instants are kept in UTC; SQLite does not say so."""
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)
