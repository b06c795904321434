"""A production of one house: its brief, call sheet, shot list and embargo."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ShootsConfig(AppConfig):
    name = "studio.shoots"
    label = "shoots"
    verbose_name = _("Shoots")

    def ready(self) -> None:
        from studio.shoots import topics

        topics.register()
