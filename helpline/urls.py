"""Every address there is. Each room names its own; doors stand on the views."""

from django.urls import include, path

from helpline.views import extension, home, session

urlpatterns = [
    path("", home, name="home"),
    path("accounts/", include("helpline.accounts.urls")),
    path("session/", session, name="session"),
    path("session/extension/", extension, name="session_extension"),
    path("", include("facilities.urls")),
    path("", include("cases.urls")),
    path("", include("routing.urls")),
    path("", include("helpline.audit.urls")),
    path("api/v1/", include("helpline.api")),
    path("", include("helpline.health")),
]

handler400 = "helpline.face.views.bad_request"
handler403 = "helpline.face.views.forbidden"
handler404 = "helpline.face.views.not_found"
handler500 = "helpline.face.views.crashed"
