from django.apps import AppConfig


class PreviewsConfig(AppConfig):
    name = "studio.previews"
    label = "previews"

    def ready(self) -> None:
        from studio.jobs import kinds
        from studio.previews import rendering

        kinds.kind("preview", do=rendering.work, topic=lambda job: f"preview:{job.about}")
