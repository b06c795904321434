from django.urls import path

from studio.home.shots import views

urlpatterns = [
    path("shoots/<uuid:shoot_id>/shot-list/", views.shot_list, name="shot_list"),
    path("shoots/<uuid:shoot_id>/shot-list/file/", views.file, name="shot_file"),
    path("shoots/<uuid:shoot_id>/shot-list/bring/", views.bring, name="bring_shots"),
    path("shoots/<uuid:shoot_id>/shot-list/sheet/", views.sheet, name="shot_sheet"),
    path("shoots/<uuid:shoot_id>/shot-list/line/", views.add_line, name="add_shot_line"),
    path("shoots/shot/<uuid:shot_id>/drop/", views.drop_line, name="drop_shot"),
    path("shoots/shot/<uuid:shot_id>/line/", views.set_line, name="set_shot"),
]
