from django.urls import path

from studio.previews import ask_views, glimpse_views, overnight_views, sheet_views, views

app_name = "previews"
urlpatterns = [
    path("look/<uuid:look_id>/stage/", views.stage, name="stage"),
    path("look/<uuid:look_id>/glimpse/", glimpse_views.show, name="glimpse"),
    path("look/<uuid:look_id>/request/", views.request_preview, name="request"),
    path("look/<uuid:look_id>/sheet/", sheet_views.contact_sheet, name="sheet"),
    path("look/<uuid:look_id>/ask/<uuid:twin_id>/", ask_views.ask, name="ask"),
    path("look/<uuid:look_id>/tries/", sheet_views.tries, name="tries"),
    path("look/<uuid:look_id>/everyone/", sheet_views.everyone, name="everyone"),
    path("shoot/<uuid:shoot_id>/overnight/", overnight_views.overnight_page, name="overnight"),
    path("overnight/<uuid:overnight_id>/", overnight_views.run, name="overnight_run"),
    path("overnight/<uuid:overnight_id>/cancel/", overnight_views.cancel, name="overnight_cancel"),
    path("overnight/<uuid:overnight_id>/reuse/", overnight_views.reuse, name="reuse"),
    path("<uuid:preview_id>/print/", sheet_views.large_print, name="print"),
    path("<uuid:preview_id>/take-in/", sheet_views.take_in, name="take-in"),
    path("<uuid:preview_id>/cancel/", sheet_views.cancel_preview, name="cancel"),
    path("<uuid:preview_id>/choose/", sheet_views.choose, name="choose"),
]
