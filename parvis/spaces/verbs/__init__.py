"""Deeds on spaces, and on who is in them as what."""

from parvis.spaces.verbs.conversations import add_people, open_conversation, rename
from parvis.spaces.verbs.joining import (
    accept_invitation,
    accept_request,
    decline,
    invite,
    join,
    leave,
    refuse_request,
    withdraw_invitation,
)
from parvis.spaces.verbs.opening import free_slug, open_community, open_wall
from parvis.spaces.verbs.own import mark_read, mute, set_level, unmute
from parvis.spaces.verbs.people import (
    appoint_manager,
    ban,
    remove_member,
    set_role,
    unban,
)
from parvis.spaces.verbs.settings import archive, change, change_audience, unarchive
from parvis.spaces.verbs.walls import follow, unfollow

__all__ = [
    "accept_invitation",
    "accept_request",
    "add_people",
    "appoint_manager",
    "archive",
    "ban",
    "change",
    "change_audience",
    "decline",
    "follow",
    "free_slug",
    "invite",
    "join",
    "leave",
    "mark_read",
    "mute",
    "open_community",
    "open_conversation",
    "open_wall",
    "refuse_request",
    "remove_member",
    "rename",
    "set_level",
    "set_role",
    "unarchive",
    "unban",
    "unfollow",
    "unmute",
    "withdraw_invitation",
]
