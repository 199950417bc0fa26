"""The letter that tells what happened: of one thread, or of several at once.

What it was to tell is looked up anew: what has been read, removed or closed to the person in
the meantime is left out, and a letter with nothing left is not sent.
"""

from dataclasses import dataclass, replace
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis import access
from parvis.mail import addresses, choices, links
from parvis.mail.letters import pieces, threading, wording
from parvis.mail.letters.content import Button, Content, Entry, Group
from parvis.mail.letters.readers import Reader
from parvis.mail.models import Letter
from parvis.notifications.models import Cause, Muted, Notification
from parvis.notifications.queries import Line
from parvis.notifications.sentences import sentence
from parvis.posts.models import Post

Kind = Notification.Kind
# Kinds whose causes are posts, told in their own words.
SPOKEN: Final = (Kind.MENTION, Kind.REPLY, Kind.COMMENT, Kind.WALL, Kind.POST)
LONGEST: Final = 3000
MOST_ENTRIES: Final = 20


@dataclass
class News:
    """What is still to be told: lines, their new causes, and the posts that may be seen."""

    lines: list[Notification]
    causes: dict[int, list[Cause]]
    posts: dict[int, Post]


def write(letter: Letter, reader: Reader) -> Content | None:
    """Return the letter, or None when there is nothing left to tell."""
    news = _still(letter, reader)
    threads = _threads(news, reader)
    told = {key for keys in threads.values() for key in keys}
    others = [n for n in news.lines if n.kind not in SPOKEN and news.causes[n.pk]]
    if not threads and not others:
        return None
    content = Content(subject="", preview="", groups=[])
    for root, keys in threads.items():
        posts = [news.posts[key] for key in keys]
        content.groups.append(_thread(news.posts[root], posts, reader, content))
    if others:
        content.groups.append(Group(entries=[_told(line, news, reader) for line in others]))
    kinds = {n.kind for n in news.lines if n in others or _tells(n, news, told)}
    _say_why(content, reader, kinds)
    if len(content.groups) == 1 and threads:
        (root,) = threads
        _about_thread(content, letter, reader, news.posts[root], [news.posts[k] for k in told])
    else:
        _about_several(content, letter, reader, others, news)
    return content


def _still(letter: Letter, reader: Reader) -> News:
    """Look up what of the letter still holds."""
    ranges = {line: (after, until) for line, after, until in letter.about.get("lines", [])}
    lines = list(
        Notification.objects.filter(pk__in=ranges, person=reader.person, read_at__isnull=True)
        .select_related("space", "space__owner", "post", "post__thread")
        .order_by("pk")
    )
    wanted = Q(pk__in=[])
    for line in lines:
        after, until = ranges[line.pk]
        wanted |= Q(notification=line, pk__gt=after, pk__lte=until)
    causes: dict[int, list[Cause]] = {line.pk: [] for line in lines}
    for cause in Cause.objects.filter(wanted).select_related("actor").order_by("pk"):
        causes[cause.notification_id].append(cause)
    refs = {c.ref for line in lines if line.kind in SPOKEN for c in causes[line.pk]}
    refs |= {line.post_id for line in lines if line.post_id}
    posts = _seen(refs, reader)
    muted = {row.thread_id for row in Muted.objects.filter(person=reader.person)}
    kept = [line for line in lines if _may(line, posts, muted, reader)]
    return News(kept, causes, posts)


def _seen(keys: set[int], reader: Reader) -> dict[int, Post]:
    """Return those of the posts that the reader may see now, with their threads."""
    named = ("space", "space__owner", "author", "author__photo", "thread__author")
    found = (
        access.visible(Post.objects.filter(pk__in=keys), reader.person)
        .select_related(*named)
        .in_bulk()
    )
    roots = {p.thread_id: p.thread for p in found.values() if p.thread is not None}
    for key, root in roots.items():
        if key is not None and key not in found:
            root.space = next(p.space for p in found.values() if p.thread_id == key)
            found[key] = root
    return found


def _may(line: Notification, posts: dict[int, Post], muted: set[int], reader: Reader) -> bool:
    if line.post_id is not None:
        post = posts.get(line.post_id)
        if post is None:
            return line.kind in SPOKEN  # others behind it may still be there
        return line.kind == Kind.MENTION or (post.thread_id or post.pk) not in muted
    return line.space is None or access.can(reader.person, "see", line.space)


