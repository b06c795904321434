from django.urls import path

from studio.home.register import views

urlpatterns = [
    path("", views.register, name="register"),
    path("chains/<slug:chain_key>/check", views.check_chain, name="check_chain"),
    path("chains/<slug:chain_key>/export", views.export_chain, name="export_chain"),
    path("pictures/<uuid:preview_id>/proof", views.proof, name="proof"),
    path("days/<slug:day>.json", views.signed_day, name="signed_day"),
]
