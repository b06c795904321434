"""Every app's routes under one roof. Who may reach which stands in `access.csv`."""

from django.urls import include, path

urlpatterns = [
    path("", include("studio.web.urls")),
    path("", include("studio.register.urls")),
    path("accounts/", include("allauth.urls")),
    path("people/", include("studio.people.urls")),
    path("", include("studio.media.urls")),
    path("jobs/", include("studio.jobs.urls")),
    path("", include("studio.twins.urls")),
    path("consent/", include("studio.consent.urls")),
    path("shoots/", include("studio.shoots.urls")),
    path("looks/", include("studio.looks.urls")),
    path("previews/", include("studio.previews.urls")),
    path("credits/", include("studio.credits.urls")),
    path("review/", include("studio.approvals.urls")),
    path("", include("studio.assets.urls")),
    path("boards/", include("studio.boards.urls")),
    path("", include("studio.home.urls")),
]

handler400 = "studio.web.views.bad_request"
handler403 = "studio.web.views.forbidden"
handler404 = "studio.web.views.not_found"
handler500 = "studio.web.views.server_error"
