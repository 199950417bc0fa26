"""Whom a letter is for: their language, clock, and what they chose."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings

from parvis.mail.models import Preferences
from parvis.mail.outgoing import hours
from parvis.people import house
from parvis.people.models import Person


@dataclass(frozen=True)
class Reader:
    """The one reader of a letter."""

    person: Person
    preferences: Preferences
    company: house.House
    language: str
    zone: ZoneInfo


def reader(person: Person, preferences: Preferences, company: house.House) -> Reader:
    """Return a person as a reader: their own language and zone, else the company's."""
    known = {code for code, _name in settings.LANGUAGES}
    spoken = [person.locale, company.language]
    language = next((code for code in spoken if code in known), settings.LANGUAGE_CODE)
    return Reader(person, preferences, company, language, hours.zone_of(person, company))
