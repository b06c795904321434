from django.urls import path

from studio.looks import chart_views, table_views, views

app_name = "looks"
urlpatterns = [
    path("shoot/<uuid:shoot_id>/", views.index, name="index"),
    path("shoot/<uuid:shoot_id>/new/", views.new_look, name="new"),
    path("shoot/<uuid:shoot_id>/bring/", views.bring, name="bring"),
    path("shoot/<uuid:shoot_id>/backdrops/", views.bring_backdrop, name="bring-backdrop"),
    path("shoot/<uuid:shoot_id>/tables/", views.bring_lut, name="bring-lut"),
    path("garment/<uuid:garment_id>/", views.garment, name="garment"),
    path("garment/<uuid:garment_id>/anchors/", table_views.anchors, name="anchors"),
    path("garment/<uuid:garment_id>/view/<slug:view>/", views.bring_view, name="bring-view"),
    path("<uuid:look_id>/", views.look, name="look"),
    path("<uuid:look_id>/name/", views.name_look, name="name"),
    path("<uuid:look_id>/slot/<slug:kind>/", views.slot, name="slot"),
    path("<uuid:look_id>/step/<slug:way>/", table_views.step, name="step"),
    path("<uuid:look_id>/apply/", table_views.apply_preset, name="apply"),
    path("<uuid:look_id>/keep/<slug:kind>/", table_views.keep_preset, name="keep"),
    path("<uuid:look_id>/forget/<uuid:preset_id>/", table_views.forget_preset, name="forget"),
    path("<uuid:look_id>/chart/", chart_views.chart, name="chart"),
    path("<uuid:look_id>/chart/read/", chart_views.read, name="read-chart"),
    path("<uuid:look_id>/history/", views.history, name="history"),
    path("<uuid:look_id>/rack/", views.rack, name="rack"),
    path("<uuid:look_id>/cast/", views.cast, name="cast"),
    path("<uuid:look_id>/hold/", views.hold, name="hold"),
]
