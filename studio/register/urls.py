from django.urls import path

from studio.register import views

app_name = "register"
urlpatterns = [
    path("readyz", views.readyz, name="readyz"),
    path("register/key", views.key, name="key"),
]
