"""Addresses of links."""

from django.urls import path

from parvis.links import views

app_name = "links"
urlpatterns = [path("links/ahead", views.ahead, name="ahead")]
