from django.apps import AppConfig


class PreviewsConfig(AppConfig):
    name = "studio.previews"
    label = "previews"

    def ready(self) -> None:
        from studio.jobs import kinds
        from studio.previews import rendering, topics
        from studio.previews.models import Preview

        kinds.kind("preview", do=rendering.work, topic=lambda job: f"preview:{job.about}")
        topics.register("preview", Preview.objects.visible_to)
