from django.urls import path

from studio.approvals import views

app_name = "approvals"
urlpatterns = [
    path("shoot/<uuid:shoot_id>/", views.shoot, name="shoot"),
    path("<uuid:preview_id>/", views.preview, name="preview"),
    path("<uuid:preview_id>/verdict/", views.verdict, name="verdict"),
    path("<uuid:preview_id>/note/", views.draw_note, name="draw_note"),
    path("<uuid:preview_id>/pick/", views.pick, name="pick"),
    path("<uuid:preview_id>/sign-off/", views.sign_off, name="sign_off"),
    path("<uuid:preview_id>/take-back/", views.take_back, name="take_back"),
    path("note/<uuid:note_id>/resolve/", views.resolve_note, name="resolve_note"),
]
