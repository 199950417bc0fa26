"""Addresses of the look: the gallery of its components, and the counts in the frame."""

from django.urls import path

from parvis.ui import views

app_name = "ui"

urlpatterns = [
    path("ui", views.gallery, name="gallery"),
    path("ui/badges", views.badges, name="badges"),
]
