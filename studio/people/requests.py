"""The request our views are given, once somebody is signed in."""

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from studio.people.models import Person


class StudioRequest(HttpRequest):
    user: Person
    session: SessionBase
    htmx: HtmxDetails
    LANGUAGE_CODE: str
    csp_nonce: str
