"""Addresses of the search and of the command palette."""

from django.urls import path

from parvis.search import views

app_name = "search"
urlpatterns = [
    path("search", views.search, name="search"),
    path("search/palette", views.palette, name="palette"),
    path("search/suggest", views.suggest, name="suggest"),
]
