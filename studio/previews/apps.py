from django.apps import AppConfig


class PreviewsConfig(AppConfig):
    name = "studio.previews"
    label = "previews"

    def ready(self) -> None:
        from studio.jobs import kinds
        from studio.previews import own_pictures, rendering, topics
        from studio.previews.models import Preview
        from studio.twins.topics import may_see_own

        kinds.kind("preview", do=rendering.work, topic=lambda job: f"preview:{job.about}")
        kinds.kind("own-picture", do=own_pictures.work, ended=own_pictures.ended, may_see=may_see_own)
        topics.register("preview", Preview.objects.visible_to)
