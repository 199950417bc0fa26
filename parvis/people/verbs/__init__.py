"""Deeds on persons: take in, invite, change, let go; the keys and sessions that sign one in."""

from parvis.people.verbs.inviting import accept_invitation, invitation_link, invite, invite_again
from parvis.people.verbs.keys import (
    Code,
    digest_of,
    give_code,
    look_at_key,
    make_key,
    setup_link,
    sign_in_link,
    use_code,
    use_key,
)
from parvis.people.verbs.leaving import appoint_administrator, let_go, welcome_back
from parvis.people.verbs.passwords import set_password
from parvis.people.verbs.profile import PROFILE_FIELDS, change_profile
from parvis.people.verbs.sessions import end_session, end_sessions
from parvis.people.verbs.taking_in import free_handle, take_in

__all__ = [
    "PROFILE_FIELDS",
    "Code",
    "accept_invitation",
    "appoint_administrator",
    "change_profile",
    "digest_of",
    "end_session",
    "end_sessions",
    "free_handle",
    "give_code",
    "invitation_link",
    "invite",
    "invite_again",
    "let_go",
    "look_at_key",
    "make_key",
    "set_password",
    "setup_link",
    "sign_in_link",
    "take_in",
    "use_code",
    "use_key",
    "welcome_back",
]
