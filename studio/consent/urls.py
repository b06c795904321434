from django.urls import path

from studio.consent import views

app_name = "consent"
urlpatterns = [
    path("twins/<uuid:twin_id>/switch", views.switch, name="switch"),
    path("twins/<uuid:twin_id>/pause", views.pause, name="pause"),
    path("twins/<uuid:twin_id>/resume", views.resume, name="resume"),
    path("pauses/<uuid:pause_id>/undo", views.undo, name="undo"),
    path("licences/<uuid:grant_id>", views.grant, name="grant"),
    path("licences/<uuid:grant_id>/withdraw", views.withdraw, name="withdraw"),
    path("pieces/<uuid:approval_id>/answer", views.answer_piece, name="answer_piece"),
]
