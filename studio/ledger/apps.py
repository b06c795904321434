from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

TABLES = ("ledger_account", "ledger_posting", "ledger_entry")


class LedgerConfig(AppConfig):
    name = "studio.ledger"
    label = "ledger"

    def ready(self) -> None:
        from studio.register import triggers

        for table in TABLES:
            triggers.guard(table)
        post_migrate.connect(put_on, sender=self)


def put_on(using: str, **_: Any) -> None:
    from studio.register import triggers

    for table in TABLES:
        triggers.append_only(table, using=using)
