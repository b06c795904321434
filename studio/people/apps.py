"""Persons, organisations and seats, sign-in, guest links, notices and mail."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "studio.people"
    label = "people"
