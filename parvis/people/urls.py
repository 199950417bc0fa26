"""Addresses: doors, the directory, profiles, one's own settings."""

from django.urls import path, re_path

from parvis.people.views import chart, directory, doors, me, person

app_name = "people"

urlpatterns = [
    path("enter/", doors.code, name="code_entry"),
    path("enter/link/", doors.link, name="link"),
    path("enter/link/sent/", doors.link_sent, name="link_sent"),
    path("enter/<str:secret>", doors.key, name="key"),
    path("language", doors.language, name="language"),
    path("people/", directory.people, name="directory"),
    path("chart/", chart.own, name="chart"),
    path("chart/<str:handle>/", chart.place, name="chart_of"),
    path("people/<str:handle>/", person.person, name="person"),
    path("people/<str:handle>/follow", person.follow, name="follow"),
    path("people/<str:handle>/unfollow", person.unfollow, name="unfollow"),
    path("people/<str:handle>/message", person.message, name="message"),
    path("people/<str:handle>/code", person.code, name="code"),
    path("people/<str:handle>/edit", me.edit, name="edit"),
    path("me/", me.me, name="me"),
    path("me/profile/", me.profile, name="edit_me"),
    path("me/preferences/", me.preferences, name="preferences"),
    path("me/password/", me.password, name="password"),
    path("me/sessions/", me.sessions, name="sessions"),
    path("me/sign-out-everywhere", me.leave_everywhere, name="leave_everywhere"),
    # Of allauth's pages we use sign-in and sign-out; these have ours in their place.
    path("account/signup/", doors.moved, {"to": "account_login"}),
    re_path("^account/email/|^account/confirm-email/", doors.moved, {"to": "people:me"}),
    re_path("^account/password/(?:change|set)/", doors.moved, {"to": "people:password"}),
    re_path("^account/password/reset/", doors.forgotten),
    re_path("^account/(?:reauthenticate|login/code)/", doors.moved, {"to": "account_login"}),
]
