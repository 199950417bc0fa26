"""Template tags of the look; load them with `{% load ui %}`."""

import re
from datetime import datetime
from typing import Any, Final

from django import template
from django.forms import BoundField, Widget
from django.template.context import Context
from django.utils import formats
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from parvis.ui import avatars, fragments, icons, moments
from parvis.ui import kept as keeping

register = template.Library()
_JOINTS: Final = re.compile(r"([@.])")

CONTROLS = {
    "checkbox": "check",
    "file": "input input-file",
    "select": "input input-select",
    "textarea": "input input-text",
    **dict.fromkeys(
        ("text", "email", "password", "number", "date", "time", "url", "tel", "search",
         "datetime-local"),
        "input",
    ),
}  # fmt: skip


@register.simple_tag
def icon(name: str, size: int = 20, label: str = "") -> SafeString:
    """`{% icon "bell" %}`: a lucide icon; see `parvis.ui.icons.icon`."""
    return icons.icon(name, size, label)


@register.simple_tag
def avatar(person: Any, size: str = "m") -> SafeString:
    """`{% avatar person "s" %}`: a round face."""
    return avatars.avatar(person, size)


@register.simple_tag
def space_badge(space: Any, size: str = "m") -> SafeString:
    """`{% space_badge space "s" %}`: the rounded square of a community."""
    return avatars.avatar(space, size, "space")


@register.simple_tag
def when(moment: datetime | None, style: str = "relative") -> SafeString:
    """`{% when post.created_at %}`, `{% when day "date" %}`: see `parvis.ui.moments.when`."""
    return moments.when(moment, style)


@register.filter
def breakable(address: str) -> SafeString:
    """`{{ person.email|breakable }}`: a long one breaks before its @ or a dot, not in a word."""
    return SafeString(_JOINTS.sub(r"<wbr>\1", escape(address)))


@register.filter(expects_localtime=True)
def clock(moment: datetime) -> str:
    """`{{ counted_at|clock }}`: the time of day, in the reader's way and zone."""
    return moments.clock(moment)


@register.simple_block_tag
def capture(content: str) -> SafeString:
    """`{% capture as name %}…{% endcapture %}`: rendered here, for `{{ name }}` further down."""
    return SafeString(content.strip())


@register.simple_block_tag
def side_column(content: str) -> SafeString:
    """`{% side_column %}…{% endside_column %}`: the right column, unless it would be empty."""
    if not content.strip():
        return SafeString("")
    return format_html(
        '<aside class="side" aria-label="{}">{}</aside>', _("Also of interest"), content
    )


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str) -> SafeString:
    """`{% slot "side" %}`: whatever features registered for that place, one after another."""
    request = context.get("request")
    return fragments.slot(name, request) if request is not None else SafeString("")


@register.simple_tag
def kept(template: str, /, **values: Any) -> SafeString:
    """`{% kept "ui/topbar.html" items=navigation.top %}`: see `parvis.ui.kept.kept`."""
    return keeping.kept(template, **values)


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, help_text: str = "", label: str = "") -> dict[str, Any]:
    """`{% field form.title %}`: label, control, help and errors, tied together for everyone."""
    widget = bound.field.widget
    kind = "group" if widget.use_fieldset else widget_kind(widget)
    if kind in CONTROLS:
        widget.attrs.setdefault("class", CONTROLS[kind])
    if kind in ("text", "textarea"):
        widget.attrs.setdefault("dir", "auto")
    return {
        "field": bound,
        "label": label or bound.label,
        "help_text": help_text or bound.help_text,
        "kind": kind,
    }


def widget_kind(widget: Widget) -> str:
    """`text`, `checkbox`, `select`, `textarea`, … as the templates and styles name it."""
    return str(getattr(widget, "input_type", "") or type(widget).__name__.lower())


@register.inclusion_tag("ui/fields.html")
def fields(form: Any) -> dict[str, Any]:
    """`{% fields form %}`: every field of a form, its general errors first."""
    return {"form": form}


@register.filter
def number(value: int | None) -> str:
    """`{{ count|number }}`: 12,345 in the reader's way; long ones as 12.3 k would lose truth."""
    return formats.number_format(value or 0, use_l10n=True, force_grouping=True)


@register.filter
def hue_step(degrees: int | None) -> int:
    """`{{ company.accent|hue_step }}`: see `parvis.ui.avatars.hue_step`."""
    return avatars.hue_step(degrees)


@register.filter
def hue(pk: object) -> int:
    """0 to 11, always the same for the same id: `class="hue-{{ space.pk|hue }}"`."""
    return avatars.hue(pk)
