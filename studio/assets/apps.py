from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = "studio.assets"
    label = "assets"

    def ready(self) -> None:
        from studio.approvals import clearance
        from studio.assets import sealing
        from studio.jobs import kinds

        kinds.kind("seal", do=sealing.work, topic=lambda job: f"asset:{job.about}")
        clearance.when_clear(sealing.start)
