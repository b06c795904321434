"""Have the end of a day mailed, remind whoever is waited for, and post what is due."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from studio.boards import day_rules, days
from studio.boards.days import Day, Wait
from studio.boards.models import DayLetter, DayReader
from studio.boards.thread_actions import ASKED_FOR
from studio.decisions import YES, Decision, no
from studio.people import actions as people
from studio.people import mailing, telling
from studio.people.models import Notice, Person
from studio.shoots.models import Shoot

NUDGED = "nudged"


@transaction.atomic
def want(shoot: Shoot, *, by: Person, now: datetime, wanted: bool) -> None:
    """The end of this shoot's days by mail, from the next one on; or no longer."""
    if wanted:
        DayReader.objects.get_or_create(shoot=shoot, person=by, defaults={"at": now})
    else:
        DayReader.objects.filter(shoot=shoot, person=by).delete()


@transaction.atomic
def nudge(shoot: Shoot, key: str, *, by: Person, now: datetime) -> Decision:
    """Remind those who are waited for, each once a day of one thing. A model is never pressed for her yes."""
    wait = next((each for each in days.waits(shoot, now) if each.key == key), None)
    whom = [person for person in wait.who if person.id != by.id] if wait else []
    if wait is None or not whom:
        return no("nudged-already")
    day = now.astimezone(people.zone_of(by)).date().isoformat()
    keys = {person.id: f"nudge:{key}:{person.id}:{day}" for person in whom}
    if Notice.objects.filter(key__in=list(keys.values())).exists():
        return no("nudged-already", who=", ".join(person.name for person in whom))
    for person in whom:
        telling.tell_of(
            ASKED_FOR,
            person,
            NUDGED,
            values={"who": by.name, "shoot": shoot.name, "what": said_to(person, shoot, key, now)},
            url=wait.url,
            now=now,
            about=shoot.topic,
            key=keys[person.id],
        )
    return YES


def said_to(person: Person, shoot: Shoot, key: str, now: datetime) -> str:
    """What is waited for, in her own language."""
    with translation.override(person.language):
        return next((wait.what for wait in days.waits(shoot, now) if wait.key == key), "")


def with_reminders(waits: Sequence[Wait], shoot: Shoot) -> list[Wait]:
    """When somebody was last reminded of each."""
    rows = Notice.objects.filter(topic=shoot.topic, code=NUDGED).order_by("created_at")
    told = {(key or "").rsplit(":", 2)[0]: at for key, at in rows.values_list("key", "created_at")}
    return [replace(wait, told=told.get(f"nudge:{wait.key}")) for wait in waits]


# -- the letter ----------------------------------------------------------------------------------------------


def post_due(now: datetime) -> int:
    """To whoever wants it and has not had it. Says how many letters went out. Housekeeping calls this."""
    if not settings.EMAIL_HOST:
        return 0
    readers = Person.objects.active().filter(id__in=DayReader.objects.values("person"))
    return sum(post_to(person, now) for person in readers)


def post_to(person: Person, now: datetime) -> bool:
    due = day_rules.due(now, people.zone_of(person), *people.quiet_hours(person))
    if due is None or DayLetter.objects.filter(person=person, day=due.day).exists():
        return False
    letter, is_mine = DayLetter.objects.get_or_create(person=person, day=due.day, defaults={"at": now})
    if not is_mine:
        return False
    with translation.override(person.language), timezone.override(people.zone_of(person)):
        told = days_for(person, due, now)
        if not told:
            return False
        if not mailing.post(subject(), words_of(person, due, told, now), person.email):
            letter.delete()
            return False
    DayLetter.objects.filter(id=letter.id).update(shoots=len(told), posted_at=now)
    return True


def days_for(person: Person, due: day_rules.Due, now: datetime) -> list[Day]:
    """Of the shoots whose days she wants, and still sees; those on which something happened or waits."""
    wanted = DayReader.objects.filter(person=person, at__lte=due.at).values("shoot")
    shoots = Shoot.objects.visible_to(person).filter(id__in=wanted).select_related("house").order_by("name")
    found = [
        replace(days.day_of(shoot, due.day, viewer=person, now=now), waits=days.waits(shoot, now)) for shoot in shoots
    ]
    return [day for day in found if day]


def subject() -> str:
    return _("The day at %(studio)s") % {"studio": settings.STUDIO_NAME}


def words_of(person: Person, due: day_rules.Due, told: Sequence[Day], now: datetime) -> str:
    """No pictures at all, no words of a note, and of what is not out yet no name."""
    rows = [
        {
            "day": day,
            "is_out": day.shoot.is_out(now),
            "waits": [wait for wait in day.waits if not wait.is_hers_alone],
            "hers": sum(wait.is_hers_alone for wait in day.waits),
            "url": mailing.whole(f"{reverse('boards:today', args=[day.shoot.id])}?on={day.on.isoformat()}"),
        }
        for day in told
    ]
    page = {"person": person, "on": due.day, "rows": rows}
    return render_to_string("boards/mail/today.txt", page)


def of_a_nudge(notice: Notice) -> str | None:
    """None for whoever is no longer on the shoot."""
    shoots = Shoot.objects.visible_to(notice.to).filter(id=notice.topic.partition(":")[2])
    shoot = shoots.first()
    if shoot is None:
        return None
    who = str(notice.values.get("who", ""))
    if not shoot.is_out(timezone.now()):
        return _("%(who)s reminds you that you are waited for.") % {"who": who}
    return _("%(who)s reminds you that you are waited for, for %(shoot)s.") % {"who": who, "shoot": shoot.name}


def register() -> None:
    mailing.say(NUDGED, of_a_nudge)
