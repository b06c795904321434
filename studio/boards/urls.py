from django.urls import path

from studio.boards import ask_views, guest_views, letting_in_views, thread_views, views

app_name = "boards"
urlpatterns = [
    path("guest/<uuid:board_id>/", guest_views.board, name="guest_board"),
    path("guest/<uuid:board_id>/open/", guest_views.open_door, name="guest_door"),
    path("guest/<uuid:board_id>/column/", guest_views.column, name="guest_column"),
    path("guest/<uuid:board_id>/code/", guest_views.code, name="guest_code"),
    path("guest/<uuid:board_id>/picture/<uuid:card_id>/", guest_views.picture, name="guest_picture"),
    path("guest/<uuid:board_id>/decide/<uuid:card_id>/", guest_views.decide, name="guest_decide"),
    path("<uuid:board_id>/guests/", letting_in_views.guests, name="guests"),
    path("<uuid:board_id>/guests/<uuid:guest_id>/end/", letting_in_views.end_guest, name="end_guest"),
    path("shoot/<uuid:shoot_id>/", views.shoot_board, name="shoot_board"),
    path("shoot/<uuid:shoot_id>/ask/", ask_views.shoot_ask, name="shoot_ask"),
    path("<uuid:board_id>/", views.board, name="board"),
    path("<uuid:board_id>/snapshot/", views.snapshot, name="snapshot"),
    path("<uuid:board_id>/threads/", thread_views.threads, name="threads"),
    path("<uuid:board_id>/threads/begin/", thread_views.begin, name="begin_thread"),
    path("<uuid:board_id>/threads/read/", thread_views.read, name="read_threads"),
    path("<uuid:board_id>/threads/<uuid:thread_id>/answer/", thread_views.answer, name="answer_thread"),
    path("<uuid:board_id>/threads/<uuid:thread_id>/turn/", thread_views.turn, name="turn_thread"),
    path("<uuid:board_id>/threads/<uuid:thread_id>/ask/", thread_views.ask_for, name="ask_in_thread"),
    path("<uuid:board_id>/comments/<uuid:comment_id>/take-back/", thread_views.take_back, name="take_back_comment"),
    path("<uuid:board_id>/crew/", thread_views.crew, name="crew"),
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
