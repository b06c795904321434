from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save

NEVER_EDITED = ("consent_grantversion", "consent_offer", "consent_dealmemo", "consent_erasure")


class ConsentConfig(AppConfig):
    name = "studio.consent"
    label = "consent"

    def ready(self) -> None:
        from django.utils import timezone

        from studio.consent import actions, gates, letters, projection
        from studio.jobs import housekeeping
        from studio.live import kinds
        from studio.media import gates as media_gates
        from studio.register import checks, triggers

        for table in NEVER_EDITED:
            triggers.guard(table)
        checks.provide("gates", projection.differing)
        post_migrate.connect(put_on, sender=self)
        post_save.connect(open_gate, sender="twins.Twin", dispatch_uid="consent-open-gate")
        media_gates.provide(gates.epochs)
        kinds.kind("twin", may_enter=may_enter, versions=gates.epochs)
        housekeeping.every(60, lambda: actions.settle_due(timezone.now()), name="settle-requests")
        housekeeping.every(3600, lambda: actions.remind_ending(timezone.now()), name="remind-of-ends")
        housekeeping.every(60, lambda: actions.lapse_due(timezone.now()), name="lapse-licences")
        housekeeping.every(60, lambda: actions.settle_options(timezone.now()), name="settle-options")
        housekeeping.every(900, lambda: actions.settle_mandates(timezone.now()), name="settle-mandates")
        housekeeping.every(60, lambda: letters.post_due(timezone.now()), name="write-to-contacts")
        housekeeping.every(300, lambda: actions.apply_list(timezone.now()), name="apply-erasures")


def put_on(using: str, **_: Any) -> None:
    from studio.register import triggers

    for table in NEVER_EDITED:
        triggers.append_only(table, using=using)


def open_gate(sender: object, instance: Any, created: bool, raw: bool = False, **_: Any) -> None:  # noqa: FBT001, FBT002
    """No twin is ever without her gate. An open gate allows nothing by itself: only a licence does."""
    from studio.consent.models import Gate

    if created and not raw:
        Gate.objects.get_or_create(twin=instance, defaults={"changed_at": instance.created_at})


def may_enter(twin_id: str, user: Any) -> bool:
    """Whoever is signed in may hear that something changed: the message tells nothing but the twin's id and state.

    So may a guest while her link is in force: a page's ticket names the twins it shows, and no other can be entered.
    """
    if user.is_authenticated:
        return True
    from django.utils import timezone

    from studio.people import guests

    return guests.link_of(getattr(user, "session", None), timezone.now()) is not None
