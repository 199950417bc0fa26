"""What features put into the slots of the frame, as HTML."""

from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from parvis.ui.kept import kept
from parvis.ui.registry import Fragment, registry


def slot(name: str, request: HttpRequest) -> SafeString:
    """Return whatever features registered for a place of the frame, one after another."""
    return format_html_join(
        "", "{}", ((_rendered(fragment, request),) for fragment in registry.fragments.get(name, []))
    )


def _rendered(fragment: Fragment, request: HttpRequest) -> SafeString:
    values = fragment.context(request) if fragment.context else {}
    if fragment.kept:
        return kept(fragment.template, **values)
    return SafeString(get_template(fragment.template).render(values, request))
