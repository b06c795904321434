from typing import Any

from celery.signals import worker_init
from django.apps import AppConfig
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    name = "studio.operations"
    label = "operations"
    verbose_name = _("Operations")

    def ready(self) -> None:
        """The chores of the apps below `jobs`, which cannot register their own there."""
        from studio.home import retention
        from studio.jobs import housekeeping
        from studio.media import actions as media
        from studio.people import mailing

        housekeeping.every(15, lambda: mailing.send_due_mail(timezone.now()), name="send-due-mail")
        housekeeping.every(86_400, lambda: call_command("clearsessions"), name="forget-ended-sessions")
        housekeeping.every(300, lambda: media.sweep(timezone.now()), name="sweep-media")
        housekeeping.every(900, lambda: retention.nightly(timezone.now()), name="retention")
        housekeeping.every(900, lambda: retention.hourly(timezone.now()), name="retention-of-hours")
        worker_init.connect(refuse_the_erased, weak=False, dispatch_uid="operations-refuse-the-erased")


def refuse_the_erased(**_: Any) -> None:
    """A worker does not begin while somebody who was erased can be read."""
    from studio.consent import actions as consent
    from studio.media.erasures import BrokenListError

    try:
        consent.require_erasures()
    except (consent.NotAppliedError, BrokenListError) as error:
        raise SystemExit(str(error)) from None
