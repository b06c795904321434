from django.urls import path

from studio.assets import takedown_views, views

app_name = "assets"
urlpatterns = [
    path("delivery/shoot/<uuid:shoot_id>/", views.shoot, name="shoot"),
    path("delivery/takedowns/<uuid:house_id>/", takedown_views.house, name="takedowns"),
    path("delivery/takedowns/<uuid:house_id>/read/", takedown_views.acknowledge, name="acknowledge"),
    path("delivery/takedown/<uuid:takedown_id>/down/", takedown_views.mark_down, name="mark_down"),
    path("delivery/coming-down/<uuid:twin_id>/", takedown_views.twin, name="coming_down"),
    path("delivery/<uuid:asset_id>/", views.asset, name="asset"),
    path("delivery/<uuid:asset_id>/reckon/", views.reckon, name="reckon"),
    path("delivery/<uuid:asset_id>/deliver/", views.deliver, name="deliver"),
    path("delivery/<uuid:delivery_id>/file/", views.take, name="take"),
    path("p/<str:code>/", views.public, name="public"),
    path("p/<str:code>/state.json", views.public_state, name="public_state"),
    path("p/<str:code>/stands/", views.public_stands, name="public_stands"),
    path("p/<str:code>/picture/", views.public_picture, name="public_picture"),
]
