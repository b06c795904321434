from django.apps import AppConfig


class TwinsConfig(AppConfig):
    name = "studio.twins"
    label = "twins"
