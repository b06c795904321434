from django.urls import path

from studio.home.passport import views

urlpatterns = [
    path("bring/", views.bring, name="bring"),
    path("bring/<uuid:arrival_id>/", views.arrival, name="arrival"),
    path("bring/<uuid:arrival_id>/let-go", views.let_go, name="let_go"),
    path("<uuid:twin_id>/", views.passport, name="passport"),
    path("<uuid:twin_id>/origin", views.origin, name="origin"),
]
