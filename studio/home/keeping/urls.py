from django.urls import path

from studio.home.keeping import staff, views

urlpatterns = [
    path("home/kept/", staff.kept, name="kept"),
    path("twins/<uuid:twin_id>/keeping/", views.keeping, name="keeping"),
    path("twins/<uuid:twin_id>/keeping/fresh/", views.keep_fresh, name="keep_fresh"),
    path("twins/<uuid:twin_id>/keeping/contact/", views.contact, name="name_contact"),
    path("twins/captures/<uuid:capture_id>/retire/", views.retire_capture, name="retire_capture"),
    path("twins/<uuid:twin_id>/retire/", views.retire, name="retire"),
    path("twins/<uuid:twin_id>/erase/", views.erase, name="erase"),
    path("twins/<uuid:twin_id>/receipt/", views.receipt, name="receipt"),
    path("twins/<uuid:twin_id>/receipt/file/", views.receipt_file, name="receipt_file"),
]
