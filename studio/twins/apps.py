from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

NEVER_EDITED = ("twins_adultcheck", "twins_signature", "twins_signatureend", "twins_capturelicence")


class TwinsConfig(AppConfig):
    name = "studio.twins"
    label = "twins"

    def ready(self) -> None:
        from django.utils import timezone

        from studio.jobs import housekeeping, kinds
        from studio.people import claims
        from studio.register import triggers
        from studio.twins import actions, topics, working

        for table in NEVER_EDITED:
            triggers.guard(table)
        post_migrate.connect(put_on, sender=self)
        topics.register()
        claims.hands_over(actions.hand_over_credits)
        kinds.kind(
            "capture-frame", do=working.read, topic=working.topic, ended=working.ended, may_see=topics.may_see_frame
        )
        kinds.kind("plate", do=working.make_plate, topic=working.topic, ended=working.ended)
        housekeeping.every(30, lambda: actions.close_due(timezone.now()), name="close-capture-sessions")
        housekeeping.every(3600, lambda: actions.remind_due(timezone.now()), name="remind-of-age")


def put_on(using: str, **_: Any) -> None:
    from studio.register import triggers

    for table in NEVER_EDITED:
        triggers.append_only(table, using=using)
