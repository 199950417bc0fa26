"""Addresses of mail: one's choices, and what links in letters do."""

from django.urls import path

from parvis.mail import views
from parvis.mail.incoming.views import original

app_name = "mail"
urlpatterns = [
    path("me/mail/", views.preferences, name="preferences"),
    path("me/mail/threads/<int:pk>/mute", views.mute_thread, name="mute_thread"),
    path("me/mail/threads/<int:pk>/unmute", views.unmute, name="unmute"),
    path("mail/react/<str:token>", views.react, name="react"),
    path("mail/mute/<str:token>", views.mute, name="mute"),
    path("mail/stop/<str:token>", views.stop, name="stop"),
    path("mail/confirm/<str:token>", views.confirm, name="confirm"),
    path("mail/original/<int:pk>", original, name="original"),
    path("mail/announce/<int:pk>", views.announce, name="announce"),
]
