from django.urls import path

from studio.previews import ask_views, views

app_name = "previews"
urlpatterns = [
    path("look/<uuid:look_id>/stage/", views.stage, name="stage"),
    path("look/<uuid:look_id>/request/", views.request_preview, name="request"),
    path("look/<uuid:look_id>/sheet/", views.contact_sheet, name="sheet"),
    path("look/<uuid:look_id>/ask/<uuid:twin_id>/", ask_views.ask, name="ask"),
    path("<uuid:preview_id>/cancel/", views.cancel_preview, name="cancel"),
    path("<uuid:preview_id>/choose/", views.choose, name="choose"),
]
