"""Records sealed to one another: change, drop or swap one, and the chain tells.

Each seal is a SHA-256 over a small header: chain, number, time, the content's hash, the
seal before. As only the content's hash is sealed, personal content can be erased when
its time is over and the chain still verifies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from retour_core.domain.withdrawal.canonical import Json, canonical_bytes, sha256_hex
from retour_core.domain.withdrawal.record import utc_text

CHAIN_VERSION = 1


@dataclass(frozen=True, slots=True)
class SealedRecord:
    """``sequence`` counts from 1; ``content`` is None once erased."""

    sequence: int
    recorded_at: str
    content_hash: str
    previous_hash: str
    hash: str
    content: Mapping[str, Json] | None


@dataclass(frozen=True, slots=True)
class ChainHead:
    """Where a chain ended when somebody noted it, outside the chain.

    Each acknowledgement carries it, for the chain alone cannot tell that its last
    records are gone.
    """

    sequence: int
    hash: str


@dataclass(frozen=True, slots=True)
class ChainPoint:
    """Where reading a chain stands: so many records, the last sealed with ``hash``."""

    count: int
    hash: str


class BreakKind(StrEnum):
    CONTENT = "content"
    SEAL = "seal"
    LINK = "link"
    SEQUENCE = "sequence"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class ChainBreak:
    """``position`` counts the records given, from 0; ``sequence`` is what it claims.

    CONTENT: the content is not the one sealed. SEAL: the header is not the one sealed.
    LINK: it does not follow the record before it. SEQUENCE: a number is missing,
    doubled or out of order. HEAD: the noted head is not in the chain.
    """

    position: int
    sequence: int
    kind: BreakKind


def genesis_hash(chain: str) -> str:
    """What the first record of ``chain`` follows; every chain has its own."""
    return sha256_hex(canonical_bytes({"version": CHAIN_VERSION, "genesis_of": chain}))


def seal(
    content: Mapping[str, Json],
    *,
    chain: str,
    recorded_at: datetime,
    after: SealedRecord | None,
) -> SealedRecord:
    """The next record of ``chain``, following ``after`` (None: the first).

    ``recorded_at`` is the server's time, aware, kept to the second. Who stores records
    must hold a lock from reading ``after`` to saving, or two will follow the same one.
    """
    sequence = after.sequence + 1 if after else 1
    unsealed = SealedRecord(
        sequence=sequence,
        recorded_at=utc_text(recorded_at),
        content_hash=sha256_hex(canonical_bytes(content)),
        previous_hash=after.hash if after else genesis_hash(chain),
        hash="",
        content=content,
    )
    return replace(unsealed, hash=_seal_of(unsealed, chain))


def erase_content(record: SealedRecord) -> SealedRecord:
    """The record without its personal content; the chain verifies as before."""
    return replace(record, content=None)


def verify_chain(
    records: Sequence[SealedRecord],
    *,
    chain: str,
    head: ChainHead | None = None,
    after: ChainPoint | None = None,
) -> list[ChainBreak]:
    """Every place where ``records`` are not what was sealed: all from number 1 on, or
    those that follow ``after``, in as many parts as one likes.

    Empty: nothing was changed, removed, added or swapped. Erased contents are no break.
    Removed last records show only against a ``head`` noted elsewhere.
    """
    breaks = list(_breaks(records, chain, after))
    if head is not None and not _has(records, head):
        last = len(records) - 1
        breaks.append(ChainBreak(max(last, 0), head.sequence, BreakKind.HEAD))
    return breaks


def _breaks(
    records: Iterable[SealedRecord], chain: str, after: ChainPoint | None
) -> Iterator[ChainBreak]:
    read = after.count if after else 0
    previous_hash = after.hash if after else genesis_hash(chain)
    for position, record in enumerate(records):
        for kind in _faults(record, read + position + 1, previous_hash, chain):
            yield ChainBreak(position, record.sequence, kind)
        previous_hash = record.hash


def _faults(
    record: SealedRecord, expected: int, previous_hash: str, chain: str
) -> Iterator[BreakKind]:
    if record.content is not None and not _is_sealed_content(record):
        yield BreakKind.CONTENT
    if not _is_sealed(record, chain):
        yield BreakKind.SEAL
    if record.previous_hash != previous_hash:
        yield BreakKind.LINK
    if record.sequence != expected:
        yield BreakKind.SEQUENCE


def _is_sealed(record: SealedRecord, chain: str) -> bool:
    try:
        return record.hash == _seal_of(record, chain)
    except ValueError:
        return False


def _is_sealed_content(record: SealedRecord) -> bool:
    try:
        found = sha256_hex(canonical_bytes(record.content))
    except ValueError:
        return False
    return found == record.content_hash


def _seal_of(record: SealedRecord, chain: str) -> str:
    header: dict[str, Json] = {
        "version": CHAIN_VERSION,
        "chain": chain,
        "sequence": record.sequence,
        "recorded_at": record.recorded_at,
        "content_hash": record.content_hash,
        "previous_hash": record.previous_hash,
    }
    return sha256_hex(canonical_bytes(header))


def _has(records: Sequence[SealedRecord], head: ChainHead) -> bool:
    return any(
        record.sequence == head.sequence and record.hash == head.hash
        for record in records
    )
