from django.urls import path

from studio.home.exports import views

urlpatterns = [
    path("", views.taking, name="taking"),
    path("everything", views.take_everything, name="take_everything"),
    path("parts/<uuid:part_id>", views.take_part, name="take_part"),
    path("licences/<uuid:grant_id>/<int:number>/odrl", views.licence_odrl, name="licence_odrl"),
    path("licences/<uuid:grant_id>/<int:number>/receipt", views.licence_receipt, name="licence_receipt"),
    path("twins/<uuid:twin_id>/receipt", views.data_receipt, name="data_receipt"),
]
