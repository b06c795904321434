from django.urls import path

from studio.boards import ask_views, views

app_name = "boards"
urlpatterns = [
    path("shoot/<uuid:shoot_id>/", views.shoot_board, name="shoot_board"),
    path("shoot/<uuid:shoot_id>/ask/", ask_views.shoot_ask, name="shoot_ask"),
    path("<uuid:board_id>/", views.board, name="board"),
    path("<uuid:board_id>/upload/", views.upload, name="upload"),
    path("<uuid:board_id>/look/", views.new_look, name="new_look"),
    path("<uuid:board_id>/lay/", views.lay, name="lay"),
    path("<uuid:board_id>/history/", views.history, name="history"),
    path("<uuid:board_id>/picture/", ask_views.picture, name="picture"),
    path("<uuid:board_id>/ask/", ask_views.ask_whom, name="ask_whom"),
    path("<uuid:board_id>/ask/<uuid:twin_id>/", ask_views.ask, name="ask"),
    path("<uuid:board_id>/card/<uuid:card_id>/", views.card, name="card"),
    path("<uuid:board_id>/side/<uuid:card_id>/", views.side, name="side"),
]
