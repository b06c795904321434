from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = "studio.assets"
    label = "assets"

    def ready(self) -> None:
        from studio.approvals import clearance
        from studio.assets import sealing
        from studio.assets.models import Asset
        from studio.jobs import kinds
        from studio.previews import topics

        kinds.kind("seal", do=sealing.work, topic=lambda job: f"asset:{job.about}", ended=sealing.ended)
        topics.register("asset", Asset.objects.visible_to)
        clearance.when_clear(sealing.start)
