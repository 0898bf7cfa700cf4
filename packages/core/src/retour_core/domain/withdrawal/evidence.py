"""The chain as a file: what a court, an authority or the consumer can verify alone."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from retour_core.domain.errors import DomainError
from retour_core.domain.withdrawal.canonical import Json, canonical_bytes
from retour_core.domain.withdrawal.chain import SealedRecord, erase_content

FORMAT = "retour-withdrawals-1"


class EvidenceUnreadable(DomainError, ValueError):
    """This file is no evidence export of Retour, or it was cut off."""

    code = "evidence_unreadable"


def dump_evidence(
    records: Sequence[SealedRecord],
    *,
    chain: str,
    only: Collection[int] | None = None,
) -> bytes:
    """Canonical JSON of the whole chain, for ``load_evidence`` and ``verify_chain``.

    ``only``: the numbers of the records whose content may leave the house; the others
    go as bare seals, so that one customer's dispute shows no other customer.
    """
    shown = [
        record if only is None or record.sequence in only else erase_content(record)
        for record in records
    ]
    document: dict[str, Json] = {
        "format": FORMAT,
        "chain": chain,
        "records": [_as_json(record) for record in shown],
    }
    return canonical_bytes(document)


def load_evidence(data: bytes) -> tuple[str, list[SealedRecord]]:
    """The chain's name and its records, not yet verified.

    Raises EvidenceUnreadable for anything that is no such export.
    """
    try:
        document = json.loads(data)
        if document["format"] != FORMAT:
            raise EvidenceUnreadable
        records = [_from_json(row) for row in document["records"]]
        return str(document["chain"]), records
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise EvidenceUnreadable from error


def _as_json(record: SealedRecord) -> dict[str, Json]:
    return {
        "sequence": record.sequence,
        "recorded_at": record.recorded_at,
        "content_hash": record.content_hash,
        "previous_hash": record.previous_hash,
        "hash": record.hash,
        "content": record.content,
    }


def _from_json(row: Mapping[str, Any]) -> SealedRecord:
    content = row["content"]
    if content is not None and not isinstance(content, dict):
        raise EvidenceUnreadable
    return SealedRecord(
        sequence=int(row["sequence"]),
        recorded_at=str(row["recorded_at"]),
        content_hash=str(row["content_hash"]),
        previous_hash=str(row["previous_hash"]),
        hash=str(row["hash"]),
        content=content,
    )
