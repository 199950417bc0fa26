"""Names of countries and languages: load them with ``{% load people %}``."""

from django import template

from parvis.people.countries import country_name
from parvis.people.languages import language_name

register = template.Library()
register.filter("country", country_name)
register.filter("language", language_name)
