from django.urls import path

from studio.web import views

app_name = "web"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("theme", views.theme, name="theme"),
    path("too-large", views.too_large, name="too_large"),
    path("waits", views.waits, name="waits"),
    path("jsi18n", views.jsi18n, name="jsi18n"),
    path("parts/", views.parts, name="parts"),
]
