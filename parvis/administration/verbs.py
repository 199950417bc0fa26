"""Deeds that only administration does; the others are those of people, spaces and company."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from parvis import access, journal
from parvis.kernel.errors import Refused
from parvis.people.models import Person
from parvis.spaces.models import Space


def archive_community(actor: Person, space: Space, *, archived: bool = True) -> None:
    """Archive a community, or open it again, in its managers' place. Journalled as such."""
    access.require(actor, "administer", None)
    with transaction.atomic():
        communities = Space.objects.filter(pk=space.pk, kind=Space.Kind.COMMUNITY)
        changed = communities.filter(archived_at__isnull=archived).update(
            archived_at=timezone.now() if archived else None, version=F("version") + 1
        )
        if changed:
            journal.record(
                actor,
                "space.archived" if archived else "space.unarchived",
                space=space,
                data={"by": "administration"},
            )


def retry_job(actor: Person, job_id: int) -> None:
    """Have a failed job done again; Refused when it is not failed (any more)."""
    access.require(actor, "administer", None)
    with transaction.atomic():
        if not ProcrastinateJob.objects.filter(pk=job_id, status="failed").exists():
            raise Refused(_("This job is not waiting for a new try."))
        app.job_manager.retry_job_by_id(job_id, retry_at=timezone.now())
        journal.record(actor, "job.retried", data={"job": job_id})
