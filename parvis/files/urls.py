"""Addresses of files."""

from django.urls import path

from parvis.files import views

app_name = "files"

urlpatterns = [
    path("files/", views.upload, name="upload"),
    path("files/<int:file_id>/<slug:variant>", views.fetch, name="fetch"),
]
