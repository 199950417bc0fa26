"""Sessions and keys that are of no use any more."""

from datetime import timedelta

from django.utils import timezone

from parvis.people.models import Session, SignInKey


def forget_the_past() -> None:
    """Delete expired sessions, and keys a month after their end."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    SignInKey.objects.filter(expires_at__lt=now - timedelta(days=30)).delete()
