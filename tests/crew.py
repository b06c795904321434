"""Makers that fill in what a test does not care about. Plain functions: what a test says is what it means."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from django.test import Client

from studio.people.models import Organisation, Person, Seat

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
PASSWORD = "a long-standing secret"
_numbers = count(1)


def person(name: str = "", **fields: Any) -> Person:
    """Somebody with an account; without a name, a new one each time. `password=PASSWORD` gives her a password."""
    number = next(_numbers)
    name = name or f"Person {number}"
    email = fields.pop("email", f"{name.lower().replace(' ', '.')}.{number}@example.com")
    return Person.objects.create_user(email, fields.pop("password", None), name=name, **fields)


def house(name: str = "", **fields: Any) -> Organisation:
    return _organisation(Organisation.Kind.HOUSE, name or f"House {next(_numbers)}", **fields)


def agency(name: str = "", **fields: Any) -> Organisation:
    return _organisation(Organisation.Kind.AGENCY, name or f"Agency {next(_numbers)}", **fields)


def _organisation(kind: str, name: str, **fields: Any) -> Organisation:
    slug = fields.pop("slug", f"{name.lower().replace(' ', '-')}-{next(_numbers)}")
    return Organisation.objects.create(kind=kind, name=name, slug=slug, **fields)


def seat(who: Person, where: Organisation, role: str = "member", **fields: Any) -> Seat:
    starts_on = fields.pop("starts_on", date(2020, 1, 1))
    return Seat.objects.create(person=who, organisation=where, role=role, starts_on=starts_on, **fields)


def signed_in(client: Client, who: Person) -> Client:
    client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
