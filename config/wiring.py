"""Who listens to what, on one screen.

A verb journals what happened; these listeners follow in the same transaction. ``KEEPS`` keep
data true and hear imported history as well; ``TELLS`` reach people and do not.
"""

from parvis import journal


def connect() -> None:
    """Connect every listener to its verbs; called once, when the apps are ready."""
    from parvis.conversations.nudges import nudge_people
    from parvis.links.verbs import note as note_link
    from parvis.live.hub import hub
    from parvis.live.nudges import (
        nudge,
        nudge_rights,
        nudge_rights_in_space,
        nudge_rights_of_all,
        nudge_rights_of_members,
        nudge_space,
    )
    from parvis.mail.outgoing.hearing import spread
    from parvis.notifications.verbs import hear, let_go_of_removed
    from parvis.people import signed_in
    from parvis.posts import news
    from parvis.push.waiting import hear as hear_message
    from parvis.spaces.audience import count_in, count_out, follow_directory
    from parvis.spaces.verbs import open_wall
    from parvis.welcome.verbs import hear_hello

    keeps: dict[str, list[journal.Listener]] = {
        "person.taken_in": [open_wall, follow_directory],
        "person.changed": [nudge_rights, follow_directory],
        "person.left": [nudge_rights, count_out, follow_directory],
        "person.came_back": [nudge_rights, count_in, follow_directory],
        "session.revoked": [nudge_rights],
        "person.password_changed": [nudge_rights],
        "person.administrator_changed": [nudge_rights],
        "person.followed": [nudge_rights],
        "person.unfollowed": [nudge_rights],
        "space.joined": [nudge_rights],
        "space.left": [nudge_rights],
        "space.member_removed": [nudge_rights],
        "space.banned": [nudge_rights],
        "space.unbanned": [nudge_rights],
        "space.role_changed": [nudge_rights],
        "space.request_accepted": [nudge_rights],
        "space.person_added": [nudge_rights],
        "space.changed": [nudge_rights_in_space],
        "space.rule_applied": [nudge_rights_of_all],
        "conversation.opened": [nudge_rights_of_members],
        "post.removed": [let_go_of_removed],
    }
    tells: dict[str, list[journal.Listener]] = {
        "post.published": [
            note_link,
            nudge_space,
            nudge_people,
            hear,
            spread,
            hear_message,
            hear_hello,
        ],
        "post.commented": [note_link, nudge_space, hear, spread],
        "post.edited": [note_link, nudge_space],
        "post.removed": [nudge_space, nudge_people],
        "post.reacted": [nudge_space, hear],
        "post.unreacted": [nudge_space],
        "post.pinned": [nudge_space],
        "post.unpinned": [nudge_space],
        "post.accepted": [nudge_space],
        "post.unaccepted": [nudge_space],
        "post.link_found": [nudge_space],
        "space.invited": [hear],
        "space.asked_to_join": [hear],
        "space.request_accepted": [hear],
        "space.role_changed": [hear],
    }

    for verb, listeners in keeps.items():
        for listener in listeners:
            journal.connect(verb, listener, also_quiet=True)
    for verb, listeners in tells.items():
        for listener in listeners:
            journal.connect(verb, listener)

    # Who opens a stream hears first what was written since the page was made; and who is signed
    # in may be remembered while this process hears of every change.
    hub.on_opening(news.since)
    hub.on_change_of_rights(signed_in.forget)
    signed_in.trust(lambda: hub.listening, lambda person: nudge(f"person:{person}", what="rights"))
