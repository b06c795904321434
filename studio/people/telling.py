"""What a person may wish to hear of in another way, and her quiet hours. What concerns her rights is always told."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.db import transaction

from studio.people import actions
from studio.people.models import Notice, NoticeWay, Person, QuietHours, Way
from studio.web.sentences.told import Words

_kinds: dict[str, Words] = {}


def kind(name: str, label: Words) -> None:
    """Register a kind of notice that each person sets for herself, in AppConfig.ready."""
    _kinds[name] = label


def kinds() -> dict[str, Words]:
    return dict(_kinds)


def ways_of(person: Person) -> dict[str, str]:
    """For each kind, how she hears of it."""
    chosen = dict(NoticeWay.objects.filter(person=person).values_list("kind", "way"))
    return {name: chosen.get(name, Way.MAIL.value) for name in _kinds}


def tell_of(
    kind: str,
    person: Person,
    code: str,
    *,
    values: dict[str, Any],
    url: str,
    now: datetime,
    about: str,
    key: str,
) -> Notice | None:
    """As `actions.tell`, in the way she chose for this kind; None when she does not wish to hear of it."""
    way = ways_of(person)[kind]
    if way == Way.NEITHER:
        return None
    by_mail = way == Way.MAIL
    return actions.tell(person, code, values=values, url=url, now=now, about=about, key=key, by_mail=by_mail)


@transaction.atomic
def choose(person: Person, *, ways: Mapping[str, str], begins_at: time, ends_at: time) -> None:
    for name in ways.keys() & _kinds.keys():
        NoticeWay.objects.update_or_create(person=person, kind=name, defaults={"way": ways[name]})
    QuietHours.objects.update_or_create(person=person, defaults={"begins_at": begins_at, "ends_at": ends_at})
