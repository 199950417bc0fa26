"""Addresses of the app: manifest, icons, service worker, offline page."""

from django.urls import path

from parvis.app import views

app_name = "app"

urlpatterns = [
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("app/icon-<int:size>-<slug:kind>.png", views.icon, name="icon"),
    path("sw.js", views.worker, name="worker"),
    path("offline", views.offline, name="offline"),
    path("app/me", views.me, name="me"),
]
