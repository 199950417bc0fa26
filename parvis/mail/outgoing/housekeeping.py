"""What is forgotten of the mail that went out."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from parvis.mail.models import Letter

# Long after nothing can write the same letter again.
KEPT: Final = timedelta(days=400)


def forget() -> int:
    """Forget letters that were sent, dropped or refused long ago; returns how many."""
    old = Letter.objects.filter(due_at__lt=timezone.now() - KEPT)
    gone, _by_kind = old.exclude(state=Letter.State.WAITING).delete()
    return gone
