from django.urls import path

from studio.people import views

app_name = "people"
urlpatterns = [
    path("settings/", views.edit_settings, name="settings"),
    path("settings/telling/", views.edit_telling, name="telling"),
    path("sign-ins/<uuid:sign_in_id>/end/", views.end_sign_in, name="end_sign_in"),
    path("language/", views.choose_language, name="language"),
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read_all, name="read_notices"),
    path("notices/<uuid:notice_id>/", views.open_notice, name="notice"),
    path("outbox/", views.outbox, name="outbox"),
    path("invitations/<uuid:invitation_id>/end/", views.end_invitation, name="end_invitation"),
    path("sign-up/", views.sign_up, name="sign_up"),
    path("i/<str:token>/", views.invitation, name="invitation"),
    path("g/<str:token>/", views.guest_entrance, name="guest"),
    path("guest-links/<uuid:link_id>/end/", views.end_guest_link, name="end_guest_link"),
    path("<slug:slug>/", views.organisation, name="organisation"),
    path("<slug:slug>/invite/", views.invite, name="invite"),
    path("<slug:slug>/invite-a-model/", views.invite_model, name="invite_model"),
    path("<slug:slug>/seats/<uuid:seat_id>/end/", views.end_seat, name="end_seat"),
]
