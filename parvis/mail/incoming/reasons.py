"""Why a message was not taken in, in words for its sender."""

from typing import Final

from django.utils.translation import gettext as _

# What the process that reads messages may say.
UNREADABLE: Final = frozenset(
    {"time", "memory", "broken", "parts", "depth", "headers", "files", "encrypted"}
)


class Turned(Exception):
    """The message is turned down; ``words`` replace the code's own where a verb said why."""

    def __init__(self, code: str, words: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.words = words


def words(code: str) -> str:
    """Return a code's sentences, in the language that is active."""
    said = {
        "forged": _("The address you wrote to was not made by us. Please answer one of our mails."),
        "expired": _("The address you wrote to is too old. Please answer on the site."),
        "other": _(
            "You wrote from another address than the one we know of you, and only that one may "
            "use this way to answer. Please write from it."
        ),
        "unknown": _("We know nobody here with your address."),
        "leaver": _("The account with your address is closed."),
        "unsure": _("We could not be sure that this mail comes from you."),
        "unproven": _(
            "Nobody can tell from a mail alone that you wrote it, so that communities take none "
            "here. Please write on the site, or answer one of our mails."
        ),
        "unclear": _(
            "We asked whether a mail in your name is yours. Please answer “OK” or “no”, or use "
            "the link in our mail."
        ),
        "nowhere": _("There is no such address here."),
        "gone": _("What you wrote about is no longer there, or not open to you."),
        "forbidden": _("You may not write there."),
        "empty": _("There was nothing in your mail that we could post."),
        "encrypted": _("Your mail is encrypted, and we have no key to read it."),
        "large": _("Your mail is too large."),
        "fast": _("That was a little fast. Please wait a minute and try again."),
    }
    return said.get(code) or _("Your mail could not be read: it is broken or too complicated.")
