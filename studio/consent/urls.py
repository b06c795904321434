from django.urls import path

from studio.consent import mandate_views, option_views, rule_views, standing_views, views

app_name = "consent"
urlpatterns = [
    path("twins/<uuid:twin_id>/switch", views.switch, name="switch"),
    path("twins/<uuid:twin_id>/pause", views.pause, name="pause"),
    path("twins/<uuid:twin_id>/resume", views.resume, name="resume"),
    path("pauses/<uuid:pause_id>/undo", views.undo, name="undo"),
    path("licences/<uuid:grant_id>", views.grant, name="grant"),
    path("pieces/<uuid:approval_id>/answer", views.answer_piece, name="answer_piece"),
    path("twins/<uuid:twin_id>/standstill", standing_views.report, name="standstill"),
    path("asked/<str:token>", standing_views.contact, name="contact"),
    path("rules", rule_views.my_rules, name="my_rules"),
    path("twins/<uuid:twin_id>/rules", rule_views.rules, name="rules"),
    path("twins/<uuid:twin_id>/rules/read", rule_views.read_rules, name="read_rules"),
    path("twins/<uuid:twin_id>/rates", rule_views.rates, name="rates"),
    path("acting", mandate_views.acting_for_me, name="acting"),
    path("mandates/offer", mandate_views.offer_mandate, name="offer_mandate"),
    path("mandates/<uuid:mandate_id>", mandate_views.mandate, name="mandate"),
    path("mandates/<uuid:mandate_id>/sign", mandate_views.sign_mandate, name="sign_mandate"),
    path("mandates/<uuid:mandate_id>/decline", mandate_views.decline_mandate, name="decline_mandate"),
    path("mandates/<uuid:mandate_id>/take-back", mandate_views.take_back_mandate, name="take_back_mandate"),
    path("mandates/<uuid:mandate_id>/end", mandate_views.end_mandate, name="end_mandate"),
    path("options", option_views.options, name="options"),
    path("options/<uuid:option_id>/confirm", option_views.confirm_option, name="confirm_option"),
    path("options/<uuid:option_id>/challenge", option_views.challenge_option, name="challenge_option"),
    path("options/<uuid:option_id>/book", option_views.book_option, name="book_option"),
    path("options/<uuid:option_id>/release", option_views.release_option, name="release_option"),
]
