from django.urls import path

from studio.shoots import views

app_name = "shoots"
urlpatterns = [
    path("", views.shoots, name="list"),
    path("open/", views.open_shoot, name="open"),
    path("<uuid:shoot_id>/", views.shoot, name="shoot"),
    path("<uuid:shoot_id>/brief/", views.brief, name="brief"),
    path("<uuid:shoot_id>/book/", views.book, name="book"),
    path("<uuid:shoot_id>/embargo/", views.embargo, name="embargo"),
    path("<uuid:shoot_id>/finish/", views.finish, name="finish"),
    path("<uuid:shoot_id>/shots/", views.add_shot, name="add_shot"),
    path("shot/<uuid:shot_id>/move/", views.move_shot, name="move_shot"),
    path("shot/<uuid:shot_id>/words/", views.word_shot, name="word_shot"),
    path("shot/<uuid:shot_id>/tick/", views.tick_shot, name="tick_shot"),
    path("shot/<uuid:shot_id>/remove/", views.remove_shot, name="remove_shot"),
    path("booking/<uuid:booking_id>/end/", views.unbook, name="unbook"),
    path("awaited/<uuid:awaited_id>/end/", views.stop_waiting, name="stop_waiting"),
]
