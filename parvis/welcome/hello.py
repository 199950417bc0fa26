"""The first hello, prepared from what a profile says."""

from typing import Final

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from parvis.people.languages import language_name
from parvis.people.models import Person

# Where nouns keep their capital, or a lower letter depends on more than its capital (İ, I).
CAPITALS_KEPT: Final = ("de", "tr")


def hello(person: Person) -> str:
    """Return a few sentences in the language of the moment, for the person to make their own."""
    sentences = [_("Hello everyone, I have just arrived on this network.")]
    title, site = mid_sentence(person.title), person.site
    if title and site:
        sentences.append(_("I work as %(title)s in %(site)s.") % {"title": title, "site": site})
    elif site:
        sentences.append(_("I work in %(site)s.") % {"site": site})
    elif title:
        sentences.append(_("I work as %(title)s.") % {"title": title})
    if person.skills:
        known = joined(person.skills[:3])
        sentences.append(_("You can ask me about %(skills)s.") % {"skills": known})
    if len(person.languages) > 1:
        spoken = joined([spoken_language(code) for code in person.languages[:4]])
        sentences.append(_("I speak %(languages)s.") % {"languages": spoken})
    return "\n\n".join([" ".join(sentences), _("Looking forward to reading you!")])


def mid_sentence(title: str) -> str:
    """Return a title as it stands within a sentence: "data analyst", but "HR officer"."""
    if (get_language() or "en")[:2] in CAPITALS_KEPT:
        return title
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def spoken_language(code: str) -> str:
    """Return a language's name in the language of the moment, else its own."""
    try:
        names = Locale.parse(get_language() or "en", sep="-").languages
    except (UnknownLocaleError, ValueError):
        return language_name(code)
    return str(names.get(code.replace("-", "_")) or language_name(code))


def joined(names: list[str]) -> str:
    """Return names as a sentence lists them."""
    if len(names) < 2:
        return "".join(names)
    words = {"first": _(", ").join(names[:-1]), "last": names[-1]}
    return pgettext("the end of a list", "%(first)s and %(last)s") % words
