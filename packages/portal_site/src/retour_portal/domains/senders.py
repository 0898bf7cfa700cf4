"""Choosing whom a brand's mails are from, and checking that its domain lets them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from retour_core.brands.models import Brand
from retour_core.brands.operations import set_mail_sender
from retour_core.domain.errors import DomainError
from retour_portal.domains.mail_addresses import domain_of, read_mail_address
from retour_portal.domains.models import new_challenge
from retour_portal.domains.rhythm import SOONEST, WHEN_WELL, claimed, while_waiting
from retour_portal.domains.sender_models import MailSender

if TYPE_CHECKING:
    from retour_portal.domains.sender_models import Checked


class SenderNameUnfit(DomainError):
    """A name is one line, without control characters."""

    code = "sender_name_unfit"


@transaction.atomic
def save_sender(brand: Brand, *, name: str, address: str, now: datetime) -> MailSender:
    """An empty ``name`` is the brand's, an empty ``address`` the installation's.

    Another address at the same domain stays verified. Raises ``SenderNameUnfit`` and
    what ``read_mail_address`` does.
    """
    name = name.strip()
    # Format characters too: one that turns the direction would disguise the address.
    if not name.isprintable():
        raise SenderNameUnfit
    address = read_mail_address(address) if address.strip() else ""
    held = Brand.objects.select_for_update(no_key=True).get(pk=brand.pk)
    row = MailSender.objects.filter(brand=held).first()
    row = row or MailSender(brand=held, asked_at=now)
    if domain_of(address) != domain_of(row.address):
        row.challenge = new_challenge() if address else ""
        row.asked_at, row.verified_at, row.checked_at = now, None, None
        row.found = []
        row.next_check_at = now + SOONEST if address else None
    row.name, row.address = name, address
    row.save()
    _tell_brand(row)
    return row


def check_sender(sender: MailSender) -> MailSender:
    """Look its records up and note what was found; takes seconds."""
    # A tenth of what every process of the installation takes to start.
    from retour_portal.domains.sender_lookup import look_up_sender

    return note_sender(sender, look_up_sender(sender), now=timezone.now())


@transaction.atomic
def note_sender(
    sender: MailSender, found: list[Checked], *, now: datetime
) -> MailSender:
    """Keep what DNS said of ``sender`` as it was then. A record that is missing ends
    what was verified at once; no answer changes nothing."""
    Brand.objects.select_for_update(no_key=True).get(pk=sender.brand_id)
    row = MailSender.objects.select_related("brand").get(pk=sender.pk)
    is_other = row.challenge != sender.challenge
    if is_other or not row.address:
        return row  # somebody chose another domain meanwhile
    row.found, row.checked_at = list(found), now
    good = [one["is_good"] for one in found]
    if False in good:
        if row.verified_at is not None:
            row.asked_at = now  # looked for anew, for a week
        row.verified_at = None
    elif None not in good:
        row.verified_at = row.verified_at or now
    row.next_check_at = _next_check(row, now)
    row.save()
    _tell_brand(row)
    return row


def check_due_senders(*, now: datetime) -> int:
    """Check the few that waited longest for it; returns how many."""
    checked = 0
    for sender in claimed(MailSender.objects.all(), now):
        check_sender(sender)
        checked += 1
    return checked


def _tell_brand(row: MailSender) -> None:
    verified = row.address if row.verified_at is not None else ""
    set_mail_sender(row.brand, name=row.name, address=verified)


def _next_check(row: MailSender, now: datetime) -> datetime | None:
    if row.verified_at is not None:
        return now + WHEN_WELL
    return while_waiting(row.asked_at, now)
