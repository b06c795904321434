from django.urls import path

from studio.media import views

app_name = "media"
urlpatterns = [
    path("m/<str:token>", views.serve, name="serve"),
    path("uploads/<uuid:upload_id>", views.upload, name="upload"),
    path("uploads/<uuid:upload_id>/stop", views.stop, name="stop"),
]
