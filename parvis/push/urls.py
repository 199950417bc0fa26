"""Addresses of one's devices."""

from django.urls import path

from parvis.push import views

app_name = "push"

urlpatterns = [
    path("me/devices/", views.devices, name="devices"),
    path("me/devices/register", views.register, name="register"),
    path("me/devices/forget", views.forget, name="forget"),
    path("me/devices/try", views.try_out, name="try"),
    path("me/devices/<int:pk>/remove", views.remove, name="remove"),
]
