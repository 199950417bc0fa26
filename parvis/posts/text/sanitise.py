"""The allow-list: what HTML may come out of a post, whatever went in."""

import html
import re
from typing import Final

import nh3

_TAGS: Final = {
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details",
    "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "input", "ins",
    "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strike", "strong",
    "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
    "var",
}  # fmt: skip
_ATTRIBUTES: Final = {
    "*": {"dir", "lang"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "input": {"checked"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_CLASSES: Final = {
    "a": {"mention", "hashtag"},
    "details": {"quoted"},
    "li": {"task-list-item"},
}
_CLEANER: Final = {
    "attributes": _ATTRIBUTES,
    "allowed_classes": _CLASSES,
    "url_schemes": {"http", "https", "mailto", "tel"},
    "link_rel": "nofollow noopener noreferrer",
    "set_tag_attribute_values": {"input": {"type": "checkbox", "disabled": ""}},
    "clean_content_tags": {"script", "style", "title", "textarea", "noscript", "svg", "math"},
    "strip_comments": True,
}

# A tag as the serialiser writes it: attribute values in double quotes.
TAG: Final = re.compile(r'(<(?:[^>"]|"[^"]*")*>)')
_SOURCE: Final = re.compile(r'\ssrc="(https?://[^"]*)"', re.IGNORECASE)
_ALT: Final = re.compile(r'\salt="([^"]*)"', re.IGNORECASE)
_ANY_TAG: Final = re.compile(r"<[^>]*>")
_QUOTED: Final = re.compile(r"<details.*?</details>|<pre.*?</pre>", re.DOTALL)


def sanitise(dirty: str, *, pictures: bool = False) -> str:
    """Return HTML with nothing but the allowed tags, attributes and kinds of address."""
    tags, options = _TAGS, _CLEANER
    if pictures:
        tags = _TAGS | {"img"}
        options = _CLEANER | {"attributes": _ATTRIBUTES | {"img": {"src", "alt"}}}
    cleaned = nh3.clean(dirty, tags=tags, **options)  # type: ignore[arg-type]
    return TAG.sub(_checkbox, cleaned) if "<input" in cleaned else cleaned


def _checkbox(tag: re.Match[str]) -> str:
    """A task's box, always written the same way: the cleaner sets attributes in any order."""
    if not tag[0].startswith("<input"):
        return tag[0]
    checked = ' checked=""' if " checked=" in tag[0] else ""
    return f'<input type="checkbox" disabled=""{checked}>'


def without_pictures(clean: str) -> str:
    """Turn each picture from elsewhere into a link to it, so that reading asks no other server."""
    pieces = TAG.split(clean)
    inside = 0
    for at in range(1, len(pieces), 2):
        tag = pieces[at]
        if tag.startswith(("<a ", "<a>")):
            inside += 1
        elif tag == "</a>":
            inside -= 1
        elif tag.startswith("<img"):
            pieces[at] = _link_to(tag, linked=inside > 0)
    return "".join(pieces)


def _link_to(tag: str, *, linked: bool) -> str:
    source, alt = _SOURCE.search(tag), _ALT.search(tag)
    words = (alt and alt[1].strip()) or (source and source[1].rsplit("/", 1)[-1]) or "…"
    if linked or not source:
        return words
    return f'<a href="{source[1]}">{words}</a>'


def words_of(clean: str) -> str:
    """Return the bare words of sanitised HTML, without quoted mails and code."""
    return html.unescape(_ANY_TAG.sub(" ", _QUOTED.sub(" ", clean)))
