"""Addresses of the first five minutes."""

from django.urls import path, re_path

from parvis.welcome import views
from parvis.welcome.illustrations import NAMES

app_name = "welcome"
urlpatterns = [
    path("welcome/", views.start, name="start"),
    path("welcome/photo/", views.photo, name="photo"),
    path("welcome/about/", views.about, name="about"),
    path("welcome/communities/", views.communities, name="communities"),
    path("welcome/people/", views.people, name="people"),
    path("welcome/hello/", views.hello, name="hello"),
    path("welcome/done/", views.done, name="done"),
    path("welcome/dismiss", views.dismiss, name="dismiss"),
    re_path(rf"^welcome/drawings/(?P<name>{'|'.join(NAMES)})\.png$", views.drawing, name="drawing"),
]
