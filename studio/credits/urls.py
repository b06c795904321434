from django.urls import path

from studio.credits import views

app_name = "credits"
urlpatterns = [
    path("shoot/<uuid:shoot_id>/", views.shoot, name="shoot"),
    path("shoot/<uuid:shoot_id>/confirm/", views.confirm, name="confirm"),
    path("shoot/<uuid:shoot_id>/dispute/", views.dispute, name="dispute"),
    path("shoot/<uuid:shoot_id>/none-used/", views.none_used, name="none_used"),
    path("dispute/<uuid:dispute_id>/settle/", views.settle, name="settle"),
]
