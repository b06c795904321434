"""What the ids of entries stand for, read for a whole page in a constant number of queries."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from studio.approvals.models import Master
from studio.assets.models import Asset
from studio.consent.models import Grant, GrantVersion, Pause, Request
from studio.consent.wording import listed
from studio.consent.words import label, territory
from studio.home.register.phrases import told
from studio.ledger.models import Account
from studio.looks.models import Look
from studio.money import Money
from studio.people.models import Craft, Organisation, Person
from studio.register.models import Entry
from studio.shoots.models import Shoot
from studio.twins.wording import ALTERATION
from studio.web import writing
from studio.web.templatetags.web import money

AN_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
COUNTED = {"crew": "crew", "pictures": "pictures", "deliveries": "copies"}
DAYS = {"as_of": "as_of", "ends_on": "last", "starts_on": "first", "until": "until", "on": "on"}


@dataclass(slots=True)
class Names:
    """By id as text, as entries write them."""

    people: dict[str, str] = field(default_factory=dict)
    organisations: dict[str, str] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)
    versions: dict[str, GrantVersion] = field(default_factory=dict)
    requests: dict[str, Request] = field(default_factory=dict)
    looks: dict[str, Look] = field(default_factory=dict)  # of an asset or a master
    shoots: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)


def names_of(entries: Iterable[Entry]) -> Names:
    """Nine queries, however many entries there are."""
    ids = {UUID(found) for entry in entries for found in _ids_in((entry.by, entry.subject, entry.body))}
    versions = GrantVersion.objects.filter(id__in=ids).select_related("grant__house")
    grants = Grant.objects.filter(id__in=ids).select_related("house")
    look = "preview__look__shoot"
    masters = Master.objects.filter(id__in=ids).select_related(look)
    assets = Asset.objects.filter(id__in=ids).select_related(f"master__{look}")
    requests = Request.objects.filter(id__in=ids).select_related("house")
    return Names(
        people={str(id): name for id, name in Person.objects.filter(id__in=ids).values_list("id", "name")},
        organisations={str(id): name for id, name in Organisation.objects.filter(id__in=ids).values_list("id", "name")},
        grants={str(grant.pk): grant for grant in grants},
        versions={str(version.pk): version for version in versions},
        requests={str(each.pk): each for each in requests},
        looks={str(each.pk): each.preview.look for each in masters}
        | {str(each.pk): each.master.preview.look for each in assets},
        shoots={str(id): name for id, name in Shoot.objects.filter(id__in=ids).values_list("id", "name")},
        accounts={str(each.pk): each for each in Account.objects.filter(id__in=ids)},
    )


def _ids_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from AN_ID.findall(value)
    elif isinstance(value, Mapping):
        yield from (found for inner in value.values() for found in _ids_in(inner))
    elif isinstance(value, Sequence):
        yield from (found for inner in value for found in _ids_in(inner))


def sentence_of(entry: Entry, names: Names, reader: Person | None) -> str:
    """`reader` is called "you"; without one everybody has a name."""
    return told(entry.kind, entry.body, dict(values_of(entry, names, reader)))


def values_of(entry: Entry, names: Names, reader: Person | None) -> Iterator[tuple[str, str]]:
    body = entry.body
    yield "who", who(entry, names, reader)
    yield from _licence(body, names)
    yield from _things(entry, names)
    yield from _days(body)
    yield from ((name, str(len(body[key]))) for key, name in COUNTED.items() if isinstance(body.get(key), list))
    if isinstance(number := body.get("number"), int):
        yield "number", str(number)
    if str(body.get("kind", "")).startswith(ALTERATION):
        yield "alteration", label("alteration", str(body["kind"]).removeprefix(ALTERATION))
    if "reach" in body:
        yield "reach", _reach(body, names)
    if "entries" in body:
        yield "amount", _amount(entry, names)


def who(entry: Entry, names: Names, reader: Person | None) -> str:
    if reader is not None and entry.by == str(reader.pk):
        return _("you")
    if entry.by:
        return names.people.get(entry.by, _("somebody"))
    if entry.body.get("how") == Pause.How.CARD:
        return _("the stop card")
    return _("the studio")


def _licence(body: Mapping[str, Any], names: Names) -> Iterator[tuple[str, str]]:
    """A body names a licence by its id, or by the id of a version; a plain number beside it is the version's."""
    said = body.get("version", "")
    version = names.versions.get(said) if isinstance(said, str) else None
    grant = version.grant if version else names.grants.get(str(body.get("grant", "")))
    if grant:
        yield "licence", str(grant.number)
        yield "house", grant.house.name
    if version:
        yield "version", str(version.number)
    elif isinstance(said, int):
        yield "version", str(said)


def _things(entry: Entry, names: Names) -> Iterator[tuple[str, str]]:
    body = entry.body
    if (request := names.requests.get(str(body.get("request", "")))) is not None:
        yield "house", request.house.name
    for key in ("house", "agency"):
        if name := names.organisations.get(str(body.get(key, ""))):
            yield key, name
    if (person := str(body.get("person", ""))) in names.people:
        yield "person", names.people[person]
    if look := _look(entry, names):
        yield "picture", _("%(look)s of %(shoot)s") % {"look": look.title or str(look), "shoot": look.shoot.name}
    if shoot := names.shoots.get(str(body.get("shoot", ""))) or names.shoots.get(entry.subject.partition(":")[2]):
        yield "shoot", shoot
    if craft := body.get("craft"):
        yield "craft", str(dict(Craft.choices).get(craft, craft))
    yield from _uses(body)


def _uses(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if channel := body.get("channel"):
        yield "channel", label("channel", channel)
    if category := body.get("category"):
        yield "category", label("category", category)
    if place := body.get("territory"):
        yield "place", territory(str(place))
    if isinstance(places := body.get("territories"), list):
        yield "places", listed([territory(str(code)) for code in places])


def _look(entry: Entry, names: Names) -> Look | None:
    wanted = (entry.subject.partition(":")[2], entry.body.get("asset"), entry.body.get("about"))
    return next((names.looks[str(id)] for id in wanted if str(id) in names.looks), None)


def _days(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, name in DAYS.items():
        try:
            yield name, writing.day(date.fromisoformat(str(body.get(key, ""))[:10]))
        except ValueError:
            continue


def _reach(body: Mapping[str, Any], names: Names) -> str:
    about = str(body.get("about", ""))
    if body["reach"] == Pause.Reach.EVERYTHING:
        return _("Everything")
    if body["reach"] == Pause.Reach.HOUSE:
        return _("Everything for %(house)s") % {"house": names.organisations.get(about, _("one house"))}
    if body["reach"] == Pause.Reach.SHOOT:
        return _("The shoot %(shoot)s") % {"shoot": names.shoots.get(about, "")}
    return _("One picture")


def _amount(entry: Entry, names: Names) -> str:
    """Hers on a twin's chain, its own on an organisation's. Without a sign: the words say which way it goes."""
    holder = entry.chain.partition(":")[2]
    of_twin = entry.chain.startswith("twin:")
    sums: dict[str, int] = {}
    for account_id, minor, currency in entry.body["entries"]:
        account = names.accounts.get(account_id)
        if account and (account.person_id if of_twin else str(account.organisation_id) == holder):
            sums[currency] = sums.get(currency, 0) + minor
    return listed([money(Money(abs(minor), currency)) for currency, minor in sorted(sums.items())])
