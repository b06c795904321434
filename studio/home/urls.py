from django.urls import path

from studio.home import views

app_name = "home"
urlpatterns = [
    path("", views.home, name="home"),
    path("home/unfinished/<slug:part>/", views.unfinished, name="unfinished"),
    path("home/pictures/<uuid:preview_id>/", views.picture, name="picture"),
    path("home/mandates/<uuid:mandate_id>/end/", views.end_mandate, name="end_mandate"),
]
