"""A small network with one of everything, made with the product's own verbs."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from parvis.company.models import Company
from parvis.directory.models import KnownAs
from parvis.files import shelf
from parvis.files.models import File
from parvis.people.models import Person
from parvis.people.verbs import let_go, take_in
from parvis.posts.models import LinkCard, Post
from parvis.posts.verbs import comment, edit, pin, publish, react, remove, save, share
from parvis.spaces.models import Space, Subscription
from parvis.spaces.verbs import follow, join, open_community, open_conversation


def keep(owner: Person, data: bytes, **fields: Any) -> File:
    """Keep some bytes as a file."""
    with shelf.arriving() as file:
        file.write(data)
        digest = shelf.place(file)
    told = {"name": "note.txt", "content_type": "text/plain", "size": len(data)} | fields
    return File.objects.create(owner=owner, digest=digest, **told)


def build() -> dict[str, Any]:
    """Make the network; returns a few of its things."""
    alice = take_in(None, handle="alice", name="Alice Müller", email="alice@x.example")
    bob = take_in(None, handle="bob", name="Bob", manager=alice, country="FR", skills=["grès"])
    carol = take_in(None, handle="carol", name="Carol", languages=["fr", "en"])
    KnownAs.objects.create(origin="ldap:uid=carol,o=x", person=carol)
    Person.objects.filter(pk=carol.pk).update(origin="other:person:7", is_admin=True)
    _pictures(alice)
    rule = {"any": [{"country": ["FR"], "under": str(alice.pk)}]}
    quality = open_community(
        alice, name="Qualité", audience=rule, description="Tout « bien »\nfait"
    )
    secret = open_community(bob, name="Secret", visibility="secret")
    join(carol, quality)
    first = publish(
        bob, quality, "Hello **@alice**, see #Quality and https://x.example/a", title="One"
    )
    answer = comment(carol, first, "An answer")
    deeper = comment(bob, answer, "Deeper")
    comment(alice, deeper, "Deepest")
    gone = comment(alice, first, "To be removed")
    remove(alice, gone)
    edit(bob, Post.objects.get(pk=first.pk), "Hello again, @carol", title="One and a half")
    react(alice, first, "🎉")
    react(carol, answer, "like")
    question = publish(carol, quality, "Why?", kind="question")
    accepted = comment(alice, question, "Because")
    Post.objects.filter(pk=accepted.pk).update(accepted=True)
    pin(alice, Post.objects.get(pk=question.pk))
    save(carol, first)
    share(carol, first, Space.objects.get(owner=carol, kind="wall"), "Look")
    publish(bob, secret, "Nobody knows", markup="text/plain")
    publish(alice, Space.objects.get(owner=bob, kind="wall"), "<p>Hi</p>", markup="text/html")
    card = LinkCard.objects.create(url="https://x.example/a", digest="d" * 64, title="A page")
    Post.objects.filter(pk=first.pk).update(link=card)
    keep(bob, b"words", post=first, purpose="attachment", alt="the words")
    follow(alice, bob)
    talk = open_conversation(alice, [bob])
    line = publish(bob, talk, "Between us")
    keep(bob, b"private", post=line, purpose="attachment", name="private.txt")
    let_go(None, bob)
    old = timezone.now() - timedelta(days=3)
    Subscription.objects.filter(person=carol, space=quality).update(
        level="nothing", comes_home=False, last_read=old
    )
    Company.objects.create(pk=1, name="Brévenne", accent=0, brand="#0d5a63", language="fr")
    return {"alice": alice, "first": first, "quality": quality}


def _pictures(alice: Person) -> None:
    face = keep(alice, b"face", purpose="public", name="face.png", width=3, height=4)
    Person.objects.filter(pk=alice.pk).update(photo=face)
    Space.objects.filter(owner=alice, kind="wall").update(cover=face, policy="managers")
