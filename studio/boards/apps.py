from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "studio.boards"
    label = "boards"
