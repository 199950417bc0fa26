"""Addresses of the home feed."""

from django.urls import path

from parvis.feed import views

app_name = "feed"
urlpatterns = [
    path("", views.home, name="home"),
    path("home/side", views.side, name="side"),
    path("home/news", views.news, name="news"),
]
