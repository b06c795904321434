"""manage.py invite ana@example.com --name "Ana Ruiz" --house Corvane"""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from studio.people import actions
from studio.people.models import Organisation, Person, Role


class Command(BaseCommand):
    help = "Ask in the first person of a studio, a house or an agency, and print the link to hand over."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="")
        kinds = parser.add_mutually_exclusive_group()
        kinds.add_argument("--house", default="", help="the house she is to be admin of; made when it is new")
        kinds.add_argument("--agency", default="", help="the agency she is to be admin of; made when it is new")

    @transaction.atomic
    def handle(self, *args: Any, email: str, name: str, house: str, agency: str, **options: Any) -> None:
        decision, invitation = actions.invite(
            email,
            by=self.keeper(),
            now=timezone.now(),
            organisation=self.organisation(house, agency),
            role=Role.ADMIN,
            may_sign=True,
            name=name,
        )
        if not decision or invitation is None:
            raise CommandError(f"Not asked in: {decision.code}.")
        path = reverse("people:invitation", args=[invitation.token])
        self.stdout.write(f"{settings.PUBLIC_URL or 'http://localhost:8000'}{path}")

    def keeper(self) -> Person:
        """The account in whose name the machine's keeper acts. Nobody can sign in with it."""
        keeper = Person.objects.filter(is_staff=True, is_active=True).order_by("created_at").first()
        return keeper or Person.objects.create_user("keeper@localhost", name=settings.STUDIO_NAME, is_staff=True)

    def organisation(self, house: str, agency: str) -> Organisation | None:
        name = house or agency
        if not name:
            return None
        kind = Organisation.Kind.HOUSE if house else Organisation.Kind.AGENCY
        made, _ = Organisation.objects.get_or_create(slug=slugify(name), defaults={"name": name, "kind": kind})
        return made
