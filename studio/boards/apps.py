from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "studio.boards"
    label = "boards"

    def ready(self) -> None:
        from studio.boards import talking, thread_letters
        from studio.live import kinds

        kinds.kind(
            "board",
            may_enter=talking.may_enter,
            on_message=talking.on_message,
            on_presence=True,
            since=talking.since,
        )
        thread_letters.register()
