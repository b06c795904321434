"""The demonstration's open requests: one with offers gone to and fro, one in Swedish, one for tests alone."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from studio.consent import actions as consent
from studio.consent.models import Request
from studio.consent.starting import TESTS_AT_FIRST
from studio.consent.terms import Pay, Terms
from studio.looks.models import Look
from studio.operations.demo.cast import HOUSE
from studio.operations.demo.loading import House, Say, granted
from studio.previews.asking import on_the_stand_in

ON_THE_STAND_IN = "Shirt and column skirt"
IN_WORDS = "Poplin shirts and satin skirts of spring 2027 on Corvane's own site, in stills, one look a page."


def load(house: House, say: Say) -> None:
    say("Requests")
    look = Look.objects.select_related("shoot").get(title=ON_THE_STAND_IN)
    ask_nia(house, look)
    ask_marta(house, look)
    ask_kofi_for_tests(house, look)


def fresh(at: datetime) -> dict[str, str]:
    return {"method": "password", "signed_in_at": at.isoformat()}


def terms(house: House, **changes: Any) -> Terms:
    """A year on the own site, in three countries, for one look."""
    agreed: dict[str, Any] = {
        "starts_on": house.today + timedelta(days=3),
        "ends_on": house.today + timedelta(days=367),
        "intended_use": IN_WORDS,
        "purposes": ("e-commerce",),
        "categories": ("shirts", "skirts"),
        "channels": ("own-site",),
        "territories": ("FR", "DE", "IT"),
        "pieces": 1,
        "approval": "each-piece",
        "notice_days": 90,
        "name_form": "stage",
        "pay": Pay(
            day_rate_minor=120_000,
            channels={"own-site": "1.00", "instagram": "0.35"},
            notice={"30": "1.05", "90": "1.15", "180": "1.30"},
            kill_fee_bps=5_000,
            pay_within_days=30,
        ),
    }
    return Terms(**(agreed | changes))


def asked(house: House, look: Look, key: str, said: Terms, at: datetime, **fields: Any) -> Request:
    preview = on_the_stand_in(look)
    return granted(
        consent.ask(
            house.twins[key],
            house.organisations[HOUSE],
            said,
            about=look.topic,
            shoot=str(look.shoot_id),
            title=look.title,
            picture=preview.picture if preview else None,
            by=house.people["elif"],
            now=at,
            evidence=fresh(at),
            **fields,
        )
    )


def ask_nia(house: House, look: Look) -> None:
    """The house offered less, she asked for what her time is worth, and the house agreed: now it waits for her yes."""
    hers = terms(house, shown_name="Nia Dembe")
    less = replace(hers, notice_days=30, pay=replace(hers.pay, day_rate_minor=90_000))
    note = "One look for the shirt page. The studio day is saved; the fee is not."
    request = asked(house, look, "nia", less, house.ago(3), note=note)
    nia, camille = house.people["nia"], house.people["house"]
    granted(consent.say(request, "Does the skirt stay as long as it is here?", by=nia, now=house.ago(2)))
    granted(consent.say(request, "Yes, to the ankle. Nothing of the cut changes.", by=camille, now=house.ago(2)))
    at = house.ago(2)
    granted(consent.counter(request, hers, by=nia, now=at, evidence=fresh(at), note="My rate, and time to be found."))
    at = house.ago(1)
    granted(consent.counter(request, hers, by=camille, now=at, evidence=fresh(at)))


def ask_marta(house: House, look: Look) -> None:
    two = terms(house, shown_name="Marta Lind", channels=("own-site", "instagram"), pieces=2)
    asked(house, look, "marta", two, house.ago(1))


def ask_kofi_for_tests(house: House, look: Look) -> None:
    """His licence has lapsed; a yes to tests would let the crew try him the same hour."""
    tests = Terms(
        starts_on=house.today,
        ends_on=house.today + timedelta(days=6),
        intended_use=IN_WORDS,
        purposes=("tests",),
        test_previews=TESTS_AT_FIRST,
        categories=("outerwear", "knitwear", "shirts", "suiting"),
        approval="none",
    )
    asked(house, look, "kofi", tests, house.now, kind=Request.Kind.TESTS)
