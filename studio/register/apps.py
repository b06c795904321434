"""The register: chained, append-only entries, and the access log beside them."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from studio.register import triggers


class RegisterConfig(AppConfig):
    name = "studio.register"
    label = "register"

    def ready(self) -> None:
        triggers.guard("register_entry")
        triggers.guard("register_access", may_delete=True)
        triggers.guard("register_dailyhead")
        triggers.guard("register_dayleaf")
        post_migrate.connect(put_on, sender=self)


def put_on(using: str, **_: Any) -> None:
    """Each time: Django rebuilds tables on SQLite, and a rebuilt table has lost its triggers."""
    triggers.put_on_all(using)
