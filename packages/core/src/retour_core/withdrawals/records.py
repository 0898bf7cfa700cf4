"""A brand's chain of records: read back, verified, given out as evidence."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from retour_core.domain.withdrawal import (
    ChainBreak,
    SealedRecord,
    Statement,
    StatementLine,
    dump_evidence,
    verify_chain,
)
from retour_core.withdrawals.models import Withdrawal, WithdrawalRecord

if TYPE_CHECKING:
    from retour_core.brands.models import Brand


def chain_of(brand: Brand) -> str:
    """The chain's name, which every seal carries; a renamed brand keeps it."""
    return f"brand-{brand.pk}"


def sealed_records(brand: Brand) -> list[SealedRecord]:
    rows = WithdrawalRecord.objects.filter(brand=brand).order_by("sequence")
    return [row.as_sealed() for row in rows]


def verify(brand: Brand) -> list[ChainBreak]:
    """Where the brand's records are not what was sealed; empty is good.

    Records taken from the end show only against a seal noted elsewhere: each
    acknowledgement mail carries its own.
    """
    return verify_chain(sealed_records(brand), chain=chain_of(brand))


def evidence(brand: Brand, *, only: Collection[Withdrawal] | None = None) -> bytes:
    """The chain as JSON, for a court or the consumer.

    ``only``: whose content is shown; of all others just the seals are given.
    """
    sequences = None if only is None else {case.record.sequence for case in only}
    return dump_evidence(sealed_records(brand), chain=chain_of(brand), only=sequences)


def statement_of_record(withdrawal: Withdrawal) -> Statement:
    """What was stated, from the sealed content; empty texts once that is erased."""
    content: dict[str, Any] = withdrawal.content
    lines = tuple(
        StatementLine(line["description"], line["quantity"], line["line_id"])
        for line in content.get("lines", [])
    )
    return Statement(
        name=content.get("name", ""),
        contract=content.get("contract", ""),
        email=content.get("email", ""),
        is_partial=content.get("scope") == "partial",
        lines=lines,
        message=content.get("message", ""),
    )
