"""Every address, by feature."""

from django.urls import include, path

urlpatterns = [
    path("", include("parvis.search.urls")),
    path("", include("parvis.ui.urls")),
    path("", include("parvis.files.urls")),
    path("", include("parvis.conversations.urls")),
    path("", include("parvis.posts.urls")),
    path("", include("parvis.links.urls")),
    path("notifications/", include("parvis.notifications.urls")),
    path("", include("parvis.feed.urls")),
    path("", include("parvis.welcome.urls")),
    path("", include("parvis.mail.urls")),
    path("", include("parvis.app.urls")),
    path("", include("parvis.push.urls")),
    path("", include("parvis.people.urls")),
    path("", include("parvis.spaces.urls")),
    path("", include("parvis.company.urls")),
    path("administration/", include("parvis.administration.urls")),
    path("account/", include("allauth.urls")),
]
