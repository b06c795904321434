
app_name = "looks"
urlpatterns: list = []
