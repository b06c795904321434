from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "studio.consent"
    label = "consent"