def _threads(news: News, reader: Reader) -> dict[int, list[int]]:
    """Return the posts to tell, oldest first, by thread; each once."""
    found: dict[int, list[int]] = {}
    refs = sorted({c.ref for n in news.lines if n.kind in SPOKEN for c in news.causes[n.pk]})
    for ref in refs[-MOST_ENTRIES:]:
        post = news.posts.get(ref)
        if post is not None and post.author_id != reader.person.pk:
            found.setdefault(post.thread_id or post.pk, []).append(ref)
    return found


def _tells(line: Notification, news: News, told: set[int]) -> bool:
    return line.kind in SPOKEN and any(cause.ref in told for cause in news.causes[line.pk])


def _thread(root: Post, posts: list[Post], reader: Reader, content: Content) -> Group:
    """Return the new posts of a thread, after the words that they answer."""
    entries = []
    for post in posts:
        entry = pieces.entry(post, reader, content.pictures, longest=LONGEST)
        entries.append(replace(entry, buttons=pieces.buttons(post, reader)))
    mute = Button(_("Mute this thread"), links.mute(reader.person, root.pk))
    answers = root not in posts
    return Group(
        heading=wording.subject_of(root),
        url=pieces.address_of(root.get_absolute_url()),
        quote=wording.excerpt(root, 30) if answers else "",
        quote_by=pieces.quote_by(root) if answers else "",
        entries=entries,
        buttons=[mute],
    )


def _told(line: Notification, news: News, reader: Reader) -> Entry:
    """Return a sentence with the way to what it is about."""
    causes = news.causes[line.pk]
    actors = list(dict.fromkeys(cause.actor for cause in reversed(causes)))
    words = sentence(Line(line, actors[:2], max(len(actors) - 2, 0)))
    url = pieces.target(line)
    return Entry(
        html=words,
        text=wording.wrapped(wording.plain(words)),
        when=wording.moment(line.updated_at, reader.zone),
        url=url,
        buttons=[Button(_("Open"), url, main=True)],
    )


def _say_why(content: Content, reader: Reader, kinds: set[str]) -> None:
    names = ", ".join(str(choices.label(kind)) for kind in sorted(kinds))
    content.why = _("You get this for: %(kinds)s.") % {"kinds": names}
    content.stop_label = _("No more mail of this kind")
    content.stop_url = links.stop_kinds(reader.person, kinds)
    stop = addresses.stop_address(reader.person, links.bits_of(kinds))
    content.headers |= threading.stop(content.stop_url, stop)


def _about_thread(
    content: Content, letter: Letter, reader: Reader, root: Post, posts: list[Post]
) -> None:
    """Make it a letter of the thread, so that answering it answers there."""
    person = reader.person
    posts = sorted(posts, key=lambda post: post.pk)
    subject = wording.subject_of(root)
    content.subject = subject if posts[0].pk == root.pk else f"Re: {subject}"
    content.preview = wording.excerpt(posts[0], 20)
    content.from_name = _names(posts)
    content.groups[0] = replace(content.groups[0], heading="")
    answered = posts[0] if len(posts) == 1 else root
    if access.can(person, "comment", answered):
        address = addresses.reply_address(person, answered)
        content.reply_to = (content.from_name, address)
        content.answer = _("To answer, just reply to this mail.")
    content.headers |= threading.of_space(root.space, reader.company)
    content.headers |= (
        threading.of_post(posts[0], person)
        if len(posts) == 1
        else threading.about_thread(letter.pk, root.pk, person)
    )


def _about_several(
    content: Content, letter: Letter, reader: Reader, others: list[Notification], news: News
) -> None:
    """Make it a letter of its own, called by its one sentence or by how much it tells."""
    count = sum(len(group.entries) for group in content.groups)
    if count == 1 and others:
        sentence_ = wording.plain(content.groups[0].entries[0].html)
        content.subject = content.preview = sentence_
        content.from_name = news.causes[others[0].pk][-1].actor.name
    else:
        content.subject = content.heading = ngettext(
            "%(n)s piece of news for you", "%(n)s pieces of news for you", count
        ) % {"n": count}
        first = content.groups[0]
        content.preview = first.heading or wording.plain(first.entries[0].html)
    content.headers |= threading.of_kind("notifications", reader.company)
    content.headers |= {"Message-ID": threading.letter_id(letter.pk, reader.person)}


def _names(posts: list[Post]) -> str:
    names = list(dict.fromkeys(post.author.name for post in posts))
    if len(names) == 1:
        return names[0]
    if len(names) == 2:
        return _("%(first)s and %(second)s") % {"first": names[0], "second": names[1]}
    others = len(names) - 1
    words = ngettext("%(who)s and %(n)s other", "%(who)s and %(n)s others", others)
    return words % {"who": names[0], "n": others}
