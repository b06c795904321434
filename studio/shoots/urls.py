
app_name = "shoots"
urlpatterns: list = []
