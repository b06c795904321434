from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "studio.boards"
    label = "boards"

    def ready(self) -> None:
        from django.utils import timezone

        from studio.boards import bringing, day_actions, talking, thread_letters
        from studio.boards.prints import actions as prints
        from studio.jobs import housekeeping
        from studio.jobs import kinds as jobs
        from studio.live import kinds

        kinds.kind(
            "board",
            may_enter=talking.may_enter,
            on_message=talking.on_message,
            on_presence=True,
            since=talking.since,
        )
        jobs.kind("picture", do=bringing.work, ended=bringing.ended)
        jobs.kind(prints.KIND, do=prints.work)
        thread_letters.register()
        day_actions.register()
        housekeeping.every(300, lambda: prints.sweep(timezone.now()), name="printouts-go-after-some-hours")
        housekeeping.every(60, lambda: day_actions.post_due(timezone.now()), name="post-the-day")
