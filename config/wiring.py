"""Who listens to what, on one screen.

A verb journals what happened; these listeners follow in the same transaction. ``KEEPS`` keep
data true and hear imported history as well; ``TELLS`` reach people and do not.
"""

from parvis import journal


def connect() -> None:
    """Connect every listener to its verbs; called once, when the apps are ready."""
    from parvis.spaces.verbs import open_wall

    keeps = {
        "person.taken_in": [open_wall],
    }
    tells: dict[str, list[journal.Listener]] = {}

    for verb, listeners in keeps.items():
        for listener in listeners:
            journal.connect(verb, listener, also_quiet=True)
    for verb, listeners in tells.items():
        for listener in listeners:
            journal.connect(verb, listener)
