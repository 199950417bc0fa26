"""Addresses of communities."""

from django.urls import path

from parvis.spaces.views import deeds, looking, people, settings, tabs

app_name = "spaces"

urlpatterns = [
    path("communities/", looking.communities, name="communities"),
    path("communities/new", looking.new, name="new"),
    path("communities/<str:slug>/", looking.community, name="community"),
    path("communities/<str:slug>/join", deeds.join, name="join"),
    path("communities/<str:slug>/decline", deeds.decline, name="decline"),
    path("communities/<str:slug>/leave", deeds.leave, name="leave"),
    path("communities/<str:slug>/level", deeds.level, name="level"),
    path("communities/<str:slug>/mute", deeds.mute, name="mute"),
    path("communities/<str:slug>/members/", people.members, name="members"),
    path("communities/<str:slug>/members/<str:handle>/<slug:name>", people.deed, name="deed"),
    path("communities/<str:slug>/files/", tabs.files, name="files"),
    path("communities/<str:slug>/photos/", tabs.photos, name="photos"),
    path("communities/<str:slug>/about/", tabs.about, name="about"),
    path("communities/<str:slug>/invite/", people.to_invite, name="to_invite"),
    path("communities/<str:slug>/invite/<str:handle>", people.invite, name="invite"),
    path("communities/<str:slug>/settings", settings.settings, name="settings"),
    path("communities/<str:slug>/audience", settings.rule, name="rule"),
    path("communities/<str:slug>/archive", settings.archive, name="archive"),
    path("complete/communities", looking.complete, name="complete"),
]
