from django.urls import include, path

from studio.home import card_views, pay_views, piece_views, switch_views, views
from studio.home.board_views import all_boards
from studio.home.exports.views import odrl_profile
from studio.home.finding.views import search
from studio.home.keeping.urls import urlpatterns as keeping_urls
from studio.home.shots.urls import urlpatterns as shot_urls

app_name = "home"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", search, name="search"),
    path("boards/", all_boards, name="boards"),
    path("home/unfinished/<slug:part>/", views.unfinished, name="unfinished"),
    path("home/pictures/<uuid:preview_id>/", views.picture, name="picture"),
    path("home/pieces/", piece_views.pieces, name="pieces"),
    path("money/<uuid:posting_id>/", pay_views.pay, name="pay"),
    path("money/<uuid:posting_id>/<uuid:payment_id>/back/", pay_views.take_payment_back, name="take_payment_back"),
    path("switch/", switch_views.switch, name="switch"),
    path("switch/licences/<uuid:grant_id>/withdraw/", switch_views.withdraw, name="withdraw"),
    path("switch/<uuid:twin_id>/withdraw/", switch_views.withdraw_all, name="withdraw_all"),
    path("switch/withdrawn/<uuid:press_id>/", switch_views.withdrawn, name="withdrawn"),
    path("switch/<uuid:twin_id>/card/", card_views.card, name="stop_card"),
    path("switch/<uuid:twin_id>/card/make/", card_views.make_card, name="make_stop_card"),
    path("switch/cards/<uuid:stop_card_id>/end/", card_views.end_card, name="end_stop_card"),
    path("stop/<str:code>/", card_views.stop, name="stop"),
    path("register/", include("studio.home.register.urls")),
    path("odrl/1/", odrl_profile, name="odrl_profile"),
    path("take/", include("studio.home.exports.urls")),
    path("passport/", include("studio.home.passport.urls")),
    path("", include(keeping_urls)),
    path("", include(shot_urls)),
]
