from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "studio.approvals"
    label = "approvals"

    def ready(self) -> None:
        from studio.approvals import clearance, rendering
        from studio.jobs import housekeeping, kinds

        kinds.kind("master", do=rendering.work, topic=lambda job: f"master:{job.about}")
        housekeeping.every(2, clearance.settle_signed)
