"""Addresses of notifications."""

from django.urls import path

from parvis.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.list_, name="list"),
    path("read", views.read_all, name="read_all"),
    path("<int:pk>/", views.open_, name="open"),
]
