"""Addresses of conversations."""

from django.urls import path

from parvis.conversations.views import lines, people, rooms

app_name = "conversations"

urlpatterns = [
    path("conversations/", rooms.list_, name="list"),
    path("conversations/new", people.new, name="new"),
    path("conversations/with/<str:handle>/", people.with_person, name="with"),
    path("conversations/<int:space_id>/", rooms.conversation, name="conversation"),
    path("conversations/<int:space_id>/lines", rooms.lines, name="lines"),
    path("conversations/<int:space_id>/send", rooms.send, name="send"),
    path("conversations/<int:space_id>/read", rooms.read, name="read"),
    path("conversations/<int:space_id>/typing", rooms.typing, name="typing"),
    path("conversations/<int:space_id>/seen", rooms.seen, name="seen"),
    path("conversations/<int:space_id>/people", people.people, name="people"),
    path("conversations/<int:space_id>/add", people.add, name="add"),
    path("conversations/<int:space_id>/rename", people.rename, name="rename"),
    path("conversations/<int:space_id>/leave", people.leave_, name="leave"),
    path("conversations/<int:space_id>/tune", people.tune, name="tune"),
    path("conversations/<int:space_id>/lines/<int:post_id>/", lines.line, name="line"),
    path("conversations/<int:space_id>/lines/<int:post_id>/react", lines.react, name="react"),
    path("conversations/<int:space_id>/lines/<int:post_id>/edit", lines.edit, name="edit"),
    path("conversations/<int:space_id>/lines/<int:post_id>/remove", lines.remove, name="remove"),
]
