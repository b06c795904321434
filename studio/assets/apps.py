from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = "studio.assets"
    label = "assets"

    def ready(self) -> None:
        from django.utils import timezone

        from studio.approvals import clearance
        from studio.assets import reach, sealing, takedowns
        from studio.assets.models import Asset
        from studio.consent import endings, reaches
        from studio.jobs import housekeeping, kinds
        from studio.previews import topics

        kinds.kind("seal", do=sealing.work, topic=lambda job: f"asset:{job.about}", ended=sealing.ended)
        topics.register("asset", Asset.objects.visible_to)
        clearance.when_clear(sealing.start)
        reaches.provide(reach.counted)
        endings.when_ended(takedowns.draw_up)
        housekeeping.every(300, lambda: takedowns.draw_up_ending(timezone.now()), name="list-ending-copies")
        housekeeping.every(300, lambda: takedowns.remind(timezone.now()), name="remind-of-takedowns")
