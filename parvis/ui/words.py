"""The texts that scripts say, translated by the server and put into every page."""

from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


def script_words() -> SafeString:
    """The words as a block of JSON (data, so that the content policy allows it)."""
    return json_script(words(), "words")


def words() -> dict[str, str]:
    """Key and text in the language of this request; `%s` is filled in by the script."""
    return {
        "close": _("Close"),
        "undo": _("Undo"),
        "remove": _("Remove"),
        "copied": _("Link copied"),
        "failed": _("That did not work. What you wrote is still here: please try again."),
        "offline": _("No connection. What you wrote is kept here."),
        "forbidden": _("You may not do that here."),
        "gone": _("This is no longer here, or not open to you."),
        "large": _("That is too large."),
        "slowly": _("That was a little fast. Please wait a minute and try again."),
        "still-uploading": _("Your files are still on their way. One moment."),
        "describe": _("Describe the picture"),
        "ask-description": _(
            "Please say what the picture shows, for colleagues who cannot see it; or send it again "
            "as it is."
        ),
        "draft-back": _("What you began to write is here again."),
        "pictures": _("Pictures"),
        "previous": _("Previous"),
        "next": _("Next"),
        "open-original": _("Open the original"),
        "emoji": _("Emoji"),
        "find-emoji": _("Find an emoji"),
        "emoji-0": _("Faces"),
        "emoji-1": _("People"),
        "emoji-3": _("Animals and nature"),
        "emoji-4": _("Food and drink"),
        "emoji-5": _("Travel and places"),
        "emoji-6": _("Activities"),
        "emoji-7": _("Objects"),
        "emoji-8": _("Symbols"),
        "emoji-9": _("Flags"),
    }
