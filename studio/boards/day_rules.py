"""When the end of a day is told: at six in the evening of working days, by the reader's own clock. Plain values."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from studio.people.rules import is_quiet, mail_after

ENDS_AT = time(18)
LAST_WORKING_DAY = 4  # Friday, as Python counts
TOO_LATE = timedelta(hours=16)  # a studio that was off at six still tells it in the morning, and no later


@dataclass(frozen=True, slots=True)
class Due:
    """A day whose end is to be told, and from when on."""

    day: date
    at: datetime


def due(now: datetime, zone: tzinfo, begins: time, ends: time) -> Due | None:
    """begins, ends: her quiet hours. Where these lie over six, it is told when they end."""
    here = now.astimezone(zone)
    if is_quiet(here.time(), begins, ends) or here.weekday() > LAST_WORKING_DAY:
        return None
    for day in (here.date(), here.date() - timedelta(days=1)):
        at = mail_after(datetime.combine(day, ENDS_AT, tzinfo=zone), zone, begins, ends)
        if day.weekday() <= LAST_WORKING_DAY and at <= now < at + TOO_LATE:
            return Due(day, at)
    return None


def span(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """From one midnight to the next, where she is."""
    begins = datetime.combine(day, time(), tzinfo=zone)
    return begins, datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)
