from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "studio.approvals"
    label = "approvals"

    def ready(self) -> None:
        from django.utils import timezone

        from studio.approvals import clearance, rendering
        from studio.approvals.models import Master
        from studio.jobs import housekeeping, kinds
        from studio.previews import topics

        kinds.kind("master", do=rendering.work, topic=lambda job: f"master:{job.about}")
        topics.register("master", Master.objects.visible_to)
        housekeeping.every(2, lambda: clearance.settle_signed(timezone.now()), name="settle-signed")
