from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "studio.approvals"
    label = "approvals"
