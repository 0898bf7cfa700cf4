"""What may be done with a withdrawal. Views, endpoints and tasks call one of these."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from retour_core.brands.models import Brand
from retour_core.domain.errors import DomainError
from retour_core.domain.rma import new_rma_number
from retour_core.domain.windows import zones_for
from retour_core.domain.withdrawal import (
    Statement,
    Submission,
    record_content,
    seal,
    statutory_words,
    submission_key,
    to_second,
    valid_statement,
)
from retour_core.outbox.operations import put
from retour_core.withdrawals.drafts import statement_of
from retour_core.withdrawals.matching import (
    flags_of,
    order_meant,
    place_of,
    was_shipped,
)
from retour_core.withdrawals.models import (
    Decision,
    Withdrawal,
    WithdrawalDraft,
    WithdrawalRecord,
)
from retour_core.withdrawals.records import chain_of, statement_of_record

if TYPE_CHECKING:
    from retour_core.orders.models import Order
    from retour_core.returns.actors import Actor

# A salt of 16 bytes keeps the hash of erased content from being guessed back.
_SALT_BYTES = 16


class MatchedAlready(DomainError):
    """This withdrawal belongs to an order already."""

    code = "withdrawal_matched"


class OtherBrand(DomainError):
    """This order belongs to another brand than the withdrawal."""

    code = "withdrawal_other_brand"


class ReasonNeeded(DomainError):
    """Say why the withdrawal is refused; the customer reads it."""

    code = "withdrawal_reason_needed"


@transaction.atomic
def confirm(draft: WithdrawalDraft, *, now: datetime) -> Withdrawal:
    """The consumer's statement, received at ``now`` by the server's clock.

    It is recorded whatever its order, its date or its goods (CRD art. 11a): what a
    merchant should look at is flagged. Confirming a draft again answers the first
    withdrawal. Raises ``StatementInvalid`` for a draft without a valid statement.
    """
    statement = valid_statement(statement_of(draft))
    # The brand's row is the queue: two records must not follow the same one.
    brand = Brand.objects.select_for_update(no_key=True).get(pk=draft.brand_id)
    key = submission_key(statement, brand=chain_of(brand), token=draft.private_key)
    known = Withdrawal.objects.filter(brand=brand, submission_key=key).first()
    if known is not None:
        return known
    order = draft.order or order_meant(brand, statement)
    reference = new_rma_number(secrets.randbits)
    record = _sealed(draft, brand, statement, order, reference=reference, at=now)
    shipped = was_shipped(order) if order else True
    made = Withdrawal.objects.create(
        record=record,
        brand=brand,
        reference=reference,
        submission_key=key,
        order=order,
        submitted_at=to_second(now),
        flags=flags_of(statement, order, at=now),
        was_shipped=shipped,
    )
    _announce(made)
    return made


@transaction.atomic
def match_order(withdrawal: Withdrawal, order: Order, *, actor: Actor) -> Withdrawal:
    """Say by hand which order a statement is about; a return follows as usual.

    Raises ``MatchedAlready`` or ``OtherBrand``.
    """
    locked = _locked(withdrawal)
    if locked.order_id is not None:
        raise MatchedAlready
    if order.brand_id != locked.brand_id:
        raise OtherBrand
    locked.order = order
    locked.was_shipped = was_shipped(order)
    locked.flags = flags_of(statement_of_record(locked), order, at=locked.submitted_at)
    locked.decided_by = actor.name
    locked.save(update_fields=["order", "was_shipped", "flags", "decided_by"])
    if locked.was_shipped:
        put("withdrawal_return", {"withdrawal_id": locked.pk})
    return locked


@transaction.atomic
def note_dates(
    withdrawal: Withdrawal,
    *,
    proof_at: datetime | None = None,
    received_at: datetime | None = None,
    refunded_at: datetime | None = None,
) -> Withdrawal:
    """Write down when goods were sent, came or were paid back, each once given."""
    locked = _locked(withdrawal)
    locked.proof_at = proof_at or locked.proof_at
    locked.received_at = received_at or locked.received_at
    locked.refunded_at = refunded_at or locked.refunded_at
    locked.save(update_fields=["proof_at", "received_at", "refunded_at"])
    return locked


@transaction.atomic
def decide(
    withdrawal: Withdrawal,
    decision: Decision,
    *,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Withdrawal:
    """Close a case: accepted once all is done, or refused with a reason that is sent.

    The record stays as it is either way. Raises ``ReasonNeeded`` for a refusal without
    words.
    """
    locked = _locked(withdrawal)
    if decision == Decision.REFUSED and not reason.strip():
        raise ReasonNeeded
    locked.decision, locked.decision_reason = decision, reason.strip()
    locked.decided_by, locked.closed_at = actor.name, now
    locked.save(
        update_fields=["decision", "decision_reason", "decided_by", "closed_at"]
    )
    if decision == Decision.REFUSED:
        put("withdrawal_mail", {"withdrawal_id": locked.pk, "template": "refused"})
    return locked


@transaction.atomic
def send_again(withdrawal: Withdrawal) -> None:
    """Mail the acknowledgement once more, say to an address that was full."""
    locked = _locked(withdrawal)
    put("withdrawal_mail", {"withdrawal_id": locked.pk, "template": "acknowledged"})
    locked.undeliverable = ""
    locked.save(update_fields=["undeliverable"])


def _sealed(
    draft: WithdrawalDraft,
    brand: Brand,
    statement: Statement,
    order: Order | None,
    *,
    reference: str,
    at: datetime,
) -> WithdrawalRecord:
    place = place_of(order)
    chain = chain_of(brand)
    content = record_content(
        Submission(
            reference=reference,
            brand=brand.name,
            statement=statement,
            words=statutory_words(draft.locale),
            locale=draft.locale,
            submitted_at=at,
            zone=zones_for(place)[0],
            salt=secrets.token_hex(_SALT_BYTES),
            order=order.number if order else "",
            country=place.country,
            submission_key=draft.private_key,
        )
    )
    last = WithdrawalRecord.objects.filter(brand=brand).order_by("-sequence").first()
    sealed = seal(
        content, chain=chain, recorded_at=at, after=last.as_sealed() if last else None
    )
    return WithdrawalRecord.objects.create(
        brand=brand,
        sequence=sealed.sequence,
        recorded_at=sealed.recorded_at,
        content_hash=sealed.content_hash,
        previous_hash=sealed.previous_hash,
        hash=sealed.hash,
        content=content,
    )


def _announce(made: Withdrawal) -> None:
    for template in ("acknowledged", "merchant"):
        put("withdrawal_mail", {"withdrawal_id": made.pk, "template": template})
    if made.order_id is not None and made.was_shipped:
        put("withdrawal_return", {"withdrawal_id": made.pk})


def _locked(withdrawal: Withdrawal) -> Withdrawal:
    return (
        Withdrawal.objects.select_for_update(of=("self",), no_key=True)
        .select_related("record", "brand")
        .get(pk=withdrawal.pk)
    )
