from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "studio.home"
    label = "home"

    def ready(self) -> None:
        from django.utils import timezone

        from studio.home import waiting
        from studio.home.exports import everything
        from studio.home.finding import heeding, keeping
        from studio.home.passport import arriving
        from studio.home.register import days
        from studio.jobs import housekeeping, kinds
        from studio.people import mailing
        from studio.web import shell

        heeding.connect()
        shell.provide_waits(waiting.count)
        shell.provide_nav(waiting.doors)
        kinds.kind(everything.KIND, do=everything.work)
        kinds.kind(keeping.KIND, do=keeping.work)
        mailing.enclose(days.CODE, days.enclosed)
        housekeeping.every(600, lambda: days.close_and_send(timezone.now()), name="close-register-days")
        housekeeping.every(3600, lambda: keeping.look_through(timezone.now()), name="look-through-what-is-found")
        housekeeping.every(300, lambda: everything.sweep(timezone.now()), name="parcels-go-after-a-day")
        housekeeping.every(300, lambda: arriving.sweep(timezone.now()), name="passports-go-after-a-day")
