from django.apps import AppConfig


class PreviewsConfig(AppConfig):
    name = "studio.previews"
    label = "previews"

    def ready(self) -> None:
        from django.utils import timezone

        from studio.jobs import housekeeping, kinds
        from studio.previews import overnight, own_pictures, rendering, topics
        from studio.previews.models import Overnight, Preview
        from studio.twins.topics import may_see_own

        kinds.kind("preview", do=rendering.work, topic=lambda job: f"preview:{job.about}")
        kinds.kind("own-picture", do=own_pictures.work, ended=own_pictures.ended, may_see=may_see_own)
        kinds.kind("overnight", do=overnight.work, ended=overnight.ended)
        housekeeping.every(20, lambda: overnight.sweep(timezone.now()), name="overnight-runs-close")
        topics.register("preview", Preview.objects.visible_to)
        topics.register("overnight", Overnight.objects.visible_to)
