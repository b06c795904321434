from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_out
from django.utils.translation import gettext_lazy as _


class LiveConfig(AppConfig):
    name = "studio.live"
    label = "live"
    verbose_name = _("Live")

    def ready(self) -> None:
        from studio.live import own

        own.register()
        user_logged_out.connect(own.cut_on_sign_out, dispatch_uid="live-cut-on-sign-out")
