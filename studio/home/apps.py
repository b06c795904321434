from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "studio.home"
    label = "home"

    def ready(self) -> None:
        from studio.home import waiting
        from studio.web import shell

        shell.provide_waits(waiting.count)
        shell.provide_nav(waiting.doors)
