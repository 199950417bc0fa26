"""Telling people that their mail was not taken in, and why: politely, rarely, never to programs.

At most a few a day to one address and some hundreds an hour in all, so that we can be made to
write to strangers by nobody. Automatic, so that nobody's program answers (RFC 3834).
"""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from parvis.mail import addresses
from parvis.mail.incoming.message import Message
from parvis.mail.incoming.models import Notice
from parvis.mail.incoming.reasons import words
from parvis.people import house
from parvis.people.models import Person

A_DAY_EACH: Final = 5
AN_HOUR_IN_ALL: Final = 300


def plan(message: Message, reason: str, said: str = "", files: list[str] | None = None) -> bool:
    """Have the worker tell the sender; tells whether they are told at all.

    Call it within the transaction that notes what became of the message.
    """
    from parvis.mail.tasks import write_notice

    address = message.sender
    if not address or reason == "unsure" or _is_ours(address) or not _may(address):
        return False
    Notice.objects.create(address=address, reason=reason)
    write_notice.defer(
        address=address,
        reason=reason,
        said=said,
        files=files or [],
        subject=message.subject[:200],
        message_id=message.message_id,
    )
    return True


def _is_ours(address: str) -> bool:
    """Tell whether it is an address by which mail would come back to us."""
    return address.rpartition("@")[2] == addresses.domain() and (
        address == addresses.sender() or "+" in address or addresses.community(address) is not None
    )


def _may(address: str) -> bool:
    now = timezone.now()
    lately = Notice.objects.filter(at__gte=now - timedelta(days=1)).aggregate(
        here=Count("pk", filter=Q(address=address)),
        all=Count("pk", filter=Q(at__gte=now - timedelta(hours=1))),
    )
    return bool(lately["here"] < A_DAY_EACH and lately["all"] < AN_HOUR_IN_ALL)


def write(
    address: str, reason: str, said: str, files: list[str], subject: str, message_id: str
) -> None:
    """Write to the sender, in their language or the company's; raises what the relay raises."""
    company = house.current()
    person = Person.objects.filter(email__iexact=address).first()
    with translation.override((person and person.locale) or company.language):
        title = _("Some files could not be taken in") if files else _("Your mail was not posted")
        body = render_to_string(
            "mail/incoming/notice.txt",
            {
                "person": person,
                "company": company.name,
                "subject": subject,
                "why": said or ("" if files else words(reason)),
                "files": files,
                "site": settings.SITE_URL,
            },
        )
        message = EmailMessage(
            f"{title}: {subject}" if subject else title,
            body,
            settings.DEFAULT_FROM_EMAIL,
            [address],
            headers=_headers(message_id),
        )
        message.send()


def _headers(message_id: str) -> dict[str, str]:
    headers = {
        "Auto-Submitted": "auto-replied",
        "X-Auto-Response-Suppress": "All",
        "X-Loop": f"notice@{addresses.domain()}",
    }
    if message_id.startswith("<") and message_id.endswith(">") and message_id.isascii():
        headers |= {"In-Reply-To": message_id, "References": message_id}
    return headers
