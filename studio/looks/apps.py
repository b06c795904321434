"""Garments, looks with typed slots, and the recipes they freeze into."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LooksConfig(AppConfig):
    name = "studio.looks"
    label = "looks"
    verbose_name = _("Looks")

    def ready(self) -> None:
        from studio.jobs import kinds
        from studio.looks import ingesting, topics

        topics.register()
        kinds.kind("ingest", do=ingesting.work, topic=ingesting.topic, ended=ingesting.ended)
        kinds.kind(
            "backdrop", do=ingesting.work_backdrop, topic=ingesting.backdrop_topic, ended=ingesting.backdrop_ended
        )
        kinds.kind("ingest-view", do=ingesting.work_view, topic=ingesting.view_topic, ended=ingesting.view_ended)
        kinds.kind("measure", do=ingesting.measure_again, topic=ingesting.topic)
