"""Every address, by feature."""

from django.urls import include, path

urlpatterns = [
    path("", include("parvis.ui.urls")),
    path("", include("parvis.files.urls")),
    path("notifications/", include("parvis.notifications.urls")),
    path("", include("parvis.feed.urls")),
    path("account/", include("allauth.urls")),
]
