"""Questions: which comment was the answer."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from parvis import access, journal
from parvis.kernel.errors import Refused
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.posts.verbs.heads import about, locked


def accept(actor: Person, comment: Post, *, quiet: bool = False) -> Post:
    """Accept a comment as the answer to its question; the same again takes that back.

    A question has one accepted answer. Raises NotVisible or Forbidden by the rule (who asked and
    who moderates may), Refused where there is no question.
    """
    question = comment.thread
    if question is None or question.kind != Post.Kind.QUESTION:
        raise Refused(_("Only an answer to a question can be accepted."))
    access.require(actor, "see", comment)
    access.require(actor, "accept", question)
    with transaction.atomic():
        question = locked(question)
        comment = locked(comment)
        others = Post.objects.filter(thread=question, accepted=True).exclude(pk=comment.pk)
        others.update(accepted=False, version=F("version") + 1)
        comment.accepted = not comment.accepted
        comment.version += 1
        comment.save(update_fields=["accepted", "version"])
        Post.objects.filter(pk=question.pk).update(version=F("version") + 1)
        journal.record(
            actor,
            "post.accepted" if comment.accepted else "post.unaccepted",
            space=comment.space,
            post=comment,
            person=comment.author,
            data=about(comment),
            quiet=quiet,
        )
    return comment
