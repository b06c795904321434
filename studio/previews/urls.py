from django.urls import URLPattern

app_name = "previews"
urlpatterns: list[URLPattern] = []
