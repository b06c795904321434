from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "studio.jobs"
    label = "jobs"
    verbose_name = _("Jobs")

    def ready(self) -> None:
        from studio.jobs import housekeeping, topics
        from studio.live import announcing

        topics.register()
        housekeeping.every(2, housekeeping.sweep)
        housekeeping.every(30, announcing.prune)
