"""Every address, by feature."""

from django.urls import include, path

urlpatterns = [
    path("", include("parvis.feed.urls")),
    path("account/", include("allauth.urls")),
]
