"""Addresses of administration."""

from django.urls import path, re_path

from parvis.administration.views import communities, mail, overview, people

app_name = "administration"

DEEDS = "let-go|welcome-back|appoint|dismiss|invite-again|link|sign-out"

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("company/", overview.company, name="company"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/invite/many", people.invite_many, name="invite_many"),
    path("people/of/<str:handle>/", people.person, name="person"),
    re_path(rf"^people/of/(?P<handle>[^/]+)/(?P<deed>{DEEDS})$", people.act, name="act"),
    path("communities/", communities.communities, name="communities"),
    path("communities/<int:pk>/archive", communities.archive, name="archive"),
    path("communities/<int:pk>/manager", communities.appoint, name="appoint"),
    path("mail/", mail.paused, name="mail"),
    path("mail/<str:handle>/resume", mail.resume, name="mail_resume"),
    path("welcome/", overview.welcome, name="welcome"),
    path("worker/", overview.worker, name="worker"),
    path("worker/<int:job>/retry", overview.retry, name="retry"),
    path("journal/", overview.journal, name="journal"),
]
