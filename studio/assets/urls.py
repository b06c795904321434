from django.urls import path

from studio.assets import views

app_name = "assets"
urlpatterns = [
    path("delivery/shoot/<uuid:shoot_id>/", views.shoot, name="shoot"),
    path("delivery/<uuid:asset_id>/", views.asset, name="asset"),
    path("delivery/<uuid:asset_id>/reckon/", views.reckon, name="reckon"),
    path("delivery/<uuid:asset_id>/deliver/", views.deliver, name="deliver"),
    path("delivery/<uuid:delivery_id>/file/", views.take, name="take"),
    path("p/<str:code>/", views.public, name="public"),
    path("p/<str:code>/picture/", views.public_picture, name="public_picture"),
]
