"""Addresses: the set-up, the logo."""

from django.urls import path

from parvis.company import views

app_name = "company"

urlpatterns = [
    path("setup/<str:secret>", views.setup, name="setup"),
    path("company/accent-<slug:colour>.css", views.accent, name="accent"),
    path("company/logo", views.logo, name="logo"),
]
