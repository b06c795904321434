from django.urls import path

from studio.home.passport import staff, views

urlpatterns = [
    path("bring/", views.bring, name="bring"),
    path("bring/<uuid:arrival_id>/", views.arrival, name="arrival"),
    path("bring/<uuid:arrival_id>/let-go", views.let_go, name="let_go"),
    path("studios/", staff.studios, name="studios"),
    path("studios/<uuid:trusted_key_id>/end", staff.end_trust, name="end_trust"),
    path("crew/<uuid:person_id>/ask-in", staff.ask_crew_in, name="ask_crew_in"),
    path("<uuid:twin_id>/", views.passport, name="passport"),
    path("<uuid:twin_id>/origin", views.origin, name="origin"),
]
