from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "studio.ledger"
    label = "ledger"
